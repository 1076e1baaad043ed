import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadStatement, Writer } from '../../db/open.ts';
import type { Presence } from './export-presence.ts';
import type { SyncIdentities, SyncTable } from './sync-identities.ts';

interface Sibling {
  readonly id: number;
  readonly version: number;
  /** Null for a row that counts. */
  readonly state: 'superseded' | 'gone' | null;
  readonly run: number;
  /** The row that superseded this one. */
  readonly newer: number | null;
}

interface Ranked extends Sibling {
  /** ExportDate of the latest file that holds it, as far as it isn't older than this run's. */
  readonly last: number;
}

interface Statements {
  readonly superseded: ReadStatement<[number], { id: number; newer: number | null }>;
  readonly identity: ReadStatement<[number, string], string>;
  readonly siblings: ReadStatement<[number, string], Sibling>;
}

const older = Number.NEGATIVE_INFINITY;
const rowsPerTurn = 2000;
/** No app writes one identifier more often; one that has more rows is left as it was while the file was read. */
const maxSiblings = 1000;

/**
 * At the end of a completed run: which versions of a sync identifier count, now that it is known what the whole file holds. A row is
 * superseded by another version that a later export holds, or by a higher one of the same export: an app that was installed again begins
 * with low versions. While a file is read, SyncIdentities compares only the versions.
 */
export class VersionJudge {
  readonly #writer: Writer;
  readonly #contents: Presence;
  readonly #others: readonly Presence[];
  readonly #unknownRuns: ReadonlyMap<number, number>;
  readonly #syncs: SyncIdentities;
  readonly #mayReturn: (table: SyncTable, id: number) => boolean;
  readonly #statements = new Map<SyncTable, Statements>();

  /**
   * `others`: the files exported together with this one or later. `unknownRuns`: those of such files that did not complete, with their
   * ExportDate. `mayReturn` is false where a later file says that the row is gone.
   */
  constructor(
    writer: Writer,
    contents: Presence,
    others: readonly Presence[],
    unknownRuns: ReadonlyMap<number, number>,
    syncs: SyncIdentities,
    mayReturn: (table: SyncTable, id: number) => boolean,
  ) {
    this.#writer = writer;
    this.#contents = contents;
    this.#others = others;
    this.#unknownRuns = unknownRuns;
    this.#syncs = syncs;
    this.#mayReturn = mayReturn;
  }

  /** Every identity of which a row is superseded. In short transactions. Errors: SQLite's. */
  async judge(table: SyncTable): Promise<void> {
    const { superseded, identity } = this.#of(table);
    const met = this.#contents.met.get(table);
    // An identity is judged as a whole, and a file may hold any number of versions of one.
    const judged = new Set<string>();
    for (let after = 0; ; ) {
      const rows = superseded.all(after);
      if (rows.length === 0) return;
      after = rows.at(-1)?.id ?? after;
      // As it was before, which nearly all are: the file holds the newer row and not the older one.
      const open = rows.filter(({ id, newer }) => met?.has(id) || newer === null || !met?.has(newer));
      this.#writer.transaction(() => {
        for (const { id } of open) {
          const name = identity.get(id, table);
          if (name === undefined || judged.has(name)) continue;
          judged.add(name);
          this.settle(table, id);
        }
        this.#syncs.flush();
      })();
      await nextTurn();
    }
  }

  /** Judges the rows of one row's identity. Inside a transaction. */
  settle(table: SyncTable, id: number): void {
    const rows = this.#ranked(table, id);
    const winners = new Map(rows.map((row) => [row.id, winnerOver(row, rows)]));
    for (const row of rows) {
      if (row.state !== 'superseded' || row.last === older || winners.get(row.id) !== undefined) continue;
      if (this.#mayReturn(table, row.id)) this.#syncs.takeBack(table, row.id);
    }
    for (const row of rows) {
      const winner = winners.get(row.id);
      if (row.state === null && winner !== undefined) this.#syncs.supersede(table, row.id, winner.id);
    }
  }

  /** Whether another version is known to have taken the row's place. */
  isOutranked(table: SyncTable, id: number): boolean {
    const rows = this.#ranked(table, id);
    const row = rows.find((one) => one.id === id);
    return row !== undefined && winnerOver(row, rows) !== undefined;
  }

  /** The rows of an identity; none where this file holds none of them, and so has no say. */
  #ranked(table: SyncTable, id: number): Ranked[] {
    const rows = this.#of(table).siblings.all(id, table);
    if (rows.length < 2 || rows.length > maxSiblings) return [];
    const met = this.#contents.met.get(table);
    if (!rows.some((row) => met?.has(row.id))) return [];
    return rows.map((row) => ({ ...row, last: this.#lastOf(table, row) })).sort((a, b) => compare(b, a));
  }

  #lastOf(table: SyncTable, { id, run }: Sibling): number {
    const files = [this.#contents, ...this.#others].filter(({ met }) => met.get(table)?.has(id));
    return Math.max(this.#unknownRuns.get(run) ?? older, ...files.map(({ exportAt }) => exportAt));
  }

  #of(table: SyncTable): Statements {
    const known = this.#statements.get(table);
    if (known) return known;
    const statements: Statements = {
      superseded: this.#writer.prepare(
        `SELECT id, newer FROM removed_${table} WHERE id > ? AND state = 'superseded' ORDER BY id LIMIT ${rowsPerTurn}`,
      ),
      identity: this.#writer
        .prepare<[number, string], string>(
          "SELECT kind || ' ' || source || ' ' || identifier FROM sync_identity WHERE id = ? AND class = ?",
        )
        .pluck(),
      siblings: this.#writer.prepare(
        `SELECT s.id, s.version, o.state, coalesce(x.run, o.run) AS run, o.newer
         FROM sync_identity one JOIN sync_identity s USING (class, kind, source, identifier)
         LEFT JOIN ${table} x ON x.id = s.id LEFT JOIN removed_${table} o ON o.id = s.id
         WHERE one.id = ? AND one.class = ? AND coalesce(x.run, o.run) IS NOT NULL LIMIT ${maxSiblings + 1}`,
      ),
    };
    this.#statements.set(table, statements);
    return statements;
  }
}

/** The highest of those that take a row's place; `rows` come highest first. Equal versions are no versions of each other. */
function winnerOver(row: Ranked, rows: readonly Ranked[]): Ranked | undefined {
  for (const one of rows) {
    if (one.last === older || compare(one, row) <= 0) return undefined;
    if (one.version !== row.version || one.newer === row.id || row.newer === one.id) return one;
  }
  return undefined;
}

const compare = (a: Ranked, b: Ranked): number =>
  a.last === b.last ? a.version - b.version : a.last - b.last;
