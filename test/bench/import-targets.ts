import { setTimeout as wait } from 'node:timers/promises';
import type { DataClient } from '../../src/data/protocol/client.ts';
import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/index.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import { targetIds, usualKinds } from '../../src/shared/domain/sync.ts';
import { type Ask, configure, enable, importFile } from './liveness-sync.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { withProgram } from './with-program.ts';

const lookEveryMs = 500;
/** The data program makes its import thread ready some seconds after its start. */
const threadReadyMs = 5000;

/**
 * Imports files one after the other in the data program as its hosts run it, with the home zone confirmed and all three
 * targets turned on. Each import starts only when what the one before it added is derived and has gone out: the first sync of
 * years is no part of what a later week costs.
 */
export async function importsWithTargets(files: readonly string[]): Promise<Receipt[]> {
  const sandbox = await startSandboxProcess();
  try {
    return await withProgram(async (client) => {
      const ask = askerOf(client);
      await enableAll(ask, sandbox);
      // As in the app, which is open before a file is dropped: the thread of the next import waits ready.
      await wait(threadReadyMs);
      const receipts: Receipt[] = [];
      for (const file of files) {
        await resting(ask);
        receipts.push(await importOne(client, ask, file));
      }
      return receipts;
    });
  } finally {
    await sandbox.stop();
  }
}

/** Calls as a page makes them; a refusal is thrown. */
export function askerOf(client: DataClient): Ask {
  return async <N extends CallName>(name: N, input: CallInput<N>) => {
    const answer = await client.call(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer.value as CallOutput<N>;
  };
}

/** Confirms the home zone and turns every target on, before anything is imported. */
export async function enableAll(ask: Ask, sandbox: SandboxProcess): Promise<void> {
  await ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  for (const target of targetIds) {
    await configure(ask, sandbox, target);
    await enable(ask, target, usualKinds(target));
  }
}

/** Waits until nothing is derived any more, and nothing is pending that will go by itself. */
async function resting(ask: Ask): Promise<void> {
  for (;;) {
    const { daysToDerive, pending, uncertain, failed } = await ask('sync.overview', {});
    if (failed > 0) throw new Error('a stand-in refuses what is sent to it');
    if (daysToDerive === 0 && pending + uncertain === 0) return;
    await wait(lookEveryMs);
  }
}

async function importOne(client: DataClient, ask: Ask, path: string): Promise<Receipt> {
  const receipt = await importFile(client, ask, path);
  if (receipt.state !== 'completed' && receipt.state !== 'already_imported')
    throw new Error(`import ended as ${receipt.state} (${receipt.code})`);
  return receipt;
}
