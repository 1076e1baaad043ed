import type { Reader, Writer } from '../../src/core/db/open.ts';
import { openReader, openWriter } from '../../src/core/db/open.ts';
import { lineSources } from '../../src/core/ndjson/line-sources.ts';
import { parseMembers } from '../../src/core/outbox/chunks/chunk-rows.ts';
import type { ArrivalClass, TargetId } from '../../src/shared/domain/sync.ts';

const secondsPerDay = 86_400;
/** Before everything that the generator makes. */
const firstDay = Date.parse('2015-01-01') / 1000 / secondsPerDay;
const samplesADay = 80;
const samplesLater = 5;

/** Opens the database of a program that is dead. */
export function withWriter<T>(path: string, work: (writer: Writer) => T): T {
  const writer = openWriter(path);
  try {
    return work(writer);
  } finally {
    writer.close();
  }
}

/**
 * What another import would have added meanwhile: steps of one day more, and some late ones of the day before it, whose figure
 * was perhaps sent already. In one transaction with their arrival and the days that they touch.
 */
export function addSteps(writer: Writer, index: number): void {
  const found = writer
    .prepare<[], { type: number; source: number; origin: number; run: number }>(
      `SELECT r.type, r.source, r.origin, r.run FROM record r JOIN record_type t ON t.id = r.type
       WHERE t.name = 'HKQuantityTypeIdentifierStepCount' LIMIT 1`,
    )
    .get();
  if (!found) throw new Error('no steps to go by');
  const day = firstDay + index;
  writer.transaction(() => {
    const first = next(writer, 'SELECT max(id) FROM record');
    const insert = writer.prepare<unknown[]>(
      'INSERT INTO record (type, start, duration, source, value_key, value, origin, run) VALUES (?, ?, 60, ?, ?, ?, ?, ?)',
    );
    const { type, source, origin, run } = found;
    const add = (at: number, steps: number) => insert.run(type, at, source, steps, steps, origin, run);
    const hour = 3600;
    for (let i = 0; i < samplesADay; i++) add(day * secondsPerDay + 8 * hour + i * 60, 10 + i);
    const late = index === 0 ? 0 : samplesLater;
    for (let i = 0; i < late; i++) add((day - 1) * secondsPerDay + 16 * hour + i * 60, 50);
    writer
      .prepare<unknown[]>(
        "INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ?, 'record', ?, ?)",
      )
      .run(next(writer, 'SELECT max(seq + row_count - 1) FROM arrival'), run, first, samplesADay + late);
    const touch = writer.prepare<[number]>("INSERT OR IGNORE INTO touched_day VALUES ('steps', ?)");
    for (const touched of [day - 1, day]) touch.run(touched);
  })();
}

function next(writer: Writer, sql: string): number {
  return (writer.prepare<[], number>(sql).pluck().get() ?? 0) + 1;
}

/**
 * Servers' own counts of requests are forgotten on both sides, as after a quiet minute: else fifty lives would take as many
 * silences as their limits ask for.
 */
export function forgetPace(writer: Writer): void {
  writer.exec(`UPDATE destination SET not_before_ms = NULL, not_before_code = NULL,
    state = json_remove(state, '$.requestsAtMs', '$.requestNotBeforeMs', '$.burst', '$.quietUntilMs')`);
}

/** Targets of which something was on its way when the program died. */
export function onTheirWay(writer: Writer): TargetId[] {
  return writer
    .prepare<[], TargetId>(
      `SELECT target FROM destination d WHERE EXISTS (SELECT 1 FROM mutation WHERE destination = d.id AND state = 'sending')
         OR EXISTS (SELECT 1 FROM chunk WHERE destination = d.id AND state = 'sending')`,
    )
    .pluck()
    .all();
}

/** What is derived: properties by sample id. */
export function storedEvents(path: string): ReadonlyMap<string, unknown> {
  return reading(path, (reader) => {
    const rows = reader
      .prepare<[], { id: string; properties: string }>('SELECT sample_id AS id, properties FROM event')
      .all();
    return new Map(rows.map(({ id, properties }) => [id, JSON.parse(properties) as unknown]));
  });
}

/** Uuids in the chunks of a target that say of themselves that they may lie there twice. */
export function markedAsRepeated(path: string, target: TargetId): ReadonlySet<string> {
  return reading(path, (reader) => {
    const lines = lineSources(reader);
    const chunks = reader
      .prepare<[string], { class: ArrivalClass; members: string }>(
        `SELECT chunk.class, members FROM chunk JOIN destination d ON d.id = chunk.destination
         WHERE d.target = ? AND may_be_repeated = 1`,
      )
      .all(target);
    const marked = new Set<string>();
    for (const { class: kind, members } of chunks)
      for (const [row, count] of parseMembers(members))
        for (let at = row; at < row + count; ) {
          const everything = { fromAt: Number.MIN_SAFE_INTEGER, toAt: Number.MAX_SAFE_INTEGER };
          const read = lines[kind].read({ ...everything, fromRow: at, toRow: row + count });
          for (const { json } of read) marked.add((JSON.parse(json) as { uuid: string }).uuid);
          at = (read.at(-1)?.row ?? row + count) + 1;
        }
    return marked;
  });
}

function reading<T>(path: string, work: (reader: Reader) => T): T {
  const reader = openReader(path);
  try {
    return work(reader);
  } finally {
    reader.close();
  }
}
