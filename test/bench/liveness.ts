import { parseArgs } from 'node:util';
import { parseSize } from '../generator/arguments.ts';
import { benchExport } from './bench-export.ts';
import { measureLiveness } from './call-times.ts';
import { askerOf, enableAll } from './import-targets.ts';
import { decade, measureSyncLiveness } from './liveness-sync.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { withProgram } from './with-program.ts';

/**
 * `npm run bench -- liveness [--size 300MB] [--targets] [--sync [--seconds 240]] [--json]`: how long the data program takes to
 * answer while it imports (`--targets`: with all three targets turned on), or with `--sync` while it derives, cuts and sends to
 * them, as its host sees it. The figure is 100 ms.
 */
export async function runLivenessBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      size: { type: 'string', default: '300MB' },
      targets: { type: 'boolean', default: false },
      sync: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '240' },
      json: { type: 'boolean', default: false },
    },
  });
  const line = values.sync
    ? await whileSyncing(Number(values.seconds))
    : await whileImporting(values.size, values.targets);
  console.log(values.json ? JSON.stringify(line) : JSON.stringify(line, null, 1));
}

async function whileImporting(size: string, withTargets: boolean) {
  const path = await benchExport(size, { size: parseSize(size), shuffle: false });
  const sandbox = withTargets ? await startSandboxProcess() : null;
  try {
    return await withProgram(async (client) => {
      if (sandbox) await enableAll(askerOf(client), sandbox);
      const { receipt, calls } = await measureLiveness(client, path, { isSyncing: withTargets });
      const { bytes: xmlBytes, seconds, records } = receipt;
      return { xmlBytes, records: records.read, seconds, calls };
    });
  } finally {
    await sandbox?.stop();
  }
}

async function whileSyncing(maxSeconds: number) {
  const path = await benchExport('decade', decade);
  const sandbox = await startSandboxProcess();
  try {
    return await withProgram((client) => measureSyncLiveness(client, sandbox, path, maxSeconds));
  } finally {
    await sandbox.stop();
  }
}
