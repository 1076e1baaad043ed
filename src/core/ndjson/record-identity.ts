import { hash } from 'node:crypto';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { Dictionaries } from './dictionaries.ts';

/** Ours alone: no other program makes uuids under it. */
const namespace = Buffer.from('6f1d7c8a2b9e4d0f9a53c47e1b60d2f8', 'hex');
const longestName = 64 * 1024;
const buffer = Buffer.allocUnsafe(namespace.length + longestName);
namespace.copy(buffer);

/**
 * UUIDv5 (RFC 9562 §5.5) of an identity: the JSON text of its class and the texts of its identity columns, never a local id
 * (import/README, Identity), so that every computer and every import gives one sample the same uuid.
 */
export function sampleUuid(identity: string): string {
  // Three bytes a UTF-16 unit is the most that UTF-8 needs.
  const hex = identity.length * 3 <= longestName ? hashShort(identity) : hashLong(identity);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function hashShort(identity: string): string {
  const length = buffer.write(identity, namespace.length, 'utf8');
  return hash('sha1', buffer.subarray(0, namespace.length + length), 'hex');
}

function hashLong(identity: string): string {
  return hash('sha1', Buffer.concat([namespace, Buffer.from(identity, 'utf8')]), 'hex');
}

/** As `sampleUuid`, of a list of columns. */
export function uuidOf(columns: readonly (string | number | null | readonly string[])[]): string {
  return sampleUuid(JSON.stringify(columns));
}

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
