import type { Reader, ReadStatement, Writer } from '../db/open.ts';
import { canonicalUnit, isSameMeasure } from '../healthkit/units.ts';
import { layRowBatch, type RowBatch } from './row-batch.ts';
import type { ThreadLink } from './thread-link.ts';
import type { BatchMessage, HeadFacts } from './thread-messages.ts';
import { type Key, keyOf } from './writer/known-records.ts';

/** The facts that distinguish people; blood type and the rest may be "not set". */
const telling = [
  'HKCharacteristicTypeIdentifierDateOfBirth',
  'HKCharacteristicTypeIdentifierBiologicalSex',
  'HKCharacteristicTypeIdentifierBloodType',
] as const;

const sampleSize = 20_000;
const minKnownShare = 0.01;

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '' && !value.endsWith('NotSet');
}

export type Likeness = 'same' | 'other' | 'unknown';

/** Compares the file's Me with the stored one: a field set in both decides. */
export function compareMe(reader: Reader, me: HeadFacts['me']): Likeness {
  const stored = new Map(reader.prepare<[], [string, string]>('SELECT key, value FROM person').raw().all());
  let likeness: Likeness = 'unknown';
  for (const key of telling) {
    const [before, now] = [stored.get(key), me[key]];
    if (!isSet(before) || !isSet(now)) continue;
    if (before !== now) return 'other';
    likeness = 'same';
  }
  return likeness;
}

/** Keeps the file's facts about its owner; a set field is never unset. */
export function storeMe(writer: Writer, me: HeadFacts['me'], run: number): void {
  const set = writer.prepare<[string, string, number]>(
    'INSERT INTO person VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, run = excluded.run WHERE excluded.value <> value',
  );
  for (const [key, value] of Object.entries(me)) if (isSet(value)) set.run(key, value, run);
}

/** Start of the stored period and its end, UTC seconds; null for an empty history. */
export function storedPeriod(reader: Reader): { first: number; last: number } | null {
  const row = reader
    .prepare<[], { first: number | null; last: number | null }>(
      'SELECT min(first_at) AS first, max(last_at) AS last FROM record_summary',
    )
    .get();
  return row?.first == null || row.last == null ? null : { first: row.first, last: row.last };
}

/**
 * Reads the file's records, storing nothing, until 20,000 inside the stored period were looked up by (type, start, end,
 * value), whatever their source. Another person when fewer than 1% of them are known; none in the period: no question.
 */
export async function sampleLikeness(
  reader: Reader,
  link: ThreadLink,
  period: { first: number; last: number },
): Promise<Likeness> {
  const sample = new Sample(reader, period);
  link.post({ kind: 'read', storedRoutes: null });
  for (;;) {
    const message = await link.next();
    if (message.kind !== 'batch') break;
    sample.add(message);
    link.post({ kind: 'credit', buffer: message.rows.buffer }, [message.rows.buffer]);
    if (sample.count >= sampleSize) {
      await link.stop();
      break;
    }
  }
  if (sample.count === 0) return 'unknown';
  return sample.known / sample.count < minKnownShare ? 'other' : 'same';
}

class Sample {
  count = 0;
  known = 0;
  readonly #period: { first: number; last: number };
  readonly #ids = new Map<string, number>();
  readonly #find: ReadStatement<[number, number, number], Key>;
  readonly #types: string[] = [];
  readonly #texts: string[] = [];
  readonly #originUnits: string[] = [];

  constructor(reader: Reader, period: { first: number; last: number }) {
    this.#period = period;
    const types = reader.prepare<[], [number, string]>('SELECT id, name FROM record_type');
    for (const [id, name] of types.raw().all()) this.#ids.set(name, id);
    this.#find = reader
      .prepare<[number, number, number], Key>(
        'SELECT value_key FROM record WHERE type = ? AND start = ? AND duration = ?',
      )
      .pluck();
  }

  add(message: BatchMessage): void {
    this.#types.push(...message.entries.types);
    this.#texts.push(...message.entries.texts);
    this.#originUnits.push(...message.entries.origins.map(({ unit }) => unit));
    const rows = layRowBatch(message.rows.capacity, message.rows.buffer);
    for (let row = 0; row < message.rows.count && this.count < sampleSize; row++) {
      const start = rows.start[row] as number;
      if (start < this.#period.first || start > this.#period.last) continue;
      this.count++;
      if (this.#isKnown(rows, row)) this.known++;
    }
  }

  #isKnown(rows: RowBatch, row: number): boolean {
    const type = this.#ids.get(this.#types[rows.type[row] as number] ?? '');
    if (type === undefined) return false;
    const key = keyOf(rows, row, { texts: this.#texts, originUnits: this.#originUnits });
    const unit = canonicalUnit(this.#originUnits[rows.origin[row] as number] ?? '');
    const stored = this.#find.all(type, rows.start[row] as number, rows.duration[row] as number);
    // The region may have changed since: converted values count as known too.
    return stored.some(
      (one) =>
        one === key || (typeof one === 'number' && typeof key === 'number' && isSameMeasure(one, key, unit)),
    );
  }
}
