import type { Reader, ReadStatement } from '../db/open.ts';
import type { Dictionaries } from './dictionaries.ts';
import { sampleUuid } from './sample-uuid.ts';

/** The unchanging part of a record's identity: everything but its instants and its value. */
export interface RecordIdentity {
  readonly before: string;
  readonly after: string;
}

export function recordIdentity(type: string, foldedSource: string): RecordIdentity {
  return { before: `["record",${JSON.stringify(type)},`, after: `,${JSON.stringify(foldedSource)},` };
}

/**
 * The value key in the identity. A number without a unit is stored as a text, so that no figure counts it; its identity is the number that it
 * was before, by which destinations know it. `value`: as printed.
 */
export function keyJsonOf(key: number | string, value: number | null): string {
  return typeof key === 'number' || (value !== null && key === `${value}`) ? `${key}` : JSON.stringify(key);
}

/**
 * The uuid of a record: type, start, end (UTC seconds), folded source and value key, whose kind its JSON tells apart
 * (a number, a category's text, or ''). `keyJson`: see `keyJsonOf`.
 */
export function recordUuid(identity: RecordIdentity, start: number, end: number, keyJson: string): string {
  return sampleUuid(`${identity.before}${start},${end}${identity.after}${keyJson}]`);
}

type IdentityRow = [
  type: number,
  start: number,
  duration: number,
  source: number,
  key: number | string,
  value: number | null,
];

/** Uuids of records named by local ids, for the members of a correlation; ids that are gone are left out. */
export class RecordUuids {
  readonly #dictionaries: Dictionaries;
  readonly #find: ReadStatement<[number], IdentityRow>;

  constructor(reader: Reader, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#find = reader
      .prepare<[number], IdentityRow>(
        'SELECT type, start, duration, source, value_key, value FROM record WHERE id = ?',
      )
      .raw();
  }

  of(ids: readonly number[]): string[] {
    return ids.flatMap((id) => {
      const row = this.#find.get(id);
      if (row === undefined) return [];
      const [type, start, duration, source, key, value] = row;
      const identity = recordIdentity(
        this.#dictionaries.type(type),
        this.#dictionaries.source(source).folded,
      );
      return recordUuid(identity, start, start + duration, keyJsonOf(key, value));
    });
  }
}
