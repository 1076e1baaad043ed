import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Alias } from '../../../shared/domain/receipt.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';
import type { FilePresence } from '../removal/export-presence.ts';
import type { SyncIdentities } from '../removal/sync-identities.ts';
import type { RecordTally } from '../writer/record-store.ts';
import { DayRows } from './day-rows.ts';
import { foldAlias } from './fold-alias.ts';
import { trimArrivals } from './trim-arrivals.ts';

/** The share of the earlier source's records that the newer one must repeat, so two sources are never mistaken for one. */
const minShare = 0.95;
const daysPerTurn = 20;
/**
 * Rows that one run may compare to find renamed sources; a real one with ten new sources and a hundred old ones takes
 * some ten thousand. Beyond that sources stay apart, which loses nothing.
 */
const maxCompared = 5_000_000;

/** The cost, in rows, of comparing two sources before any of their rows is read. */
const rowsOfLook = 50;

/** What the searches of one run compare, and how much more they may. */
interface Search {
  readonly rows: DayRows;
  /** Records of each source. */
  readonly counts: ReadonlyMap<number, number>;
  rowsLeft: number;
}

/**
 * At the end of a completed run: a source new to the history that repeats an absent source's records is that source under
 * a new name. In an export that is older than those that hold the absent source, it is that source under its earlier name if
 * the absent one repeats its records: the order of imports does not matter. Its rows fold into the stored ones, count as known and
 * do not arrive. `tally` is corrected in place. `exportAt`: UTC seconds, of this run's file.
 */
export async function decideAliases(
  writer: Writer,
  { run, exportAt }: { readonly run: number; readonly exportAt: number },
  tally: RecordTally,
  presence: FilePresence,
  syncs: SyncIdentities,
): Promise<void> {
  const counts = new Map(
    writer
      .prepare<[], [number, number]>('SELECT source, sum(count) FROM record_summary GROUP BY source')
      .raw()
      .all(),
  );
  const newSources = newTo(writer, tally.sources);
  const absent = [...counts.keys()].filter((source) => !tally.sources.has(source));
  const later = metLater(writer, exportAt);
  let isFolded = false;
  const search: Search = { rows: new DayRows(writer), counts, rowsLeft: maxCompared };
  for (const newer of newSources) {
    const original =
      (await repeatedSource(search, newer, absent)) ??
      (await laterName(
        search,
        newer,
        absent.filter((source) => later.has(source)),
      ));
    if (original === null) continue;
    writer
      .prepare<[number, number, number]>('INSERT INTO source_alias (source, original, run) VALUES (?, ?, ?)')
      .run(newer, original, run);
    await foldAlias(writer, newer, original, syncs, { run, tally, met: presence.met });
    presence.spans.rename(newer, original);
    absent.splice(absent.indexOf(original), 1);
    isFolded = true;
  }
  if (isFolded) await trimArrivals(writer, run);
  const meet = writer.prepare<[number, number]>(
    'UPDATE source SET completed_run = ? WHERE id = ? AND completed_run IS NULL',
  );
  writer.transaction(() => {
    for (const source of tally.sources) meet.run(run, source);
  })();
}

/** Sources of this file that no completed run had, and with an alias that is not forbidden. */
function newTo(writer: Writer, sources: ReadonlySet<number>): number[] {
  const isNew = writer
    .prepare<[number], number>(
      'SELECT 1 FROM source s WHERE s.id = ? AND s.completed_run IS NULL AND NOT EXISTS (SELECT 1 FROM source_alias WHERE source = s.id)',
    )
    .pluck();
  return [...sources].filter((source) => isNew.get(source) !== undefined);
}

/** Sources that a completed run met in an export that is newer than `exportAt`. */
function metLater(writer: Writer, exportAt: number): ReadonlySet<number> {
  return new Set(
    writer
      .prepare<[number], number>(
        'SELECT s.id FROM source s JOIN import_run r ON r.id = s.completed_run WHERE coalesce(r.export_at, r.started_at) > ?',
      )
      .pluck()
      .all(exportAt),
  );
}

/** The source that has nearly all records of an older export's source under its later name. */
async function laterName(search: Search, older: number, later: readonly number[]): Promise<number | null> {
  if ((search.counts.get(older) ?? 0) === 0) return null;
  for (const newer of later) {
    if (--search.rowsLeft < 0) return null;
    if (await repeatsMost(search, newer, older)) return newer;
  }
  return null;
}

async function repeatedSource(
  search: Search,
  newer: number,
  absent: readonly number[],
): Promise<number | null> {
  const { counts } = search;
  let best: { source: number; count: number } | null = null;
  for (const original of absent) {
    if (--search.rowsLeft < 0) return null;
    const count = counts.get(original) ?? 0;
    if ((counts.get(newer) ?? 0) < minShare * count || (best && best.count >= count)) continue;
    const isRepeated = await repeatsMost(search, newer, original);
    if (isRepeated) best = { source: original, count };
  }
  return best?.source ?? null;
}

/** Stops as soon as too many of the original's records are missing under the newer name. */
async function repeatsMost(search: Search, newer: number, original: number): Promise<boolean> {
  const { rows, counts } = search;
  search.rowsLeft -= rowsOfLook;
  const mayMiss = Math.floor((counts.get(original) ?? 0) * (1 - minShare));
  let missing = 0;
  let turn = 0;
  for (const type of rows.types(original)) {
    for (const day of rows.days(type, original)) {
      // Looked at from the original's side: which of its records does the newer source repeat?
      // A sample that it has no longer was repeated too.
      const ofDay = [...rows.rows(type, day), ...rows.removed(type, day).filter((row) => row[3] === newer)];
      search.rowsLeft -= ofDay.length + 1;
      for (const [, twin] of rows.pair(type, ofDay, original, newer)) if (twin === null) missing++;
      if (missing > mayMiss || search.rowsLeft < 0) return false;
      if (++turn % daysPerTurn === 0) await nextTurn();
    }
  }
  return true;
}

const select = `SELECT a.source AS sourceId, n.name, o.name AS originalName, a.records, a.is_forbidden AS isForbidden
  FROM source_alias a JOIN source n ON n.id = a.source JOIN source o ON o.id = a.original`;

interface AliasRow extends Omit<Alias, 'isForbidden'> {
  readonly isForbidden: number;
}

const toAlias = (row: AliasRow): Alias => ({ ...row, isForbidden: row.isForbidden === 1 });

/** Sources taken for stored ones under another name: those of one run, or all. */
export function listAliases(reader: Reader, run?: number): Alias[] {
  return run === undefined
    ? reader.prepare<[], AliasRow>(`${select} ORDER BY a.source`).all().map(toAlias)
    : reader.prepare<[number], AliasRow>(`${select} WHERE a.run = ? ORDER BY a.source`).all(run).map(toAlias);
}

/**
 * Forbids an alias permanently. The folded rows belong to the original; importing the file again adds them under the new
 * name, so files imported since are no longer taken for known. Error history.unknown_item.
 */
export function forbidAlias(writer: Writer, sourceId: number): void {
  writer.transaction(() => {
    const run = writer
      .prepare<[number], number>('UPDATE source_alias SET is_forbidden = 1 WHERE source = ? RETURNING run')
      .pluck()
      .get(sourceId);
    if (run === undefined) throw new CodedError('history.unknown_item');
    writer.prepare<[number]>('UPDATE import_run SET fingerprint = NULL WHERE id >= ?').run(run);
  })();
}
