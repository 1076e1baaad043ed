import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectDataProgram, type DataClient } from '../../src/data/protocol/client.ts';
import { childProcessPort } from '../../src/data/protocol/ports.ts';
import { supervise } from '../../src/data/protocol/supervise.ts';
import { builtDataProgram } from '../../src/headless/launch/build.ts';
import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/index.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import type { Result } from '../../src/shared/errors.ts';
import { hangMs } from '../support/hang-guard.ts';

const root = join(import.meta.dirname, '../..');
const entry = (await builtDataProgram(root)) ?? new URL('../../src/data/main.ts', import.meta.url);

/** Starts the data program as its hosts do, and kills it when the test is over. `env`: beside what this process has. */
export function forkProgram(profileDir: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = fork(entry, [profileDir], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

export function startProgram(profileDir: string, env: Readonly<Record<string, string>> = {}) {
  const child = forkProgram(profileDir, env);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const port = childProcessPort(child);
  return { child, port, client: connectDataProgram(port), stderr: () => stderr };
}

/** A data program that is started again when it dies, the programs so far and the states it told of; it ends with the test. */
export function superviseProgram(profileDir: string, env: Readonly<Record<string, string>> = {}) {
  const children: ChildProcess[] = [];
  const states: string[] = [];
  const data = supervise({
    spawn: () => {
      const child = forkProgram(profileDir, env);
      children.push(child);
      return childProcessPort(child);
    },
    onState: ({ state }) => states.push(state),
    onFault: (error) => {
      throw error;
    },
    backoffMs: [10],
    patienceMs: hangMs,
  });
  onTestFinished(() => data.stop());
  return { data, children, states };
}

/** Calls and takes the value; a refusal fails the test with its code. */
export async function ask<N extends CallName>(
  client: DataClient,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  return valueIn(await client.call(name, input)) as CallOutput<N>;
}

export function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value;
}

/** Offers a file, starts its import and waits for the receipt. */
export async function importFile(client: DataClient, path: string): Promise<Receipt> {
  const receipts: Receipt[] = [];
  const arrived = Promise.withResolvers<void>();
  const leave = client.onPush((name, payload) => {
    if (name !== 'import.ended') return;
    receipts.push(payload as Receipt);
    arrived.resolve();
  });
  const { offer } = valueIn(await client.host('host.addOffer', { path, isIncoming: false }));
  const { runId } = await ask(client, 'import.start', { offer });
  await arrived.promise;
  leave();
  const receipt = receipts.find((one) => one.runId === runId);
  if (!receipt) throw new Error('another run ended');
  return receipt;
}
