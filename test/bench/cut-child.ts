// Cuts chunks of NDJSON in a process of its own, started as the data program is: what it holds is what cutting holds.
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openWriter, type Writer } from '../../src/core/db/open.ts';
import { setScope } from '../../src/core/outbox/chunks/cursor-rows.ts';
import { Spool } from '../../src/core/outbox/chunks/spool.ts';
import { makeChunkStore } from '../../src/core/outbox/chunks/sqlite-chunk-store.ts';
import { DestinationStore, toDestination } from '../../src/core/outbox/destination-store.ts';

const chunksATurn = 8;
const earlyLines = 200_000;

export interface CutFigures {
  readonly cutLines: number;
  readonly cutMegabytes: number;
  readonly cutSeconds: number;
  readonly cutMegabytesPerSecond: number;
  /** RSS once 200,000 lines were cut, and at the end: each the mean of ten looks. */
  readonly rssEarlyBytes: number;
  readonly rssLateBytes: number;
}

/** Cuts `lines` samples, chunk by chunk, dropping what was cut as if it were delivered. */
async function cut(path: string, lines: number): Promise<CutFigures> {
  const writer = openWriter(path);
  const destinations = new DestinationStore(writer);
  const address = { baseUrl: 'http://127.0.0.1', dataset: '', branch: '', account: '' };
  const { id } = destinations.makeCurrent('atlas', address);
  const kinds = ['record', 'workout'] as const;
  destinations.enable(id, { kinds: [...kinds], startDay: null, at: 0 });
  allArrived(writer);
  setScope(writer, id, new Set(kinds), null);
  const row = destinations.row(id);
  if (!row) throw new Error('no destination');
  const store = makeChunkStore({
    writer,
    destination: () => toDestination(row),
    spool: new Spool(dirname(path)),
    clock: { nowMs: () => Date.now(), random: Math.random },
  });
  let [cutLines, bytes, seconds] = [0, 0, 0];
  const early: number[] = [];
  let late: number[] = [];
  while (cutLines < lines && store.hasBacklog()) {
    const began = performance.now();
    await store.cut(chunksATurn);
    seconds += (performance.now() - began) / 1000;
    const chunks = store.due(Date.now(), chunksATurn);
    store.claim(chunks);
    for (const chunk of chunks) {
      cutLines += chunk.lineCount;
      bytes += chunk.bytes;
      store.delivered(chunk, {});
    }
    const rss = process.memoryUsage.rss();
    if (cutLines >= earlyLines && early.length < 10) early.push(rss);
    late = [...late.slice(-9), rss];
    await nextTurn();
  }
  writer.close();
  return {
    cutLines,
    cutMegabytes: bytes / 1e6,
    cutSeconds: seconds,
    cutMegabytesPerSecond: bytes / 1e6 / seconds,
    rssEarlyBytes: mean(early),
    rssLateBytes: mean(late),
  };
}

const mean = (parts: readonly number[]) =>
  Math.round(parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length));

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

const [path = '', lines = '0'] = process.argv.slice(2);
console.log(JSON.stringify(await cut(path, Number(lines))));
