import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../src/core/db/open.ts';
import { EventDeriver } from '../../src/core/events/event-deriver.ts';
import { setScope } from '../../src/core/outbox/chunks/cursor-rows.ts';
import { makeChunkStore } from '../../src/core/outbox/chunks/sqlite-chunk-store.ts';
import { DestinationStore, toDestination } from '../../src/core/outbox/destination-store.ts';
import { benchDatabase, benchEnd } from './history-database.ts';

const secondsPerDay = 86_400;
const chunksATurn = 8;

/**
 * `npm run bench -- sync --json [--records 5000000] [--cut 1000000]`: deriving every event of ten years and of one more week,
 * and cutting chunks of NDJSON from the backlog. Floors of the same run: reading the rows that derivation reads, and writing
 * the bytes that were cut to a file. How many requests 20,000 events take is a test (trendy-volume), because it is a rule.
 */
export async function runSyncBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      records: { type: 'string', default: '5000000' },
      cut: { type: 'string', default: '1000000' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'health-relay-sync-'));
  try {
    const path = join(folder, 'history.sqlite');
    copyFileSync(benchDatabase(Number(values.records)).path, path);
    const writer = openWriter(path);
    await migrate(writer, folder);
    const line = {
      ...(await benchDerivation(writer)),
      ...(await benchCutting(writer, folder, Number(values.cut))),
    };
    writer.close();
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

/** Cuts `lines` samples, chunk by chunk, dropping what was cut as if it were delivered. */
async function benchCutting(writer: Writer, folder: string, lines: number) {
  const destinations = new DestinationStore(writer);
  const { id } = destinations.makeCurrent('atlas', {
    baseUrl: 'http://127.0.0.1',
    dataset: '',
    branch: '',
    account: '',
  });
  const kinds = ['record', 'workout'] as const;
  destinations.enable(id, { kinds: [...kinds], startDay: null, at: 0 });
  allArrived(writer);
  setScope(writer, id, new Set(kinds), null);
  const row = destinations.row(id);
  if (!row) throw new Error('no destination');
  const store = makeChunkStore({
    writer,
    destination: () => toDestination(row),
    spoolDir: folder,
    clock: { nowMs: () => Date.now(), random: Math.random },
  });
  let [cut, bytes, seconds] = [0, 0, 0];
  const memory: number[] = [];
  while (cut < lines && store.hasBacklog()) {
    seconds += await timed(() => store.cut(chunksATurn));
    const chunks = store.due(Date.now(), chunksATurn);
    store.claim(chunks);
    for (const chunk of chunks) {
      cut += chunk.lineCount;
      bytes += chunk.bytes;
      store.delivered(chunk, {});
    }
    memory.push(process.memoryUsage.rss());
    await nextTurn();
  }
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  const mean = (part: number[]) => part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  return {
    cutLines: cut,
    cutMegabytes: bytes / 1e6,
    cutSeconds: seconds,
    cutMegabytesPerSecond: bytes / 1e6 / seconds,
    rssFirstQuarterBytes: Math.round(mean(memory.slice(0, quarter))),
    rssLastQuarterBytes: Math.round(mean(memory.slice(-quarter))),
  };
}

/** The seeded history has no runs: one closed run whose arrivals are all of its records. */
function allArrived(writer: Writer): void {
  const run = Number(
    writer
      .prepare<[]>(
        "INSERT INTO import_run (state, name, is_incoming, same_person, started_at, closed) VALUES ('completed', 'bench', 0, 0, 0, 1)",
      )
      .run().lastInsertRowid,
  );
  writer.exec('DELETE FROM arrival');
  const last = writer.prepare<[], number>('SELECT max(id) FROM record').pluck().get() ?? 0;
  const add = writer.prepare<number[]>("INSERT INTO arrival VALUES (?, ?, 'record', ?, ?)");
  for (let first = 1; first <= last; first += 3200)
    add.run(first, run, first, Math.min(3200, last - first + 1));
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}
