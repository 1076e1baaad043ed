import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDataProgram, type DataClient } from '../../src/data/protocol/client.ts';
import { forkDataProgram } from '../../src/data/protocol/fork.ts';
import { parseSize } from '../generator/arguments.ts';
import { measureLiveness } from '../support/call-times.ts';
import { benchExport } from './bench-export.ts';
import { decade, measureSyncLiveness } from './liveness-sync.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/**
 * `npm run bench -- liveness [--size 300MB] [--sync [--seconds 240]] [--json]`: how long the data program takes to answer while
 * it imports, or with `--sync` while it derives, cuts and sends to all three targets, as its host sees it. The figure is 100 ms.
 */
export async function runLivenessBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      size: { type: 'string', default: '300MB' },
      sync: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '240' },
      json: { type: 'boolean', default: false },
    },
  });
  const line = values.sync ? await whileSyncing(Number(values.seconds)) : await whileImporting(values.size);
  console.log(values.json ? JSON.stringify(line) : JSON.stringify(line, null, 1));
}

async function whileImporting(size: string) {
  const path = await benchExport(size, { size: parseSize(size), shuffle: false });
  return withProgram(async (client) => {
    const { receipt, calls } = await measureLiveness(client, path);
    const { bytes: xmlBytes, seconds, records } = receipt;
    return { xmlBytes, records: records.read, seconds, calls };
  });
}

async function whileSyncing(mostSeconds: number) {
  const path = await benchExport('decade', decade);
  const sandbox = await startSandboxProcess();
  try {
    return await withProgram((client) => measureSyncLiveness(client, sandbox, path, mostSeconds));
  } finally {
    await sandbox.stop();
  }
}

/** A data program on a profile of its own, stopped and removed afterwards. */
export async function withProgram<T>(measure: (client: DataClient) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'health-relay-liveness-'));
  const client = connectDataProgram(forkDataProgram(profile));
  try {
    await client.started;
    return await measure(client);
  } finally {
    void client.host('host.stop', {});
    await client.closed;
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
