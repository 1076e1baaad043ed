import { noElements } from '../../shared/domain/element-counts.ts';
import type { Receipt, RemovalGroup, RunState } from '../../shared/domain/receipt.ts';
import { recordClasses } from '../../shared/domain/record-class.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { listAliases } from './alias/decide-aliases.ts';
import { removableTables } from './removal/export-presence.ts';

export interface RunRow {
  readonly id: number;
  readonly state: RunState;
  readonly name: string;
  readonly path: string | null;
  readonly is_incoming: number;
  readonly same_person: number;
  readonly started_at: number;
  readonly receipt: string | null;
}

const ended = "('completed','already_imported','partial','cancelled','interrupted','refused')";

/** Classes under which records arrive, for SQL. */
const recordsOf = `(${recordClasses.map((name) => `'${name}'`).join(', ')})`;

/** ExportDate of the newest export that was imported whole, UTC seconds; null before the first. */
export function newestExport(reader: Reader): number | null {
  return (
    reader
      .prepare<[], number | null>("SELECT max(export_at) FROM import_run WHERE state = 'completed'")
      .pluck()
      .get() ?? null
  );
}

/** The table import_run: one row per run, its receipt as JSON, kept permanently. */
export class RunStore {
  readonly #writer: Writer;
  readonly #find: ReadStatement<[number], RunRow>;
  readonly #save: WriteStatement<unknown[], unknown>;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#find = writer.prepare('SELECT * FROM import_run WHERE id = ?');
    this.#save = writer.prepare('UPDATE import_run SET receipt = ? WHERE id = ?');
  }

  add(path: string, name: string, isIncoming: boolean, isSamePerson: boolean, at: number): number {
    const { lastInsertRowid } = this.#writer
      .prepare<unknown[]>(
        "INSERT INTO import_run (state, name, path, is_incoming, same_person, started_at) VALUES ('queued', ?, ?, ?, ?, ?)",
      )
      .run(name, path, isIncoming ? 1 : 0, isSamePerson ? 1 : 0, at);
    return Number(lastInsertRowid);
  }

  /** Errors: import.unknown_run. */
  row(id: number): RunRow {
    const row = this.#find.get(id);
    if (!row) throw new CodedError('import.unknown_run');
    return row;
  }

  setState(id: number, state: RunState): void {
    this.#writer.prepare<[string, number]>('UPDATE import_run SET state = ? WHERE id = ?').run(state, id);
  }

  /** The receipt so far, so an interrupted run has one. */
  save(receipt: Receipt): void {
    this.#save.run(JSON.stringify(receipt), receipt.runId);
  }

  /**
   * Ends a run: its arrivals become visible to destinations, but for a run that did not complete and took a source for a renamed one, or
   * removed rows. Its unfinished work is finished first (`finishInterrupted`).
   */
  close(receipt: Receipt, fingerprint: string | null): void {
    const isHidden = receipt.state !== 'completed' && this.isUntrimmed(receipt.runId);
    this.#writer
      .prepare<unknown[]>(
        `UPDATE import_run SET state = ?, ended_at = ?, export_at = ?, offset_minutes = ?, kind = ?, code = ?,
         fingerprint = ?, receipt = ?, closed = ? WHERE id = ?`,
      )
      .run(
        receipt.state,
        receipt.endedAt,
        receipt.exportAt,
        receipt.offsetMinutes,
        receipt.kind,
        receipt.code,
        fingerprint,
        JSON.stringify(receipt),
        isHidden ? 0 : 1,
        receipt.runId,
      );
  }

  /** Ends a run that a crashed program left; its arrivals stay hidden until its unfinished work is finished. */
  interrupt(row: RunRow, at: number): Receipt {
    const saved = { ...emptyReceipt(row), ...(JSON.parse(row.receipt ?? '{}') as Partial<Receipt>) };
    const added = this.#arrivedRecords(row.id);
    const read = saved.records.read - saved.records.added + added;
    const receipt: Receipt = {
      ...saved,
      // Saved once a second; the arrivals are those of every batch.
      records: { ...saved.records, read, added },
      aliases: listAliases(this.#writer, row.id),
      removed: { ...saved.removed, ...this.removedBy(row.id) },
      state: 'interrupted',
      code: null,
      endedAt: at,
    };
    this.close(receipt, null);
    this.#writer.prepare<[number]>('UPDATE import_run SET closed = 0 WHERE id = ?').run(row.id);
    return receipt;
  }

  /** Ended runs with hidden arrivals. */
  hiddenRuns(): number[] {
    return this.#writer
      .prepare<[], number>(`SELECT id FROM import_run WHERE state IN ${ended} AND closed = 0`)
      .pluck()
      .all();
  }

  /** Whether a run other than `current` took a source for a renamed one and is not closed: its fold may be half done. */
  hasOpenAlias(current: number): boolean {
    const open = this.#writer.prepare<[number]>(
      'SELECT 1 FROM source_alias a JOIN import_run r ON r.id = a.run WHERE r.closed = 0 AND r.id <> ? LIMIT 1',
    );
    return open.get(current) !== undefined;
  }

  hasAlias(id: number): boolean {
    return this.#writer.prepare<[number]>('SELECT 1 FROM source_alias WHERE run = ?').get(id) !== undefined;
  }

  /** Of a run that did not complete: whether rows may have arrived that are no more, or arrived twice. */
  isUntrimmed(id: number): boolean {
    const { superseded, gone } = this.removedBy(id);
    return superseded + gone > 0 || this.hasAlias(id);
  }

  showArrivals(id: number): void {
    this.#writer.prepare<[number]>('UPDATE import_run SET closed = 1 WHERE id = ?').run(id);
  }

  /**
   * After a fold was finished and the arrivals were trimmed: folded rows were known after all, and versions under the two names
   * were compared.
   */
  recount(id: number): void {
    const row = this.row(id);
    const saved = { ...emptyReceipt(row), ...(JSON.parse(row.receipt ?? '{}') as Partial<Receipt>) };
    // Rows that it added: others arrived again because they are back. Of its own it may have removed some.
    const byType = new Map(
      this.#writer
        .prepare<[{ id: number }], [string, number]>(
          `SELECT t.name, count(*) FROM (
             SELECT r.type FROM arrival a JOIN record r ON r.id >= a.first_row AND r.id < a.first_row + a.row_count
             WHERE a.run = @id AND a.class IN ${recordsOf} AND r.run = @id
             UNION ALL SELECT type FROM removed_record WHERE removed_run = @id AND run = @id) one
           JOIN record_type t ON t.id = one.type GROUP BY t.id`,
        )
        .raw()
        .all({ id }),
    );
    const added = [...byType.values()].reduce((sum, count) => sum + count, 0);
    this.save({
      ...saved,
      records: { ...saved.records, added, known: saved.records.known + saved.records.added - added },
      types: saved.types.map((type) => ({ ...type, added: byType.get(type.type) ?? 0 })),
      aliases: listAliases(this.#writer, id),
      removed: { ...saved.removed, ...this.removedBy(id) },
    });
  }

  /** How many rows that a run removed are still removed: its receipt lists them and can restore them. */
  removedBy(run: number): Pick<Receipt['removed'], RemovalGroup['state']> {
    const counts = { superseded: 0, gone: 0 };
    for (const table of removableTables) {
      const rows = this.#writer
        .prepare<[number], [RemovalGroup['state'], number]>(
          `SELECT state, count(*) FROM removed_${table} WHERE removed_run = ? GROUP BY state`,
        )
        .raw()
        .all(run);
      for (const [state, count] of rows) counts[state] += count;
    }
    return counts;
  }

  /** Including those that it removed itself: they left the log. */
  #arrivedRecords(run: number): number {
    return this.#writer
      .prepare<[{ run: number }], number>(
        `SELECT coalesce(sum(row_count), 0) + (SELECT count(*) FROM removed_record WHERE removed_run = @run AND run = @run)
         FROM arrival WHERE run = @run AND class IN ${recordsOf}`,
      )
      .pluck()
      .get({ run }) as number;
  }

  /** The receipt of a completed run of a byte-identical file. */
  completedWith(fingerprint: string): Receipt | null {
    const text = this.#writer
      .prepare<[string], string>(
        "SELECT receipt FROM import_run WHERE fingerprint = ? AND state = 'completed' ORDER BY id DESC LIMIT 1",
      )
      .pluck()
      .get(fingerprint);
    return text === undefined ? null : (JSON.parse(text) as Receipt);
  }

  /** Runs that a crashed program left in progress. */
  unfinished(): RunRow[] {
    return this.#writer
      .prepare<[], RunRow>(
        "SELECT * FROM import_run WHERE state IN ('queued','running','waiting') ORDER BY id",
      )
      .all();
  }

  ended(before: number, limit: number): RunRow[] {
    return this.#writer
      .prepare<[number, number], RunRow>(
        `SELECT * FROM import_run WHERE id < ? AND state IN ${ended} ORDER BY id DESC LIMIT ?`,
      )
      .all(before, limit);
  }

  /** The user confirmed that the file is theirs: asked once, even if the run has to be resumed. */
  confirmPerson(id: number): void {
    this.#writer.prepare<[number]>('UPDATE import_run SET same_person = 1 WHERE id = ?').run(id);
  }

  /** A file was imported whole: earlier runs that it cut short need no resuming. */
  forgetEarlier(id: number, path: string): void {
    this.#writer
      .prepare<[number, string]>('UPDATE import_run SET path = NULL WHERE id < ? AND path = ?')
      .run(id, path);
  }

  /** A run's upload is gone, or is kept no longer. */
  forgetPath(id: number): void {
    this.#writer.prepare<[number]>('UPDATE import_run SET path = NULL WHERE id = ?').run(id);
  }

  /** Files in incoming/ that a run may still need. */
  incomingPaths(): string[] {
    return this.#writer
      .prepare<[], string>(
        "SELECT path FROM import_run WHERE is_incoming = 1 AND path IS NOT NULL AND state IN ('queued','running','waiting','interrupted')",
      )
      .pluck()
      .all();
  }
}

/** The receipt of a run before anything was read. */
export function emptyReceipt(row: Pick<RunRow, 'id' | 'name' | 'started_at' | 'state'>): Receipt {
  return {
    runId: row.id,
    state: row.state,
    name: row.name,
    kind: null,
    code: null,
    details: {},
    startedAt: row.started_at,
    endedAt: null,
    exportAt: null,
    offsetMinutes: null,
    locale: null,
    exportVersion: null,
    deviceName: null,
    records: { read: 0, added: 0, known: 0, repeated: 0, skipped: 0 },
    others: {},
    elements: noElements(),
    types: [],
    oldestAt: null,
    newestAt: null,
    problems: [],
    aliases: [],
    removed: { superseded: 0, gone: 0, returned: 0 },
    bytes: 0,
    seconds: 0,
    peakRssBytes: 0,
    canResume: false,
  };
}
