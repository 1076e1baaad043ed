import type { Metadata } from '../../../shared/domain/workout.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import type { Presence } from './export-presence.ts';

const identifierKey = 'HKMetadataKeySyncIdentifier';
const versionKey = 'HKMetadataKeySyncVersion';

type SyncTable = 'record' | 'workout';
type Superseded = readonly [older: number, newer: number];

/**
 * The sync identifiers of records and workouts. HealthKit replaces a stored object when one with the same identifier and
 * a greater version is saved (developer.apple.com, HKMetadataKeySyncVersion); both must be there.
 */
export class SyncIdentities {
  readonly #insert: WriteStatement<[string, number, number, number, string, number], unknown>;
  readonly #raise: WriteStatement<[number, string, number, string, number], unknown>;
  readonly #newest: ReadStatement<[string, number, number, string], { id: number; version: number }>;
  readonly #ofVersion: ReadStatement<[string, number, number, string, number], number>;
  readonly #later: () => readonly Presence[];

  /** `later`: what files exported after this one held. */
  constructor(writer: Writer, later: () => readonly Presence[]) {
    this.#later = later;
    this.#insert = writer.prepare('INSERT OR IGNORE INTO sync_identity VALUES (?, ?, ?, ?, ?, ?)');
    this.#raise = writer.prepare(
      'UPDATE sync_identity SET version = ? WHERE class = ? AND id = ? AND identifier = ? AND version < ?',
    );
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
  add(table: SyncTable, id: number, kind: number, source: number, metadata: string): Superseded[] {
    const identity = identityIn(metadata);
    if (identity === null) return [];
    const { identifier, version } = identity;
    const before = this.#newest.get(table, kind, source, identifier);
    this.#insert.run(table, id, kind, source, identifier, version);
    if (before === undefined || before.version === version) return [];
    if (before.version > version) return [[id, before.id]];
    const older = this.#ofVersion.all(table, kind, source, identifier, before.version);
    // A later export holds the older row: its values were set again, in a version of which only its own file knew.
    const again = older.find((one) => this.#later().some(({ met }) => met.get(table)?.has(one)));
    if (again === undefined) return older.map((one) => [one, id]);
    this.#raise.run(version, table, again, identifier, version);
    return [[id, again]];
  }

  /**
   * Notes a superseded row that a file holds. When it has the highest version of all now, as after an app took a change back, it is no
   * longer superseded: returns the rows that are, and null when nothing changes.
   */
  addAgain(
    table: SyncTable,
    id: number,
    kind: number,
    source: number,
    metadata: string,
  ): Superseded[] | null {
    const identity = identityIn(metadata);
    if (identity === null) return null;
    const { identifier, version } = identity;
    const before = this.#newest.get(table, kind, source, identifier);
    if (before === undefined || before.version >= version) return null;
    if (this.#raise.run(version, table, id, identifier, version).changes === 0) return null;
    const older = this.#ofVersion.all(table, kind, source, identifier, before.version);
    return older.map((one) => [one, id]);
  }
}

function identityIn(metadata: string): { identifier: string; version: number } | null {
  const pairs = JSON.parse(metadata) as Metadata;
  const textOf = (key: string) => pairs.find(([name]) => name === key)?.[1];
  const identifier = textOf(identifierKey);
  const version = Number(textOf(versionKey) ?? Number.NaN);
  return identifier === undefined || !Number.isFinite(version) ? null : { identifier, version };
}
