import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../src/core/db/open.ts';
import { EventDeriver } from '../../src/core/events/event-deriver.ts';
import { heapFlags } from '../../src/data/protocol/program-start.ts';
import { benchOptions } from './bench-options.ts';
import type { CutFigures } from './cut-child.ts';
import { benchDatabase, benchEnd } from './history-database.ts';

const secondsPerDay = 86_400;

/**
 * `npm run bench -- sync --json [--records 5000000] [--cut 1000000]`: deriving every event of ten years and of one more week,
 * and cutting chunks of NDJSON from the backlog, with the memory held early and at the end. Floor of the same run: reading the
 * rows that derivation reads. How many requests 20,000 events take is a test (trendy-volume), because it is a rule.
 */
export async function runSyncBench(args: string[]): Promise<void> {
  const values = benchOptions(args, { records: '5000000', cut: '1000000' });
  const folder = mkdtempSync(join(tmpdir(), 'health-relay-sync-'));
  try {
    const path = join(folder, 'history.sqlite');
    copyFileSync(benchDatabase(Number(values.records)).path, path);
    const writer = openWriter(path);
    await migrate(writer, folder);
    const derived = await benchDerivation(writer);
    writer.close();
    const line = { ...derived, ...(await benchCutting(path, Number(values.cut))) };
    console.log(values.json ? JSON.stringify(line) : line);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchDerivation(writer: Writer) {
  const deriver = new EventDeriver({
    writer,
    homeZone: () => 'Europe/Berlin',
    sourcePriority: () => [],
    onChange: () => {},
    now: () => Math.floor(Date.now() / 1000),
  });
  const never = new AbortController().signal;
  const rows = writer.prepare<[], number>(
    `SELECT r.start FROM record r JOIN record_type t ON t.id = r.type WHERE t.name IN
     ('HKQuantityTypeIdentifierStepCount', 'HKQuantityTypeIdentifierActiveEnergyBurned', 'HKCategoryTypeIdentifierSleepAnalysis')`,
  );
  const floorSeconds = await timed(async () => {
    for (const _ of rows.iterate());
  });
  // As after a first import: every day is touched.
  await deriver.run(never);
  deriver.rederiveAll();
  let events = 0;
  const deriveSeconds = await timed(async () => {
    const { created } = await deriver.run(never);
    events = created;
  });
  const lastDay = Math.floor(benchEnd / secondsPerDay);
  const touch = writer.prepare<[string, number]>(
    'INSERT INTO touched_day VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  for (const category of ['steps', 'active_energy', 'sleep', 'workout', 'water', 'mindfulness']) {
    for (let day = lastDay - 7; day < lastDay; day++) touch.run(category, day);
  }
  const weekSeconds = await timed(() => deriver.run(never));
  return { events, deriveSeconds, deriveFloorSeconds: floorSeconds, weekSeconds };
}

async function benchCutting(path: string, lines: number): Promise<CutFigures> {
  const child = join(import.meta.dirname, 'cut-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...heapFlags, child, path, String(lines)]);
  return JSON.parse(stdout) as CutFigures;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}
