import type { Metadata } from '../../../shared/domain/workout.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import type { ArrivalLog } from '../writer/arrival-log.ts';
import { type Presence, presencesAfter } from './export-presence.ts';
import { RemovedRows } from './removed-rows.ts';

const identifierKey = 'HKMetadataKeySyncIdentifier';
const versionKey = 'HKMetadataKeySyncVersion';

/** Tables whose rows may have versions. */
export const syncTables = ['record', 'workout', 'correlation'] as const;
export type SyncTable = (typeof syncTables)[number];

interface Identity {
  /** The type's id, or 0 for workouts. */
  readonly kind: number;
  readonly source: number;
  readonly identifier: string;
  readonly version: number;
}

interface Statements {
  readonly removed: ReadStatement<[number], { state: 'superseded' | 'gone'; run: number }>;
  readonly supersededOf: ReadStatement<[number, number], { id: number; run: number }>;
  readonly lowerCounting: ReadStatement<[string, number, number, string, number], number>;
}

/** Superseded versions that are passed over to find the highest lower one that counts. */
const maxPassedOver = 64;
/** Correlations of one type at one instant that are looked at for records in common. */
const maxBesides = 64;

/**
 * The sync identifiers of records, workouts and correlations. HealthKit replaces a stored object when one with the same identifier and
 * a greater version is saved (developer.apple.com, HKMetadataKeySyncVersion); both must be there. Of the rows of one identity (table,
 * kind, source, identifier) the highest version counts, in any order; a completed run then decides by the contents of the exports
 * (judge-versions.ts). A row has the highest version in which any file held it. Call inside a transaction, and `flush` before its end.
 */
export class SyncIdentities {
  /** Rows taken out because a newer version is there, members of correlations among them. */
  superseded = 0;
  /** Whether any row was taken out, even if it is back. */
  hasSuperseded = false;
  /** Rows of before that count again: a later export, imported before, may know that they were gone. */
  readonly back = new Map<SyncTable, Set<number>>(syncTables.map((table) => [table, new Set()]));
  /** Rows that were superseded before this run, and are back in a still newer version. */
  returned = 0;
  readonly #writer: Writer;
  readonly #run: number;
  readonly #exportAt: number;
  readonly #rows: RemovedRows;
  /** The contents of files exported after this one. */
  readonly #later: () => readonly Presence[];
  readonly #statements = new Map<SyncTable, Statements>();
  readonly #find: ReadStatement<[string, number], Identity>;
  readonly #set: WriteStatement<[string, number, number, number, string, number], unknown>;
  readonly #drop: WriteStatement<[string, number], unknown>;
  readonly #newestOther: ReadStatement<
    [string, number, number, string, number],
    { id: number; version: number }
  >;
  readonly #ofVersion: ReadStatement<[string, number, number, string, number], number>;
  readonly #ofSource: ReadStatement<[number, number], Identity & { table: SyncTable; id: number }>;
  readonly #correlation: ReadStatement<[number, number], { type: number; start: number; members: string }>;
  readonly #besides: ReadStatement<[number, number], string>;
  readonly #sameType: ReadStatement<[string, number], number>;
  readonly #isOutdated: ReadStatement<[number], number>;

  /** `run` and `exportAt` (UTC seconds) are those of the file that decides; `arrivals` its log while it is being read. */
  constructor(writer: Writer, run: number, exportAt: number, arrivals?: ArrivalLog) {
    this.#writer = writer;
    this.#run = run;
    this.#exportAt = exportAt;
    this.#rows = new RemovedRows(writer, run, arrivals);
    this.#later = presencesAfter(writer, exportAt);
    this.#find = writer.prepare(
      'SELECT kind, source, identifier, version FROM sync_identity WHERE class = ? AND id = ?',
    );
    this.#set = writer.prepare(
      'INSERT INTO sync_identity VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version',
    );
    this.#drop = writer.prepare('DELETE FROM sync_identity WHERE class = ? AND id = ?');
    const same = 'FROM sync_identity WHERE class = ? AND kind = ? AND source = ? AND identifier = ?';
    this.#newestOther = writer.prepare(
      `SELECT id, version ${same} AND id <> ? ORDER BY version DESC LIMIT 1`,
    );
    this.#ofVersion = writer
      .prepare<[string, number, number, string, number], number>(`SELECT id ${same} AND version = ?`)
      .pluck();
    this.#ofSource = writer.prepare(
      'SELECT class AS "table", id, kind, source, identifier, version FROM sync_identity WHERE source = ? LIMIT ?',
    );
    this.#correlation = writer.prepare(
      `SELECT type, start, members FROM correlation WHERE id = ?
       UNION ALL SELECT type, start, members FROM removed_correlation WHERE id = ?`,
    );
    this.#besides = writer
      .prepare<[number, number], string>(
        `SELECT members FROM correlation WHERE type = ? AND start = ? LIMIT ${maxBesides + 1}`,
      )
      .pluck();
    this.#sameType = writer
      .prepare<[string, number], number>(
        `SELECT r.id FROM json_each(?) e JOIN record r ON r.id = e.value
         WHERE r.type = (SELECT type FROM record WHERE id = ?)`,
      )
      .pluck();
    this.#isOutdated = writer
      .prepare<[number], number>(
        `SELECT 1 FROM sync_identity s JOIN sync_identity t ON t.class = s.class AND t.kind = s.kind AND t.source = s.source
         AND t.identifier = s.identifier AND t.version > s.version WHERE s.class = 'record' AND s.id = ? LIMIT 1`,
      )
      .pluck();
  }

  get rows(): RemovedRows {
    return this.#rows;
  }

  /** Whether metadata, as it is stored, may hold a sync identifier: a quick look before it is parsed. */
  static mayStandIn(metadata: string): boolean {
    return metadata.includes(identifierKey);
  }

  /** Notes a row that a file holds, whether it is new, known or removed. `kind` is the type's id, or 0 for workouts. */
  note(table: SyncTable, id: number, kind: number, source: number, metadata: string): void {
    const found = identityIn(metadata);
    if (found !== null) this.#add(table, id, { kind, source, ...found });
  }

  /** Records of a correlation that counts are in no figure while they are superseded: another correlation held them as well. */
  keepMembers(members: readonly number[]): void {
    for (const member of members)
      if (this.#isOutdated.get(member) === undefined) this.takeBack('record', member);
  }

  /** Types of which records were removed by this: their rows are met again in `removed_record`. */
  get removedTypes(): ReadonlySet<number> {
    return this.#rows.removedTypes;
  }

  /** Before a source folds into another: its superseded rows are put back, at most `limit`. Returns whether there were any. */
  takeBackSource(source: number, limit: number): boolean {
    let hasAny = false;
    for (const table of syncTables) {
      for (const { id, run } of this.#of(table).supersededOf.all(source, limit)) {
        if (this.#rows.restore(table, id)) hasAny = true;
        if (run === this.#run) this.superseded--;
      }
    }
    this.flush();
    return hasAny;
  }

  /** Row `id` goes, because `kept` is the same sample of source `original`. */
  replace(table: SyncTable, id: number, kept: number, original: number): void {
    const identity = this.#find.get(table, id);
    if (identity === undefined) return;
    this.#drop.run(table, id);
    this.#add(table, kept, { ...identity, source: original });
  }

  /** A row went because another of its source equals it now: which of the two versions counts was judged when they came. */
  forget(table: SyncTable, id: number): void {
    this.#drop.run(table, id);
  }

  /** At most `limit` rows of a source that folded belong to `original` from now on. Returns whether there were any. */
  moveSource(source: number, original: number, limit: number): boolean {
    const rows = this.#ofSource.all(source, limit);
    for (const { table, id, kind, identifier, version } of rows) {
      this.#drop.run(table, id);
      this.#add(table, id, { kind, source: original, identifier, version });
    }
    this.flush();
    return rows.length > 0;
  }

  /** Writes the figures of removed and restored rows. */
  flush(): void {
    this.#rows.flush();
  }

  /**
   * Of the lower versions only those of the highest that counts are looked at: those below were superseded when that came. A file may
   * repeat one identifier a million times.
   */
  #add(table: SyncTable, id: number, { kind, source, identifier, version }: Identity): void {
    const known = this.#find.get(table, id);
    if (known !== undefined && (known.identifier !== identifier || known.version >= version)) return;
    this.#set.run(table, id, kind, source, identifier, version);
    const newest = this.#newestOther.get(table, kind, source, identifier, id);
    if (newest !== undefined && newest.version > version) {
      this.supersede(table, id, newest.id);
      return;
    }
    let counting = id;
    const lower = this.#of(table).lowerCounting.get(table, kind, source, identifier, version);
    if (lower !== undefined) {
      const lowers = this.#ofVersion.all(table, kind, source, identifier, lower);
      // A later export has the lower version and not this one: the app restarted, or restored earlier values.
      const held = new Set(lowers.filter((one) => this.#isHeldLater(table, one, id)));
      counting = held.values().next().value ?? id;
      for (const one of lowers) if (!held.has(one)) this.supersede(table, one, counting);
      if (counting !== id) this.supersede(table, id, counting);
    }
    this.takeBack(table, counting);
  }

  #isHeldLater(table: SyncTable, older: number, newer: number): boolean {
    return this.#later().some(({ met }) => {
      const ids = met.get(table);
      return ids?.has(older) === true && !ids.has(newer);
    });
  }

  /** Takes a row out; `newer` is the one in its place. */
  supersede(table: SyncTable, id: number, newer: number | null): void {
    const removal = { state: 'superseded', exportAt: this.#exportAt, newer } as const;
    if (!this.#rows.remove(table, id, removal)) return;
    this.superseded++;
    this.hasSuperseded = true;
    if (table === 'correlation' && newer !== null) this.#supersedeMembers(id, newer);
  }

  /**
   * The records of a superseded correlation go with it, those excepted that the newer one or another one at its instant holds too.
   * Where more are at one instant than are looked at, they stay.
   */
  #supersedeMembers(id: number, newer: number): void {
    const older = this.#correlation.get(id, id);
    if (older === undefined) return;
    const members = this.#correlation.get(newer, newer)?.members ?? '[]';
    const besides = this.#besides.all(older.type, older.start);
    if (besides.length > maxBesides) return;
    const staying = new Set([members, ...besides].flatMap((text) => JSON.parse(text) as number[]));
    for (const member of JSON.parse(older.members) as number[])
      if (!staying.has(member)) this.supersede('record', member, this.#sameType.get(members, member) ?? null);
  }

  /** A superseded row counts again, a correlation with its records. */
  takeBack(table: SyncTable, id: number): void {
    const removed = this.#of(table).removed.get(id);
    if (removed?.state === 'superseded' && this.#rows.restore(table, id)) {
      this.back.get(table)?.add(id);
      if (removed.run === this.#run) this.superseded--;
      else this.returned++;
    }
    if (table === 'correlation' && removed?.state !== 'gone')
      this.keepMembers(JSON.parse(this.#correlation.get(id, id)?.members ?? '[]') as number[]);
  }

  #of(table: SyncTable): Statements {
    const known = this.#statements.get(table);
    if (known) return known;
    const statements: Statements = {
      removed: this.#writer.prepare(`SELECT state, removed_run AS run FROM removed_${table} WHERE id = ?`),
      supersededOf: this.#writer.prepare(
        `SELECT id, removed_run AS run FROM removed_${table} WHERE source = ? AND state = 'superseded' LIMIT ?`,
      ),
      lowerCounting: this.#writer
        .prepare<[string, number, number, string, number], number>(
          `SELECT version FROM (
             SELECT id, version FROM sync_identity WHERE class = ? AND kind = ? AND source = ? AND identifier = ? AND version < ?
             ORDER BY version DESC LIMIT ${maxPassedOver}) lower
           WHERE EXISTS (SELECT 1 FROM ${table} counting WHERE counting.id = lower.id) ORDER BY version DESC LIMIT 1`,
        )
        .pluck(),
    };
    this.#statements.set(table, statements);
    return statements;
  }
}

function identityIn(metadata: string): { identifier: string; version: number } | null {
  const pairs = JSON.parse(metadata) as Metadata;
  const textOf = (key: string) => pairs.find(([name]) => name === key)?.[1];
  const identifier = textOf(identifierKey);
  const version = Number(textOf(versionKey) ?? Number.NaN);
  return identifier === undefined || !Number.isFinite(version) ? null : { identifier, version };
}
