import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { heapFlags } from '../../src/data/protocol/program-start.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import { parseSize } from '../generator/arguments.ts';
import { benchExport } from './bench-export.ts';
import { importsWithTargets } from './import-targets.ts';

const child = join(import.meta.dirname, 'import-child.ts');
const incrementalDays = 7;

/**
 * `npm run bench -- import --size 300MB --json [--shuffle] [--incremental | --identical] [--targets] [--runs 5] [--no-floor]`: a zip into a fresh
 * database, everything stored. The figures are those of the median run; the floor writes the same rows from memory with the same
 * statements, in the same invocation. `--incremental`: a week more on the same history; `--identical`: the same zip again; `--targets`: in a
 * whole data program with Trendy, Atlas and Foundry turned on, whose stand-ins run in a process of their own; the later file is imported
 * when what the first one added has gone out.
 */
export async function runImportBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      size: { type: 'string', default: '300MB' },
      runs: { type: 'string' },
      json: { type: 'boolean', default: false },
      shuffle: { type: 'boolean', default: false },
      incremental: { type: 'boolean', default: false },
      identical: { type: 'boolean', default: false },
      targets: { type: 'boolean', default: false },
      'no-floor': { type: 'boolean', default: false },
    },
  });
  const size = parseSize(values.size);
  const runs = Number(values.runs ?? (size > 1e9 ? 1 : 5));
  const options = { size, shuffle: values.shuffle };
  const name = `${values.size}${values.shuffle ? '-shuffled' : ''}`;
  const files = [await benchExport(name, options)];
  if (values.incremental) {
    files.push(await benchExport(`${name}-later`, { ...options, extraDays: incrementalDays, pointers: 1 }));
  } else if (values.identical) files.push(files[0] as string);
  // The floor of a large import would need all its rows in memory.
  const hasFloor = !values['no-floor'] && size <= 1e9 && files.length === 1;

  const measured: { receipt: Receipt; first: Receipt; floorSeconds: number | null }[] = [];
  for (let run = 0; run < runs; run++) {
    const receipts = values.targets
      ? await importsWithTargets(files)
      : (JSON.parse(inChild(files)) as Receipt[]);
    const floor = hasFloor ? (JSON.parse(inChild(['--floor', ...files])) as { floorSeconds: number }) : null;
    const [first, receipt] = [receipts[0], receipts.at(-1)];
    if (first && receipt) measured.push({ receipt, first, floorSeconds: floor?.floorSeconds ?? null });
  }
  const sorted = measured.sort((a, b) => a.receipt.seconds - b.receipt.seconds);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!median) throw new Error('nothing was measured');
  const floors = sorted.map(({ floorSeconds }) => floorSeconds ?? Number.NaN).sort((a, b) => a - b);
  const floorSeconds = hasFloor ? (floors[Math.floor((floors.length - 1) / 2)] ?? null) : null;
  const { receipt, first } = median;
  const line = {
    xmlBytes: receipt.bytes,
    records: receipt.records.read,
    ...(files.length > 1
      ? { added: receipt.records.added, shareOfFirst: receipt.seconds / first.seconds }
      : {}),
    seconds: receipt.seconds,
    xmlMegabytesPerSecond: receipt.bytes / 1e6 / receipt.seconds,
    floorSeconds,
    ratioToFloor: floorSeconds === null ? null : receipt.seconds / floorSeconds,
    peakRssBytes: Math.max(...sorted.map((one) => one.receipt.peakRssBytes)),
    runs: sorted.map((one) => one.receipt.seconds),
  };
  console.log(values.json ? JSON.stringify(line) : line);
}

function inChild(args: readonly string[]): string {
  return execFileSync(process.execPath, [...heapFlags, child, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}
