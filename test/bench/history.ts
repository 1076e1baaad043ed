import { statSync } from 'node:fs';
import { openReader, openWriter } from '../../src/core/db/open.ts';
import { FigureKeeper } from '../../src/core/events/figure-keeper.ts';
import { createHistory } from '../../src/core/history/history.ts';
import { randomFor } from '../generator/random.ts';
import { benchOptions } from './bench-options.ts';
import { benchCalls } from './history-calls.ts';
import { benchDatabase, benchEnd } from './history-database.ts';

interface Figures {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const defaultRecords = 5_000_000;
const rounds = 200;
export const benchZone = 'Europe/Berlin';

/**
 * `npm run bench -- history [--json] [--records N] [--rounds N]`: how long each query takes on a history of N records, each
 * call with other input every round and all kinds in turn, so that none finds its pages just read by itself. The floor is
 * one row by its primary key in the same run. The file is in the system's cache or not, as it happens; SQLite's
 * own cache is the product's.
 */
export async function runHistoryBench(args: string[]): Promise<void> {
  const values = benchOptions(args, { records: String(defaultRecords), rounds: String(rounds) });
  const records = Number(values.records);
  const { path, seconds } = benchDatabase(records);
  const kept = await makeFigures(path);
  const reader = openReader(path);
  try {
    const stored = reader.prepare<[], { id: number }>('SELECT max(id) AS id FROM record').get()?.id ?? 0;
    const calls = benchCalls(reader, createHistory(reader), stored);
    const random = randomFor(2, 'rounds');
    const times = new Map(Object.keys(calls).map((name) => [name, [] as number[]]));
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const [name, call] of Object.entries(calls)) times.get(name)?.push(timed(call(random)));
    }
    const figures = Object.fromEntries([...times].map(([name, list]) => [name, figuresOf(list)]));
    const { floor, ...others } = figures;
    const databaseBytes = statSync(path).size;
    const result = {
      records: stored,
      databaseBytes,
      seedSeconds: seconds,
      ...kept,
      calls: others,
      floor,
    };
    if (values.json) console.log(JSON.stringify(result));
    else {
      console.log(`${stored} records, ${Math.round(databaseBytes / 1e6)} MB`);
      console.table(figures);
    }
  } finally {
    reader.close();
  }
}

interface KeptTimes {
  /** All daily figures from nothing; null where they were made by an earlier run. */
  readonly figuresSeconds: number | null;
  readonly figuresProcessorSeconds: number | null;
  /** The newest week of every type once more, as after a weekly import. */
  readonly weekSeconds: number;
  readonly weekProcessorSeconds: number;
}

/** Makes the daily figures of a bench's database, in the zone of its person. How long that takes; seconds of the processor say more than those of the clock where others use it too. */
export async function makeFigures(path: string): Promise<KeptTimes> {
  const writer = openWriter(path);
  try {
    const isMade = writer.prepare('SELECT 1 FROM figure_total LIMIT 1').get() !== undefined;
    const keeper = new FigureKeeper({ writer, zone: () => benchZone, sourcePriority: () => [] });
    const run = async () => {
      const [began, used] = [performance.now(), process.cpuUsage()];
      await keeper.run(new AbortController().signal);
      const { user, system } = process.cpuUsage(used);
      return { seconds: rounded((performance.now() - began) / 1000), used: rounded((user + system) / 1e6) };
    };
    const whole = await run();
    const lastDay = benchEnd / 86_400 - 1;
    writer
      .prepare<[number, number]>('INSERT INTO figure_touched SELECT DISTINCT type, ?, ? FROM record_summary')
      .run(lastDay - 6, lastDay);
    const week = await run();
    return {
      figuresSeconds: isMade ? null : whole.seconds,
      figuresProcessorSeconds: isMade ? null : whole.used,
      weekSeconds: week.seconds,
      weekProcessorSeconds: week.used,
    };
  } finally {
    writer.close();
  }
}

function timed(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

function figuresOf(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
