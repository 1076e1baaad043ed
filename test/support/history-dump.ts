import { openReader, type Reader } from '../../src/core/db/open.ts';

/** A database as sets: every table but the run's bookkeeping, each row a line, ids replaced by what they stand for. */
export type HistoryDump = Readonly<Record<string, readonly string[]>>;

const record = `json_object('type', t.name, 'start', r.start, 'duration', r.duration, 'source', s.folded, 'key', r.value_key)`;
const members = `(SELECT json_group_array(m ORDER BY m) FROM (SELECT ${record} AS m FROM json_each(c.members) e
  LEFT JOIN (SELECT id, type, start, duration, source, value_key FROM record
    UNION ALL SELECT id, type, start, duration, source, value_key FROM removed_record) r ON r.id = e.value LEFT JOIN record_type t ON t.id = r.type LEFT JOIN source s ON s.id = r.source))`;
const workout = `w.activity, w.start, w."end", s.folded`;

/** Names of things by their id, wherever they are. */
const either = (table: string, columns: string) =>
  `(SELECT ${columns} FROM ${table} UNION ALL SELECT ${columns} FROM removed_${table})`;

/** `state` is a column of the removed twins, where a row says why it is there. */
const records = (table: string, more = '') => `SELECT t.name, r.start, r.duration, s.folded, r.value_key,
    typeof(r.value_key), r.value, o.unit, o.source_version, o.device, r.created, r.copies, r.metadata, b.beats ${more}
    FROM ${table} r JOIN record_type t ON t.id = r.type JOIN source s ON s.id = r.source JOIN origin o ON o.id = r.origin
    LEFT JOIN record_beats b ON b.record = r.id`;
const workouts = (
  table: string,
  more = '',
) => `SELECT ${workout}, duration, distance, energy, o.source_version, o.device,
    created, metadata, statistics, events, activities, zones, copies ${more}
    FROM ${table} w JOIN source s ON s.id = w.source JOIN origin o ON o.id = w.origin`;
const correlations = (
  table: string,
  more = '',
) => `SELECT t.name, c.start, c."end", s.folded, ${members}, o.source_version,
    o.device, c.created, c.metadata ${more}
    FROM ${table} c JOIN record_type t ON t.id = c.type JOIN source s ON s.id = c.source JOIN origin o ON o.id = c.origin`;
const ecgs = (
  table: string,
  more = '',
) => `SELECT recorded_at, sample_count, classification, symptoms, software_version,
    device, lead, unit, sample_rate, hex(samples), file, size ${more} FROM ${table}`;
const clinicals = (table: string, more = '') =>
  `SELECT identifier, source_url, type, source_name, fhir_version, received_at, file, resource ${more} FROM ${table}`;
const documents = (table: string, more = '') =>
  `SELECT class, d.start, s.folded, content_hash, content ${more} FROM ${table} d JOIN source s ON s.id = d.source`;

/** Ids, runs and the time columns of runs are left out: they tell how rows came, not what they are. */
const queries: Readonly<Record<string, string>> = {
  record: records('record'),
  removed_record: records('removed_record', ', state'),
  record_summary: `SELECT t.name, s.folded, count, first_at, last_at
    FROM record_summary r JOIN record_type t ON t.id = r.type JOIN source s ON s.id = r.source`,
  record_day: `SELECT t.name, s.folded, day, count
    FROM record_day r JOIN record_type t ON t.id = r.type JOIN source s ON s.id = r.source`,
  record_month: 'SELECT t.name, month, count FROM record_month r JOIN record_type t ON t.id = r.type',
  workout: workouts('workout'),
  removed_workout: workouts('removed_workout', ', state'),
  route: `SELECT ${workout}, file, r.start, r."end", r.metadata, size, point_count, hex(points)
    FROM route r JOIN workout w ON w.id = r.workout JOIN source s ON s.id = w.source`,
  correlation: correlations('correlation'),
  removed_correlation: correlations('removed_correlation', ', state'),
  activity_summary: 'SELECT date, content FROM activity_summary',
  ecg: ecgs('ecg'),
  removed_ecg: ecgs('removed_ecg', ', state'),
  clinical: clinicals('clinical'),
  removed_clinical: clinicals('removed_clinical', ', state'),
  document: documents('document'),
  removed_document: documents('removed_document', ', state'),
  sync_identity: `SELECT i.class, coalesce(t.name, ''), s.folded, i.identifier, i.version,
    coalesce(r.start, w.start, c.start), coalesce(r.value_key, w.activity)
    FROM sync_identity i LEFT JOIN record_type t ON t.id = i.kind JOIN source s ON s.id = i.source
    LEFT JOIN ${either('record', 'id, start, value_key')} r ON i.class = 'record' AND r.id = i.id
    LEFT JOIN ${either('workout', 'id, start, activity')} w ON i.class = 'workout' AND w.id = i.id
    LEFT JOIN ${either('correlation', 'id, start')} c ON i.class = 'correlation' AND c.id = i.id`,
  kept_element: 'SELECT hash, name, reason, xml FROM kept_element',
  person: 'SELECT key, value FROM person',
  by_hand: `SELECT t.name, r.start, r.duration, s.folded, r.value_key FROM by_hand b JOIN record r ON r.id = b.record
    JOIN record_type t ON t.id = r.type JOIN source s ON s.id = r.source`,
  source_alias: `SELECT n.folded, o.folded, is_forbidden
    FROM source_alias a JOIN source n ON n.id = a.source JOIN source o ON o.id = a.original`,
  type_unit: 'SELECT t.name, unit FROM type_unit u JOIN record_type t ON t.id = u.type',
  touched_day: 'SELECT category, day FROM touched_day',
};

export function dumpTable(reader: Reader, table: string): string[] {
  const rows = reader
    .prepare<[], unknown[]>(queries[table] ?? '')
    .raw()
    .all();
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Everything in the database at `path`, to be compared with another one; `without` names tables left out. */
export function dump(path: string, { without = [] }: { without?: readonly string[] } = {}): HistoryDump {
  const reader = openReader(path);
  try {
    const tables = Object.keys(queries).filter((table) => !without.includes(table));
    return Object.fromEntries(tables.map((table) => [table, dumpTable(reader, table)]));
  } finally {
    reader.close();
  }
}

/** How two dumps differ, a line a row, at most a few: what a failed test shows. Empty when they are equal. */
export function differences(before: HistoryDump, after: HistoryDump): string[] {
  const lines: string[] = [];
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const gone = surplus(before[table] ?? [], after[table] ?? []);
    const come = surplus(after[table] ?? [], before[table] ?? []);
    for (const [sign, rows] of [
      ['-', gone],
      ['+', come],
    ] as const) {
      if (rows.length > 0) lines.push(`${table}: ${sign}${rows.length}`);
      lines.push(...rows.slice(0, 3).map((row) => `${table} ${sign} ${row.slice(0, 400)}`));
    }
  }
  return lines;
}

/** Rows of `a` that `b` lacks, each as often as it is missing. */
function surplus(a: readonly string[], b: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of b) counts.set(row, (counts.get(row) ?? 0) + 1);
  return a.filter((row) => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}
