import { inflateRawSync } from 'node:zlib';
import { categoryOfType, type EventCategory } from '../../../shared/domain/event-category.ts';
import type { ReadStatement, Writer, WriteStatement } from '../open.ts';

/**
 * Histories of before counted several versions of one sync identifier: what was stored before versions were compared, versions of
 * correlations, and those under two names of one source. Here the rule is applied once (src/core/import/README.md, "No longer in the
 * Health app"): of an identity the highest version counts, and a correlation takes its records along.
 *
 * A row goes in the name of the run that brought the first version above it, which is the run that would have removed it today. So each
 * receipt counts and lists what an import of today would have removed, and takes it back. Never edit: add a migration.
 */
type Table = 'record' | 'workout' | 'correlation';

interface Row {
  readonly id: number;
  readonly version: number;
  readonly run: number;
  /** ExportDate of its run's file, UTC seconds. */
  readonly exportAt: number;
  readonly isCounted: 0 | 1;
  /** The first run that brought a higher version. */
  readonly firstAbove: number | null;
}

interface Group {
  readonly kind: number;
  readonly source: number;
  readonly identifier: string;
}

interface Presence {
  readonly run: number;
  readonly exportAt: number;
  readonly has: (table: Table, id: number) => boolean;
}

const secondsPerDay = 86_400;
const longestRecordDays = 4;
const longestWorkoutDays = 31;

/** Safe to be done twice. Errors: SQLite's. */
export function supersedeOnce(writer: Writer): void {
  noteCorrelations(writer);
  followAliases(writer);
  const move = new SupersededRows(writer);
  const presences = readPresences(writer);
  for (const table of ['record', 'workout', 'correlation'] as const) {
    const rowsOf = writer.prepare<unknown[], Row>(
      `SELECT s.id, s.version, coalesce(x.run, o.run) AS run, coalesce(r.export_at, r.started_at, 0) AS exportAt, x.id IS NOT NULL AS isCounted,
         min(coalesce(x.run, o.run)) OVER (ORDER BY s.version DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS firstAbove
       FROM sync_identity s LEFT JOIN ${table} x ON x.id = s.id LEFT JOIN removed_${table} o ON o.id = s.id
       LEFT JOIN import_run r ON r.id = coalesce(x.run, o.run)
       WHERE s.class = '${table}' AND s.kind = ? AND s.source = ? AND s.identifier = ? ORDER BY s.version DESC, s.id`,
    );
    const groups = writer
      .prepare<[string], Group>(
        `SELECT kind, source, identifier FROM sync_identity WHERE class = ?
         GROUP BY kind, source, identifier HAVING min(version) < max(version)`,
      )
      .all(table);
    for (const { kind, source, identifier } of groups)
      supersedeGroup(writer, move, presences, table, rowsOf.all(kind, source, identifier));
  }
  move.finish();
}

/** `rows` of one identity, the highest version first. */
function supersedeGroup(
  writer: Writer,
  move: SupersededRows,
  presences: readonly Presence[],
  table: Table,
  rows: readonly Row[],
): void {
  const [newest] = rows;
  if (newest === undefined) return;
  const older = rows.filter(({ version, isCounted }) => isCounted === 1 && version < newest.version);
  // A later export holds the older row and not the newest one: an app took its change back, in a version that nobody noted.
  const heldBy = (row: Row) =>
    presences.find(
      ({ exportAt, has }) => exportAt > newest.exportAt && has(table, row.id) && !has(table, newest.id),
    );
  const again = older.find((row) => heldBy(row) !== undefined);
  const counting = again ?? newest;
  // The lowest first: what a correlation in between holds goes with that one.
  for (const row of rows.toReversed()) {
    if (row.isCounted === 0 || heldBy(row) !== undefined) continue;
    const noticed = row.version < newest.version ? row.firstAbove : again && heldBy(again)?.run;
    if (noticed != null) move.move(table, row.id, counting.id, Math.max(row.run, noticed));
  }
  if (again === undefined) return;
  const raise = writer.prepare<[number, string, number]>(
    'UPDATE sync_identity SET version = ? WHERE class = ? AND id = ?',
  );
  for (const row of older) if (heldBy(row) !== undefined) raise.run(newest.version, table, row.id);
}

function noteCorrelations(writer: Writer): void {
  const add = writer.prepare<[number, number, number, string, number]>(
    "INSERT OR IGNORE INTO sync_identity VALUES ('correlation', ?, ?, ?, ?, ?)",
  );
  const rows = writer
    .prepare<[], { id: number; type: number; source: number; metadata: string }>(
      `SELECT id, type, source, metadata FROM correlation WHERE instr(metadata, '"HKMetadataKeySyncIdentifier"') > 0
       UNION ALL
       SELECT id, type, source, metadata FROM removed_correlation WHERE instr(metadata, '"HKMetadataKeySyncIdentifier"') > 0`,
    )
    .all();
  for (const { id, type, source, metadata } of rows) {
    const pairs = JSON.parse(metadata) as [string, string][];
    const textOf = (key: string) => pairs.find(([name]) => name === `HKMetadataKeySync${key}`)?.[1];
    const identifier = textOf('Identifier');
    const version = Number(textOf('Version') ?? Number.NaN);
    if (identifier !== undefined && Number.isFinite(version)) add.run(id, type, source, identifier, version);
  }
}

/** Identities whose rows folded into those of another source, or folded away. */
function followAliases(writer: Writer): void {
  for (const table of ['record', 'workout', 'correlation'] as const)
    writer.exec(
      `UPDATE sync_identity SET source = (SELECT source FROM ${table} x WHERE x.id = sync_identity.id)
         WHERE class = '${table}' AND EXISTS (SELECT 1 FROM ${table} x WHERE x.id = sync_identity.id AND x.source <> sync_identity.source);
       DELETE FROM sync_identity WHERE class = '${table}' AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.id = sync_identity.id)
         AND NOT EXISTS (SELECT 1 FROM removed_${table} x WHERE x.id = sync_identity.id)`,
    );
  writer.exec(
    `UPDATE sync_identity SET source = (SELECT original FROM source_alias a WHERE a.source = sync_identity.source)
       WHERE source IN (SELECT source FROM source_alias WHERE is_forbidden = 0)`,
  );
}

/** The latest export first. */
function readPresences(writer: Writer): Presence[] {
  return writer
    .prepare<[], { run: number; exportAt: number; met: string }>(
      'SELECT run, export_at AS exportAt, met FROM export_presence ORDER BY export_at DESC',
    )
    .all()
    .map(({ run, exportAt, met }) => {
      const sets = new Map(
        Object.entries(JSON.parse(met) as Record<string, string>).map(([table, text]) => [
          table,
          inflateRawSync(Buffer.from(text, 'base64')),
        ]),
      );
      const has = (table: Table, id: number) =>
        ((sets.get(table)?.[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0;
      return { run, exportAt, has };
    });
}

interface RecordKeys {
  readonly type: number;
  readonly source: number;
  readonly start: number;
  readonly duration: number;
}

interface Mover {
  readonly find: ReadStatement<[number], RecordKeys & { end: number; members: string }>;
  readonly keep: WriteStatement<[number, number, number | null, number], unknown>;
  readonly drop: WriteStatement<[number], unknown>;
}

function moverOf(writer: Writer, table: Table): Mover {
  const names = writer.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
  const columns = names.map((name) => `"${name}"`).join(', ');
  return {
    find: writer.prepare(`SELECT * FROM ${table} WHERE id = ?`),
    keep: writer.prepare(
      `INSERT OR REPLACE INTO removed_${table} (${columns}, state, removed_run, removed_export_at, newer)
       SELECT ${columns}, 'superseded', ?, coalesce((SELECT coalesce(export_at, started_at) FROM import_run WHERE id = ?), 0), ?
       FROM ${table} WHERE id = ?`,
    ),
    drop: writer.prepare(`DELETE FROM ${table} WHERE id = ?`),
  };
}

/** Moves rows to `removed_X`; `finish` counts anew what lost some, touches its days, and corrects the receipts. */
class SupersededRows {
  readonly #writer: Writer;
  readonly #movers: Readonly<Record<Table, Mover>>;
  readonly #isKept: ReadStatement<[string, number], number>;
  readonly #counts = new Map<number, number>();
  readonly #lost: RecordKeys[] = [];
  readonly #workoutDays = new Set<number>();

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#movers = {
      record: moverOf(writer, 'record'),
      workout: moverOf(writer, 'workout'),
      correlation: moverOf(writer, 'correlation'),
    };
    this.#isKept = writer
      .prepare<[string, number], number>('SELECT 1 FROM kept_row WHERE class = ? AND id = ?')
      .pluck();
  }

  /** Leaves a row that the user took back where it is. */
  move(table: Table, id: number, newer: number | null, run: number): void {
    const { find, keep, drop } = this.#movers[table];
    const row = this.#isKept.get(table, id) === undefined ? find.get(id) : undefined;
    if (row === undefined) return;
    keep.run(run, run, newer, id);
    drop.run(id);
    this.#counts.set(run, (this.#counts.get(run) ?? 0) + 1);
    if (table === 'record') this.#lost.push(row);
    else if (table === 'workout')
      for (const day of daysOf(row.start, row.end, longestWorkoutDays)) this.#workoutDays.add(day);
    else if (newer !== null) this.#moveMembers(row, newer, run);
  }

  /** The records of a correlation, those excepted that the newer one or another one at its instant holds too. */
  #moveMembers(older: RecordKeys & { members: string }, newer: number, run: number): void {
    const texts = this.#writer
      .prepare<[number, number, number, number], string>(
        `SELECT members FROM correlation WHERE id = ? OR (type = ? AND start = ?)
         UNION ALL SELECT members FROM removed_correlation WHERE id = ?`,
      )
      .pluck()
      .all(newer, older.type, older.start, newer);
    const staying = new Set(texts.flatMap((text) => JSON.parse(text) as number[]));
    for (const member of JSON.parse(older.members) as number[])
      if (!staying.has(member)) this.move('record', member, null, run);
  }

  finish(): void {
    this.#countAnew();
    this.#touch();
    for (const [run, count] of this.#counts) this.#correctReceipt(run, count);
  }

  #countAnew(): void {
    const writer = this.#writer;
    const days = new Map<string, readonly [type: number, source: number, day: number]>();
    for (const { type, source, start } of this.#lost) {
      const day = Math.floor(start / secondsPerDay);
      days.set(`${type}/${source}/${day}`, [type, source, day]);
    }
    const figure = `CASE WHEN typeof(value_key) = 'text' THEN NULL ELSE value_key END`;
    const setDay = writer.prepare<[{ type: number; source: number; day: number }]>(
      `UPDATE record_day SET (count, total, lowest, highest) = (
         SELECT count(*), sum(${figure}), min(${figure}), max(${figure}) FROM record
         WHERE type = @type AND start >= @day * ${secondsPerDay} AND start < (@day + 1) * ${secondsPerDay} AND source = @source)
       WHERE type = @type AND source = @source AND day = @day`,
    );
    for (const [type, source, day] of days.values()) setDay.run({ type, source, day });
    writer.exec('DELETE FROM record_day WHERE count = 0');
    const setSummary = writer.prepare<[{ type: number; source: number }]>(
      `UPDATE record_summary SET (count, first_at, last_at) = (
         SELECT count(*), coalesce(min(start), 0), coalesce(max(start), 0) FROM record WHERE type = @type AND source = @source)
       WHERE type = @type AND source = @source`,
    );
    const pairs = new Map([...days.values()].map((one) => [`${one[0]}/${one[1]}`, one]));
    for (const [type, source] of pairs.values()) setSummary.run({ type, source });
    writer.exec('DELETE FROM record_summary WHERE count = 0');
    const lessMonth = writer.prepare<[{ type: number; start: number }]>(
      `UPDATE record_month SET count = count - 1 WHERE type = @type AND month =
         (CAST(strftime('%Y', @start, 'unixepoch') AS INTEGER) - 1970) * 12 + CAST(strftime('%m', @start, 'unixepoch') AS INTEGER) - 1`,
    );
    for (const { type, start } of this.#lost) lessMonth.run({ type, start });
    writer.exec('DELETE FROM record_month WHERE count <= 0');
  }

  /** Events and figures of these days are derived anew; what changes at Trendy waits for the user's word. */
  #touch(): void {
    const writer = this.#writer;
    const touches = ['touched_day', 'removal_day'].map((table) =>
      writer.prepare<[string, number]>(`INSERT OR IGNORE INTO ${table} VALUES (?, ?)`),
    );
    const touch = (category: EventCategory, day: number) => {
      for (const one of touches) one.run(category, day);
    };
    for (const day of this.#workoutDays) touch('workout', day);
    const nameOf = writer.prepare<[number], string>('SELECT name FROM record_type WHERE id = ?').pluck();
    const touchFigures = writer.prepare<[number, number, number]>(
      'INSERT OR IGNORE INTO figure_touched VALUES (?, ?, ?)',
    );
    for (const [type, rows] of Map.groupBy(this.#lost, (row) => row.type)) {
      const name = nameOf.get(type) ?? '';
      const category = name === 'HKQuantityTypeIdentifierHeartRate' ? 'workout' : categoryOfType[name];
      const days = new Set(
        rows.flatMap(({ start, duration }) => daysOf(start, start + duration, longestRecordDays)),
      );
      for (const day of days) {
        touchFigures.run(type, day, day);
        if (category !== undefined) touch(category, day);
      }
    }
  }

  #correctReceipt(run: number, count: number): void {
    const text = this.#writer
      .prepare<[number], string | null>('SELECT receipt FROM import_run WHERE id = ?')
      .pluck()
      .get(run);
    const receipt = JSON.parse(text ?? '{}') as { removed?: { superseded?: number } };
    const before = { superseded: 0, gone: 0, returned: 0, ...receipt.removed };
    const removed = { ...before, superseded: before.superseded + count };
    this.#writer
      .prepare<[string, number]>('UPDATE import_run SET receipt = ? WHERE id = ?')
      .run(JSON.stringify({ ...receipt, removed }), run);
  }
}

function daysOf(start: number, end: number, longest: number): number[] {
  const first = Math.floor(start / secondsPerDay);
  const last = Math.max(first, Math.min(Math.floor(end / secondsPerDay), first + longest));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
