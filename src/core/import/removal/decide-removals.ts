import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLimited } from '../../../shared/domain/mean-kind.ts';
import type { RemovalCounts } from '../../../shared/domain/receipt.ts';
import { remembered } from '../../../shared/lookup.ts';
import type { ReadStatement, Writer } from '../../db/open.ts';
import { oddSpanOf } from '../../events/spans.ts';
import { isRate } from '../../healthkit/rates.ts';
import { trimArrivals } from '../alias/trim-arrivals.ts';
import { recountFirst } from '../writer/source-origins.ts';
import { AlikeRows } from './alike-rows.ts';
import { EnteredRows } from './entered-rows.ts';
import {
  nextIdOf,
  type Presence,
  presencesFrom,
  type RemovableTable,
  removableTables,
  storePresence,
} from './export-presence.ts';
import { VersionJudge } from './judge-versions.ts';
import type { RemovedRows } from './removed-rows.ts';
import { SyncIdentities, type SyncTable, syncTables } from './sync-identities.ts';

/** The facts that a completed run knows about its file. */
export interface FileContents extends Presence {
  readonly run: number;
  /** Ids from here on were added by this run. */
  readonly firstNew: ReadonlyMap<RemovableTable, number>;
  /** The comparisons made while the file was read. */
  readonly syncs: Pick<SyncIdentities, 'hasSuperseded' | 'back'>;
}

interface Row {
  readonly id: number;
  readonly kind: number | string;
  readonly source: number | string;
  readonly start: number;
  readonly end: number;
  readonly run: number;
  /** The fields that must be equal for a newer row to replace this one: the category of a record (`familyOf`), the sport of a workout. */
  readonly sort: number | string | null;
}

/** Reads each table as rows of one shape; `kind` and `source` are the keys of `Spans`. */
const shapes: Readonly<Record<RemovableTable, string>> = {
  record: `type AS kind, source, start, start + max(0, duration) AS "end", run,
    CASE WHEN typeof(value_key) = 'text' THEN value_key END AS sort`,
  workout: '0 AS kind, source, start, "end", run, activity AS sort',
  correlation: 'type AS kind, source, start, "end", run, NULL AS sort',
  ecg: '0 AS kind, 0 AS source, recorded_at AS start, recorded_at AS "end", run, NULL AS sort',
  // Without a date it is before all times that a file covers.
  clinical: `type AS kind, source_name AS source, coalesce(received_at, ${Number.MIN_SAFE_INTEGER}) AS start,
    coalesce(received_at, ${Number.MIN_SAFE_INTEGER}) AS "end", run, NULL AS sort`,
  document: 'class AS kind, source, start, start AS "end", run, NULL AS sort',
};

const asleep = 'HKCategoryValueSleepAnalysisAsleep';

/** The values that a rewritten sample may have for one: a night without stages gets stages. Null where it's that one alone. */
const familyOf = (type: string, sort: Row['sort']): string | null =>
  type === 'HKCategoryTypeIdentifierSleepAnalysis' && String(sort).startsWith(asleep) ? `${asleep}*` : null;

const rowsPerTurn = 2000;
/** Moments whose unread quantities are remembered, of each file. */
const maxMoments = 20_000;

/**
 * At the end of a completed run: rows that the newest exports no longer contain are gone, and rows that they contain again are back
 * (src/core/import/README.md, "No longer in the Health app"). The outcome is the same in any order of imports: a row is gone when an
 * export later than the last one that held it has samples of its kind and source around it, or a new one in its place. In
 * short transactions; one cut short is finished by the next import. Errors: SQLite's.
 */
export async function decideRemovals(writer: Writer, contents: FileContents): Promise<RemovalCounts> {
  for (const [table, ids] of contents.met) {
    ids.addRange(contents.firstNew.get(table) ?? 0, nextIdOf(writer, table));
  }
  const decision = new RemovalDecision(writer, contents);
  await decision.judgeVersions();
  for (const table of removableTables) await decision.decide(table);
  if (decision.hasHiddenNew) await trimArrivals(writer, contents.run);
  writer.transaction(() => {
    recountFirst(writer, contents.run);
    storePresence(writer, contents.run, contents);
  })();
  return decision.counts;
}

class RemovalDecision {
  #gone = 0;
  #returned = 0;
  /** Rows that this run added are removed at once: their arrivals were never seen. */
  #hasHiddenNew: boolean;
  readonly #writer: Writer;
  readonly #contents: FileContents;
  readonly #syncs: SyncIdentities;
  readonly #rows: RemovedRows;
  readonly #versions: VersionJudge;
  readonly #entered: EnteredRows;
  /** Files exported later than this one, or together with it: pieces of one export are no word about each other. */
  readonly #later: readonly Presence[];
  /** Whether a later file was imported before presences were kept: it may have held any stored row. */
  readonly #isBlind: boolean;
  /** Runs of such files that left no presence, most of them canceled or interrupted: their rows are in a later export. With their ExportDate. */
  readonly #unknownRuns: ReadonlyMap<number, number>;
  /** Quantities of a kind, source and start that have no number in a known unit. */
  readonly #unread: ReadStatement<[Record<string, unknown>], number>;
  /** Of these, up to two that a file holds, by kind, source and start: enough to tell whether it holds another one. */
  readonly #unreadHeld = new Map<Presence, Map<string, readonly number[]>>();
  readonly #alike = { record: new Map<Presence, AlikeRows>(), workout: new Map<Presence, AlikeRows>() };
  readonly #typeOf: (kind: number | string) => string;

  constructor(writer: Writer, contents: FileContents) {
    this.#writer = writer;
    this.#contents = contents;
    this.#hasHiddenNew = contents.syncs.hasSuperseded;
    this.#syncs = new SyncIdentities(writer, contents.run, contents.exportAt);
    this.#rows = this.#syncs.rows;
    this.#later = presencesFrom(writer, contents.exportAt);
    const runs = writer
      .prepare<[number, number, number], { id: number; exportAt: number; isWhole: number; isLater: number }>(
        `SELECT id, coalesce(export_at, started_at) AS exportAt, state = 'completed' AS isWhole, coalesce(export_at, started_at) > ? AS isLater FROM import_run
         WHERE coalesce(export_at, started_at) >= ? AND id <> ? AND id NOT IN (SELECT run FROM export_presence)`,
      )
      .all(contents.exportAt, contents.exportAt, contents.run);
    this.#isBlind = runs.some(({ isWhole, isLater }) => isWhole === 1 && isLater === 1);
    this.#unknownRuns = new Map(runs.map(({ id, exportAt }) => [id, exportAt]));
    this.#versions = new VersionJudge(
      writer,
      contents,
      this.#later,
      this.#unknownRuns,
      this.#syncs,
      (table, id) => this.#mayReturn(table, id),
    );
    let files: readonly Presence[] | null = null;
    this.#entered = new EnteredRows(writer, () => {
      files ??= [...presencesFrom(writer, Number.MIN_SAFE_INTEGER), contents];
      return files;
    });
    const unread = (table: string) => `SELECT id FROM ${table}
      WHERE type = @kind AND start = @start AND source = @source AND typeof(value_key) = 'text'`;
    this.#unread = writer
      .prepare<[Record<string, unknown>], number>(`${unread('record')} UNION ALL ${unread('removed_record')}`)
      .pluck();
    const names = new Map(
      writer.prepare<[], [number, string]>('SELECT id, name FROM record_type').raw().all(),
    );
    this.#typeOf = (kind) => names.get(Number(kind)) ?? '';
  }

  get counts(): RemovalCounts {
    const { superseded, returned } = this.#syncs;
    return { superseded, gone: this.#gone, returned: this.#returned + returned };
  }

  get hasHiddenNew(): boolean {
    return this.#hasHiddenNew || this.#syncs.hasSuperseded;
  }

  /** Of records before correlations, which take theirs along. */
  async judgeVersions(): Promise<void> {
    if (this.#isBlind) return;
    for (const table of syncTables) await this.#versions.judge(table);
  }

  async decide(table: RemovableTable): Promise<void> {
    await this.#removeMissing(table);
    if (this.#later.length > 0) await this.#removeOutdated(table);
    await this.#judgeRemoved(table);
  }

  /** Stored rows that this file does not hold. */
  async #removeMissing(table: RemovableTable): Promise<void> {
    if (this.#isBlind) return;
    const met = this.#contents.met.get(table);
    const end = this.#contents.firstNew.get(table) ?? 0;
    if (met === undefined) return;
    await this.#inTurns(table, met.gaps(end), (row) => {
      if (this.#unknownRuns.has(row.run)) return;
      if (this.#later.some((later) => later.met.get(table)?.has(row.id))) return;
      const isGone =
        this.#isAround(this.#contents, table, row) || this.#isReplaced(this.#contents, table, row);
      if (!isGone) return;
      const { exportAt } = this.#contents;
      if (this.#rows.remove(table, row.id, { state: 'gone', exportAt, newer: null })) this.#gone++;
    });
  }

  /** Rows that this run added, took back as a version, or shows to be deleted, though a later export, imported before, does not hold them. */
  async #removeOutdated(table: RemovableTable): Promise<void> {
    const first = this.#contents.firstNew.get(table) ?? 0;
    const synced = syncTables.find((one) => one === table);
    const back = [this.#contents.syncs, this.#syncs]
      .flatMap((syncs) => (synced === undefined ? [] : [...(syncs.back.get(synced) ?? [])]))
      .filter((id) => id < first);
    // Among entries by hand, this file may be the one that shows that a later one lacks a known entry.
    const entered = table === 'record' ? this.#entered.knownTo(this.#contents, first, this.#later) : [];
    const ranges = [...back, ...entered].map((id) => [id, id + 1] as const);
    await this.#inTurns(table, [...ranges, [first, Number.MAX_SAFE_INTEGER]], (row) => {
      const decider = this.#deciderAfter(table, row);
      if (decider === null) return;
      if (!this.#rows.remove(table, row.id, { state: 'gone', exportAt: decider, newer: null })) return;
      this.#gone++;
      this.#hasHiddenNew = true;
    });
  }

  /** Rows removed before: back when this file holds them and no later one decided; else this file may be the later word. */
  async #judgeRemoved(table: RemovableTable): Promise<void> {
    const { exportAt, met } = this.#contents;
    const confirm = this.#writer.prepare<[number, number]>(
      `UPDATE removed_${table} SET removed_export_at = ? WHERE id = ?`,
    );
    const removed = this.#writer
      .prepare<[number], Row>(
        `SELECT id, ${shapes[table]} FROM removed_${table} WHERE state = 'gone' AND removed_export_at <= ?`,
      )
      .all(exportAt);
    for (let from = 0; from < removed.length; from += rowsPerTurn) {
      this.#writer.transaction(() => {
        for (const row of removed.slice(from, from + rowsPerTurn)) {
          if (met.get(table)?.has(row.id)) {
            if (this.#deciderAfter(table, row) === null) this.#takeBack(table, row.id);
          } else if (this.#isAround(this.#contents, table, row)) confirm.run(exportAt, row.id);
        }
        this.#rows.flush();
      })();
      await nextTurn();
    }
  }

  #takeBack(table: RemovableTable, id: number): void {
    const synced = syncTables.find((one) => one === table);
    if (synced !== undefined && this.#versions.isOutranked(synced, id)) return;
    if (!this.#rows.restore(table, id)) return;
    this.#returned++;
    if (synced !== undefined) this.#versions.settle(synced, id);
  }

  /** Whether a removed row that this file holds is there as far as later files know. */
  #mayReturn(table: SyncTable, id: number): boolean {
    const row = this.#writer
      .prepare<[number], Row>(`SELECT id, ${shapes[table]} FROM removed_${table} WHERE id = ?`)
      .get(id);
    return row !== undefined && this.#deciderAfter(table, row) === null;
  }

  /** ExportDate of the latest file, later than this one, that says that a row which this one holds was gone by then. */
  #deciderAfter(table: RemovableTable, row: Row): number | null {
    for (const later of this.#later.toReversed()) {
      if (later.exportAt === this.#contents.exportAt) return null;
      if (later.met.get(table)?.has(row.id)) return null;
      if (this.#isAround(later, table, row) || this.#isReplaced(later, table, row)) return later.exportAt;
    }
    return null;
  }

  /**
   * Whether a file holds samples of the row's kind and source on both sides of it in time (export-presence.ts, `Coverage`; of entries by hand
   * entered-rows.ts). A file
   * that begins later (a newly set up phone, a truncated export) says nothing about the time before. The absence of rates says
   * nothing either: Health condenses those of a workout, and the older samples are the denser ones.
   */
  #isAround(presence: Presence, table: RemovableTable, row: Row): boolean {
    if (table === 'record' && isRate(this.#typeOf(row.kind))) return false;
    const coverage = presence.spans.find(table, row.kind, row.source);
    if (coverage === undefined) return false;
    const isAround =
      coverage.tellsOf(row.start, row.end) || (table === 'record' && this.#entered.isLeftOut(presence, row));
    return isAround && !this.#mayBeHeld(presence, table, row);
  }

  /** Whether a file holds a quantity of the row's kind, source and start with an unreadable number or unit: it may be the row. */
  #mayBeHeld(presence: Presence, table: RemovableTable, { id, kind, source, start }: Row): boolean {
    if (table !== 'record' || !this.#typeOf(kind).startsWith('HKQuantityType')) return false;
    const held = remembered(this.#unreadHeld, presence, () => new Map<string, readonly number[]>());
    const two = remembered(
      held,
      `${kind} ${source} ${start}`,
      () =>
        this.#unread
          .all({ kind, source, start })
          .filter((other) => presence.met.get(table)?.has(other))
          .slice(0, 2),
      maxMoments,
    );
    return two.some((other) => other !== id);
  }

  /**
   * Whether a row is at the edge of a file's time, and the file holds a sample like it in the row's own time that is new
   * since the row was held: a rewritten night.
   */
  #isReplaced(presence: Presence, table: RemovableTable, row: Row): boolean {
    if (table !== 'record' && table !== 'workout') return false;
    const type = table === 'record' ? this.#typeOf(row.kind) : '';
    if (isRate(type)) return false;
    const { kind, source, start, end, sort } = row;
    if (presence.spans.find(table, kind, source)?.meets(start, end) !== true) return false;
    const alike = remembered(this.#alike[table], presence, () => this.#newOnes(presence, table));
    const isThere = alike.has({ kind, source, start, end, sort, family: familyOf(type, sort) });
    return isThere && !this.#mayBeHeld(presence, table, row);
  }

  /** The rows of a file that are new: of this run's own, what it added, of a later one, what this run's file doesn't hold. */
  #newOnes(presence: Presence, table: 'record' | 'workout'): AlikeRows {
    const { firstNew, met } = this.#contents;
    const end = firstNew.get(table) ?? 0;
    const isNew = (id: number) =>
      presence === this.#contents ? id >= end : met.get(table)?.has(id) !== true;
    return new AlikeRows(this.#writer, table, ({ id, kind, start, end: until }) => {
      if (!isNew(id) || presence.met.get(table)?.has(id) !== true) return false;
      const hasLimit = isLimited(table === 'record' ? this.#typeOf(kind) : '');
      return oddSpanOf(start, until - start, presence.exportAt, hasLimit) === null;
    });
  }

  async #inTurns(
    table: RemovableTable,
    ranges: Iterable<readonly [from: number, to: number]>,
    judge: (row: Row) => void,
  ): Promise<void> {
    const read = this.#writer.prepare<[number, number], Row>(
      `SELECT id, ${shapes[table]} FROM ${table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ${rowsPerTurn}`,
    );
    let waiting: Row[] = [];
    const judgeAll = () => {
      this.#writer.transaction(() => {
        for (const row of waiting) judge(row);
        this.#rows.flush();
      })();
      waiting = [];
    };
    for (const [from, to] of ranges) {
      for (let next = from; next < to; ) {
        const rows = read.all(next, to);
        if (rows.length === 0) break;
        waiting.push(...rows);
        next = (rows.at(-1)?.id ?? to) + 1;
        if (waiting.length < rowsPerTurn) continue;
        judgeAll();
        await nextTurn();
      }
    }
    if (waiting.length > 0) judgeAll();
  }
}
