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
  readonly #newest: ReadStatement<[string, number, number, string], { id: number; version: number }>;
  readonly #ofVersion: ReadStatement<[string, number, number, string, number], number>;

  constructor(writer: Writer) {
    this.#insert = writer.prepare('INSERT OR IGNORE INTO sync_identity VALUES (?, ?, ?, ?, ?, ?)');
    const same = 'FROM sync_identity WHERE class = ? AND kind = ? AND source = ? AND identifier = ?';
    this.#newest = writer.prepare(`SELECT id, version ${same} ORDER BY version DESC LIMIT 1`);
    this.#ofVersion = writer
      .prepare<[string, number, number, string, number], number>(`SELECT id ${same} AND version = ?`)
      .pluck();
  }

  /** Whether metadata, as it is stored, may hold a sync identifier: a quick look before it is parsed. */
  static mayStandIn(metadata: string): boolean {
    return metadata.includes(identifierKey);
  }

  /**
   * Notes a row; `kind` is the record's type, or 0. Returns the rows that are superseded by this now, each with the row that has
   * the highest version. Equal versions supersede nothing. Those below the highest version of before were superseded when that came:
   * a file may repeat one identifier a million times.
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
    const before = this.#newest.get(table, kind, source, identifier);
    this.#insert.run(table, id, kind, source, identifier, version);
    if (before === undefined || before.version === version) return [];
    if (before.version > version) return [[id, before.id]];
    const older = this.#ofVersion.all(table, kind, source, identifier, before.version);
    return older.map((one) => [one, id]);
  }
}
