import type { Metadata } from '../../../shared/domain/workout.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

const identifierKey = 'HKMetadataKeySyncIdentifier';
const versionKey = 'HKMetadataKeySyncVersion';

/**
 * The sync identifiers of records and workouts. HealthKit replaces a stored object when one with the same identifier and
 * a greater version is saved (developer.apple.com, HKMetadataKeySyncVersion); both must be there.
 */
export class SyncIdentities {
  readonly #insert: WriteStatement<[string, number, number, number, string, number], unknown>;
  readonly #same: ReadStatement<[string, number, number, string], { id: number; version: number }>;

  constructor(writer: Writer) {
    this.#insert = writer.prepare('INSERT OR IGNORE INTO sync_identity VALUES (?, ?, ?, ?, ?, ?)');
    this.#same = writer.prepare(
      'SELECT id, version FROM sync_identity WHERE class = ? AND kind = ? AND source = ? AND identifier = ?',
    );
  }

  /** Whether metadata, as it is stored, may hold a sync identifier: a quick look before it is parsed. */
  static mayStandIn(metadata: string): boolean {
    return metadata.includes(identifierKey);
  }

  /**
   * Notes a row; `kind` is the record's type, or 0. Returns the rows that are superseded now, each with the row that has
   * the highest version. Equal versions supersede nothing.
   */
  add(
    table: 'record' | 'workout',
    id: number,
    kind: number,
    source: number,
    metadata: string,
  ): [older: number, newer: number][] {
    const pairs = JSON.parse(metadata) as Metadata;
    const textOf = (key: string) => pairs.find(([name]) => name === key)?.[1];
    const identifier = textOf(identifierKey);
    const version = Number(textOf(versionKey) ?? Number.NaN);
    if (identifier === undefined || !Number.isFinite(version)) return [];
    this.#insert.run(table, id, kind, source, identifier, version);
    const same = this.#same.all(table, kind, source, identifier);
    if (same.length < 2) return [];
    const newest = same.reduce((a, b) => (b.version > a.version ? b : a));
    return same.filter((one) => one.version < newest.version).map((one) => [one.id, newest.id]);
  }
}
