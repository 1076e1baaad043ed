import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Writer } from '../../db/open.ts';
import type { IdSet, RemovableTable } from '../removal/export-presence.ts';
import { updateEither } from '../removal/removed-rows.ts';
import { SyncIdentities } from '../removal/sync-identities.ts';
import { DerivedFigures, monthOfDay } from '../writer/derived.ts';
import type { FoldedClass, RecordTally } from '../writer/record-store.ts';
import { CorrelationMembers } from './correlation-members.ts';
import { DayRows } from './day-rows.ts';
import { foldOthers } from './fold-others.ts';

const rowsPerTransaction = 2000;

/** The run whose receipt is corrected: rows that it added and that are folded were known after all. */
interface CurrentRun {
  readonly run: number;
  readonly tally: RecordTally;
  /** The row that replaces a row of this file counts as in the file. */
  readonly met: ReadonlyMap<RemovableTable, IdSet>;
}

/**
 * Moves everything of source `newer` to `original`: a record that the original has already is removed, any other changes
 * its source. Sync identifiers move last, and only then it is judged which versions count. In short transactions, each whole,
 * so an interrupted fold continues at the next start.
 */
export async function foldAlias(
  writer: Writer,
  newer: number,
  original: number,
  syncs: SyncIdentities,
  current: CurrentRun | null,
): Promise<void> {
  await inTurns(writer, () => syncs.takeBackSource(newer, rowsPerTransaction));
  const fold = new RecordFold(writer, newer, original, syncs, current);
  await fold.all();
  writer.transaction(() => {
    foldOthers(writer, newer, original, syncs, fold.countFolded, (table, kept) =>
      current?.met.get(table)?.add(kept),
    );
    syncs.flush();
  })();
  await inTurns(writer, () => syncs.moveSource(newer, original, rowsPerTransaction));
}

/** Does a part of something in each transaction until nothing is left. */
async function inTurns(writer: Writer, part: () => boolean): Promise<void> {
  while (writer.transaction(part)()) await nextTurn();
}

const foldedTables = ['record_summary', 'correlation', 'workout', 'document', 'sync_identity'];

/** At start: folds that a dead program left unfinished. */
export async function finishFolds(writer: Writer): Promise<void> {
  const unfinished = writer
    .prepare<[], [number, number, number, number]>(
      `SELECT source, original, run, coalesce(r.export_at, r.started_at) FROM source_alias a JOIN import_run r ON r.id = a.run
       WHERE is_forbidden = 0 AND (
       ${foldedTables.map((table) => `EXISTS (SELECT 1 FROM ${table} t WHERE t.source = a.source)`).join(' OR ')})`,
    )
    .raw()
    .all();
  for (const [newer, original, run, exportAt] of unfinished)
    await foldAlias(writer, newer, original, new SyncIdentities(writer, run, exportAt), null);
}

class RecordFold {
  readonly #writer: Writer;
  readonly #newer: number;
  readonly #original: number;
  readonly #syncs: SyncIdentities;
  readonly #current: CurrentRun | null;
  readonly #rows: DayRows;
  readonly #derived: DerivedFigures;
  readonly #members: CorrelationMembers;
  readonly #remove;
  readonly #raise;
  readonly #moveBeats;
  readonly #moveByHand;
  readonly #removeByHand;
  readonly #removeBeats;
  readonly #move;
  readonly #dropDay;
  readonly #lessMonth;
  readonly #lessSummary;
  readonly #note;

  constructor(
    writer: Writer,
    newer: number,
    original: number,
    syncs: SyncIdentities,
    current: CurrentRun | null,
  ) {
    this.#writer = writer;
    this.#newer = newer;
    this.#original = original;
    this.#syncs = syncs;
    this.#current = current;
    this.#rows = new DayRows(writer);
    this.#derived = new DerivedFigures(writer);
    this.#members = new CorrelationMembers(writer, newer);
    this.#remove = writer.prepare<[number]>('DELETE FROM record WHERE id = ?');
    this.#raise = updateEither<[number, number]>(
      writer,
      'record',
      'SET copies = max(copies, ?) WHERE id = ?',
    );
    this.#moveBeats = writer.prepare<[number, number]>(
      'UPDATE OR IGNORE record_beats SET record = ? WHERE record = ?',
    );
    this.#moveByHand = writer.prepare<[number, number]>(
      'UPDATE OR IGNORE by_hand SET record = ? WHERE record = ?',
    );
    this.#removeByHand = writer.prepare<[number]>('DELETE FROM by_hand WHERE record = ?');
    this.#removeBeats = writer.prepare<[number]>('DELETE FROM record_beats WHERE record = ?');
    this.#move = writer.prepare<[number, number]>('UPDATE record SET source = ? WHERE id = ?');
    this.#dropDay = writer.prepare<[number, number, number]>(
      'DELETE FROM record_day WHERE type = ? AND source = ? AND day = ?',
    );
    this.#lessMonth = writer.prepare<[number, number, number]>(
      'UPDATE record_month SET count = count - ? WHERE type = ? AND month = ?',
    );
    this.#lessSummary = writer.prepare<[number, number, number]>(
      'UPDATE record_summary SET count = count - ? WHERE type = ? AND source = ?',
    );
    this.#note = writer.prepare<[number, number]>(
      'UPDATE source_alias SET records = records + ? WHERE source = ?',
    );
  }

  async all(): Promise<void> {
    const name = this.#writer.prepare<[number], string>('SELECT name FROM record_type WHERE id = ?').pluck();
    for (const type of this.#rows.types(this.#newer)) {
      const typeName = name.get(type) ?? '';
      const days = this.#rows.days(type, this.#newer);
      while (days.length > 0) {
        this.#writer.transaction(() => this.#foldDays(type, typeName, days))();
        await nextTurn();
      }
      this.#writer
        .prepare<[number, number]>('DELETE FROM record_summary WHERE type = ? AND source = ? AND count <= 0')
        .run(type, this.#newer);
    }
  }

  /** Takes days off the list until enough rows were folded for one transaction. */
  #foldDays(type: number, typeName: string, days: number[]): void {
    let folded = 0;
    for (
      let day = days.shift();
      day !== undefined;
      day = folded < rowsPerTransaction ? days.shift() : undefined
    ) {
      // A row that was removed before is the same sample too: `met` says whether it is back.
      const rows = [...this.#rows.rows(type, day), ...this.#rows.removed(type, day)];
      const pairs = this.#rows.pair(type, rows, this.#newer, this.#original);
      let removed = 0;
      let known = 0;
      for (const [[id, start, duration, , , run, copies], twin] of pairs) {
        if (twin === null) {
          this.#move.run(this.#original, id);
          this.#derived.add(this.#original, start, duration);
          continue;
        }
        const [kept] = twin;
        this.#derived.touchDays(start, duration);
        this.#remove.run(id);
        this.#moveBeats.run(kept, id);
        this.#removeBeats.run(id);
        this.#moveByHand.run(kept, id);
        this.#removeByHand.run(id);
        this.#current?.met.get('record')?.add(kept);
        if (copies > 1) this.#raise.run(copies, kept);
        this.#syncs.replace('record', id, kept, this.#original);
        this.#members.replace(id, kept, (ofRun, gone, keptCorrelation) => {
          this.#syncs.forget('correlation', gone);
          this.#current?.met.get('correlation')?.add(keptCorrelation);
          this.countFolded('correlation', ofRun);
        });
        removed++;
        if (run === this.#current?.run) known++;
      }
      this.#dropDay.run(type, this.#newer, day);
      this.#lessMonth.run(pairs.length, type, monthOfDay(day));
      this.#lessSummary.run(pairs.length, type, this.#newer);
      this.#note.run(removed, this.#newer);
      this.#derived.flush(type, typeName);
      this.#syncs.flush();
      this.#correct(typeName, known);
      folded += pairs.length;
    }
  }

  /** An item that was removed, and the run that had added it. */
  readonly countFolded = (itemClass: FoldedClass, run: number): void => {
    if (run !== this.#current?.run) return;
    const { folded } = this.#current.tally;
    folded.set(itemClass, (folded.get(itemClass) ?? 0) + 1);
  };

  #correct(typeName: string, known: number): void {
    const tally = this.#current?.tally;
    if (!tally || known === 0) return;
    tally.added -= known;
    tally.known += known;
    tally.addedByType.set(typeName, (tally.addedByType.get(typeName) ?? 0) - known);
    tally.changedTypes.add(typeName);
  }
}
