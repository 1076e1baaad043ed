import type { RemovalGroup, RemovalList } from '../../../shared/domain/receipt.ts';
import { dayText } from '../../../shared/time.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { zoneOf } from '../../events/zone.ts';
import { removableTables } from './export-presence.ts';
import { RemovedRows } from './removed-rows.ts';

const groups: Readonly<Record<(typeof removableTables)[number], { type: string; start: string }>> = {
  record: { type: '(SELECT name FROM record_type WHERE record_type.id = type)', start: 'start' },
  workout: { type: "'workout'", start: 'start' },
  correlation: { type: '(SELECT name FROM record_type WHERE record_type.id = type)', start: 'start' },
  ecg: { type: "'ecg'", start: 'recorded_at' },
  clinical: { type: "'clinical'", start: 'received_at' },
  document: { type: 'class', start: 'start' },
};

interface Removed {
  readonly type: string;
  readonly start: number | null;
  readonly state: RemovalGroup['state'];
  readonly count: number;
}

const maxLines = 500;

/**
 * The rows that a run removed and those still removed: how many of all, and by type and day the first 500 lines, newest day first. A row is
 * on the day of the zone in which it starts; a document without a date is on none, and last. Errors: settings.unknown_zone.
 */
export function listRemovals(reader: Reader, run: number, zoneName: string): RemovalList {
  const zone = zoneOf(zoneName);
  const byKey = new Map<string, { -readonly [K in keyof RemovalGroup]: RemovalGroup[K] }>();
  const total = { gone: 0, superseded: 0 };
  for (const table of removableTables) {
    const { type: typeOf, start: startOf } = groups[table];
    const rows = reader
      .prepare<[number], Removed>(
        `SELECT ${typeOf} AS type, ${startOf} AS start, state, count(*) AS count FROM removed_${table}
         WHERE removed_run = ? GROUP BY 1, 2, 3`,
      )
      .iterate(run);
    for (const { type, start, state, count } of rows) {
      const day = start === null ? null : dayText(zone.dayOf(start));
      const key = `${type}\t${day}\t${state}`;
      const group = byKey.get(key);
      if (group) group.count += count;
      else byKey.set(key, { type, day, state, count });
      total[state] += count;
    }
  }
  const all = [...byKey.values()].sort(
    (a, b) => compare(b.day ?? '', a.day ?? '') || compare(a.type, b.type) || compare(a.state, b.state),
  );
  const left = all.slice(maxLines);
  return {
    zone: zoneName,
    total,
    groups: all.slice(0, maxLines),
    more: {
      items: left.reduce((sum, { count }) => sum + count, 0),
      days: new Set(left.flatMap(({ day }) => day ?? [])).size,
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Takes back whatever a run removed, in one transaction; no later import removes these rows again. Errors: SQLite's. */
export function undoRemovals(writer: Writer, run: number): void {
  const rows = new RemovedRows(writer, run);
  writer.transaction(() => {
    for (const table of removableTables) {
      const ids = writer
        .prepare<[number], number>(`SELECT id FROM removed_${table} WHERE removed_run = ?`)
        .pluck()
        .all(run);
      const keep = writer.prepare<[string, number]>('INSERT OR IGNORE INTO kept_row VALUES (?, ?)');
      for (const id of ids) {
        keep.run(table, id);
        rows.restore(table, id);
      }
    }
    rows.flush();
  })();
}
