import { CodedError } from '../../shared/errors.ts';
import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { routeColumnCount, routeColumns } from '../healthkit/sidecar/route-columns.ts';
import type { Dictionaries } from './dictionaries.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { storedMetadata } from './plain-parts.ts';
import { uuidOf } from './record-identity.ts';
import { workoutUuid } from './workout-lines.ts';

interface Row {
  readonly id: number;
  readonly file: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly metadata: string | null;
  readonly pointCount: number;
  readonly points: Uint8Array | null;
  readonly activity: string;
  readonly workoutStart: number;
  readonly workoutEnd: number;
  readonly source: number;
}

/**
 * Lines of the class route: sampleClass HKWorkoutRoute, sampleType HKWorkoutRouteTypeIdentifier, dataType workoutRoute, uuid,
 * workoutUUID (the uuid of its workout's line), startDate, endDate, sourceName, metadata, pointCount, and points as columns of
 * one length: seconds (after pointsFrom), latitude, longitude (degrees), elevation (m), speed (m/s), course (degrees),
 * horizontalAccuracy, verticalAccuracy (m); null where a point lacks it, a column absent where all do. Columns, because a point
 * as an object would cost three times the bytes of a line that must stay under 1.9 MiB. It belongs to the day its workout starts.
 */
export class RouteLines implements LineSource {
  readonly rowsPerRead = 1;
  readonly #dictionaries: Dictionaries;
  readonly #rows: ReadStatement<[number, number, number, number], Row>;

  constructor(reader: Reader, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#rows = reader.prepare(
      `SELECT r.id, r.file, r.start, r."end", r.metadata, r.point_count AS pointCount, r.points, w.activity,
         w.start AS workoutStart, w."end" AS workoutEnd, w.source
       FROM route r JOIN workout w ON w.id = r.workout
       WHERE r.id >= ? AND r.id < ? AND w.start >= ? AND w.start < ? ORDER BY r.id LIMIT 1`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(fromRow, toRow, fromAt, toAt)
      .map((row) => sampleLine(row.id, row.workoutStart, this.#shape(row)));
  }

  #shape(row: Row) {
    const { name, folded } = this.#dictionaries.source(row.source);
    const workout = workoutUuid(row.activity, row.workoutStart, row.workoutEnd, folded);
    return {
      sampleClass: 'HKWorkoutRoute',
      sampleType: 'HKWorkoutRouteTypeIdentifier',
      dataType: 'workoutRoute',
      uuid: uuidOf(['route', workout, row.file]),
      workoutUUID: workout,
      startDate: utcText(row.start ?? row.workoutStart),
      endDate: utcText(row.end ?? row.workoutEnd),
      sourceName: name,
      metadata: storedMetadata(row.metadata),
      pointCount: row.pointCount,
      ...pointColumns(row.points, row.pointCount),
    };
  }
}

/** Errors: profile.damaged for a blob of another length. */
function pointColumns(blob: Uint8Array | null, count: number) {
  if (blob === null || count === 0) return {};
  if (blob.byteLength !== count * routeColumnCount * 8)
    throw new CodedError('profile.damaged', { reason: 'route' });
  // A copy: a view of Float64 needs an offset that is a multiple of 8.
  const values = new Float64Array(new Uint8Array(blob).buffer);
  const column = (index: number) => values.subarray(index * count, (index + 1) * count);
  const times = column(routeColumns.time);
  const from = Math.floor(times.find(Number.isFinite) ?? 0);
  const points: Record<string, (number | null)[]> = {};
  for (const [name, index] of Object.entries(routeColumns)) {
    const numbers = column(index);
    if (!numbers.some(Number.isFinite)) continue;
    const base = index === routeColumns.time ? from : 0;
    // Milliseconds are all that a GPX time prints; the difference of two doubles would print more.
    const plain = (value: number) => (base === 0 ? value : Math.round((value - base) * 1000) / 1000);
    points[index === routeColumns.time ? 'seconds' : name] = Array.from(numbers, (value) =>
      Number.isFinite(value) ? plain(value) : null,
    );
  }
  return { pointsFrom: points['seconds'] === undefined ? undefined : utcText(from), points };
}
