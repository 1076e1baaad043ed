import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDataProgram } from '../../src/data/protocol/client.ts';
import { forkDataProgram } from '../../src/data/protocol/fork.ts';
import { parseSize } from '../generator/arguments.ts';
import { measureLiveness } from '../support/call-times.ts';
import { benchExport } from './bench-export.ts';

/**
 * `npm run bench -- liveness [--size 300MB] [--json]`: how long the data program takes to answer while it imports, as its host
 * sees it. The figure of issue 2 is 100 ms.
 */
export async function runLivenessBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { size: { type: 'string', default: '300MB' }, json: { type: 'boolean', default: false } },
  });
  const path = await benchExport(values.size, { size: parseSize(values.size), shuffle: false });
  const profile = mkdtempSync(join(tmpdir(), 'health-relay-liveness-'));
  const client = connectDataProgram(forkDataProgram(profile));
  try {
    await client.started;
    const { receipt, calls } = await measureLiveness(client, path);
    const { bytes: xmlBytes, seconds, records } = receipt;
    const line = { xmlBytes, records: records.read, seconds, calls };
    console.log(values.json ? JSON.stringify(line) : JSON.stringify(line, null, 1));
  } finally {
    void client.host('host.stop', {});
    await client.closed;
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
