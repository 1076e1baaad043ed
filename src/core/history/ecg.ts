import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import { beatsType, type EcgRow, samplesPerAnswer } from '../../shared/domain/ecg.ts';
import type { RecordRow } from '../../shared/domain/history.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { type NewestQuery, newestPage } from './merge-keys.ts';
import { createRecordRows } from './record-rows.ts';

type EcgTable = 'ecg' | 'removed_ecg';

interface StoredEcg {
  readonly id: number;
  readonly start: number;
  readonly sampleCount: number;
  readonly sampleRate: number | null;
  readonly classification: string | null;
  readonly symptoms: string | null;
  readonly removed: RecordRow['removed'];
}

interface StoredSamples extends StoredEcg {
  readonly softwareVersion: string | null;
  readonly device: string | null;
  readonly lead: string | null;
  readonly unit: string | null;
  readonly samples: Uint8Array;
  readonly file: string;
  readonly importedFrom: string;
  readonly importedAt: number;
}

const heartRate = 'HKQuantityTypeIdentifierHeartRate';

/** A list reads no column stored after the samples, because SQLite would walk over the blob. Only the few removed ECGs are an exception. */
const columns = (table: EcgTable): string => `ecg.id, recorded_at AS start, sample_count AS sampleCount,
  sample_rate AS sampleRate, classification, symptoms, ${table === 'ecg' ? 'NULL' : 'ecg.state'} AS removed`;

const listSql = (table: EcgTable): string =>
  `SELECT ${columns(table)} FROM ${table} AS ecg
   WHERE recorded_at BETWEEN @low AND @high AND (recorded_at < @high OR ecg.id < @id)
   ORDER BY recorded_at DESC, ecg.id DESC LIMIT @limit`;

const secondsOf = ({ sampleCount, sampleRate }: Pick<StoredEcg, 'sampleCount' | 'sampleRate'>) =>
  sampleRate === null || sampleRate <= 0 ? null : sampleCount / sampleRate;

/** The heart rate of an ECG whose file has none: the plain mean of the records that begin during it. */
function createRateDuring(reader: Reader): (ecg: StoredEcg) => EcgRow['heartRate'] {
  const select = reader.prepare<[string, number, number], { mean: number | null; records: number }>(
    `SELECT avg(value_key) AS mean, count(*) AS records FROM record INDEXED BY record_identity
     WHERE type = (SELECT id FROM record_type WHERE name = ?) AND start BETWEEN ? AND ? AND typeof(value_key) <> 'text'`,
  );
  return (ecg) => {
    const seconds = secondsOf(ecg);
    if (seconds === null) return null;
    const { mean, records } = select.get(heartRate, ecg.start, ecg.start + seconds) ?? {
      mean: null,
      records: 0,
    };
    return mean === null ? null : { mean, records };
  };
}

function rowOf(ecg: StoredEcg, rateDuring: ReturnType<typeof createRateDuring>): EcgRow {
  const { id, start, classification, symptoms, removed } = ecg;
  return {
    id,
    recordedAt: start,
    seconds: secondsOf(ecg),
    classification,
    symptoms,
    heartRate: rateDuring(ecg),
    removed,
  };
}

/** ECGs by (recorded, id), newest first. Errors: request.invalid for a cursor that is not ours. */
export function createEcgPage(
  reader: Reader,
): (input: ParsedInput<'history.ecgPage'>) => CallOutput<'history.ecgPage'> {
  const kept = reader.prepare<NewestQuery, StoredEcg>(listSql('ecg'));
  const removed = reader.prepare<NewestQuery, StoredEcg>(listSql('removed_ecg'));
  const rateDuring = createRateDuring(reader);
  return (input) => {
    const select = input.isRemoved === true ? removed : kept;
    const { rows, next } = newestPage('ecgs', input, (query) => select.all(query));
    return { rows: rows.map((row) => rowOf(row, rateDuring)), next };
  };
}

/**
 * One ECG, and its samples (µV) from `first` on, at most a minute at 512 Hz. Errors: history.unknown_item, profile.damaged for a blob that isn't a
 * Float32 array.
 */
export function createEcg(reader: Reader): (input: ParsedInput<'history.ecg'>) => CallOutput<'history.ecg'> {
  const statement = (table: EcgTable) =>
    reader.prepare<[number], StoredSamples>(
      `SELECT ${columns(table)}, software_version AS softwareVersion, device, lead, unit, samples, file,
         import_run.name AS importedFrom, started_at AS importedAt
       FROM ${table} AS ecg JOIN import_run ON import_run.id = ecg.run WHERE ecg.id = ?`,
    );
  const kept = statement('ecg');
  const removed = statement('removed_ecg');
  const rateDuring = createRateDuring(reader);
  return ({ id, first }) => {
    const ecg = kept.get(id) ?? removed.get(id);
    if (ecg === undefined) throw new CodedError('history.unknown_item');
    const { samples: blob, start: _start, ...facts } = ecg;
    if (blob.byteLength !== ecg.sampleCount * 4) throw new CodedError('profile.damaged', { reason: 'ecg' });
    // A copy: a view of Float32 needs an offset that is a multiple of 4.
    const all = new Float32Array(new Uint8Array(blob).buffer);
    // A stale link may ask beyond the end: it gets the last part.
    const from = Math.min(
      first,
      Math.floor(Math.max(0, all.length - 1) / samplesPerAnswer) * samplesPerAnswer,
    );
    const part = Array.from(all.subarray(from, from + samplesPerAnswer), (value) =>
      // Single precision has seven digits; more would be conversion noise.
      Number.isFinite(value) ? Number(value.toPrecision(7)) : null,
    );
    return { ...facts, ...rowOf(ecg, rateDuring), ...rangeOf(all), first: from, samples: part };
  };
}

function rangeOf(samples: Float32Array): { lowest: number | null; highest: number | null; missing: number } {
  let [lowest, highest, missing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of samples) {
    if (!Number.isFinite(value)) {
      missing++;
      continue;
    }
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return missing === samples.length ? { lowest: null, highest: null, missing } : { lowest, highest, missing };
}

interface BeatsKey {
  readonly id: number;
  readonly start: number;
  readonly beats: number;
}

/** Heart rate variabilities with beats by (start, id), newest first. Errors: request.invalid for a cursor that is not ours. */
export function createBeatsPage(
  reader: Reader,
): (input: ParsedInput<'history.beatsPage'>) => CallOutput<'history.beatsPage'> {
  const statement = (table: 'record' | 'removed_record') =>
    reader.prepare<NewestQuery & { type: string }, BeatsKey>(
      `SELECT record.id, start, CASE WHEN json_valid(beats) THEN json_array_length(beats) ELSE 0 END AS beats
       FROM ${table} AS record INDEXED BY ${table}_identity CROSS JOIN record_beats ON record_beats.record = record.id
       WHERE type = (SELECT id FROM record_type WHERE name = @type) AND start BETWEEN @low AND @high
         AND (start < @high OR record.id < @id)
       ORDER BY start DESC, record.id DESC LIMIT @limit`,
    );
  const kept = statement('record');
  const removed = statement('removed_record');
  const recordOf = createRecordRows(reader);
  return (input) => {
    const select = input.isRemoved === true ? removed : kept;
    const page = newestPage('beats', input, (query) => select.all({ ...query, type: beatsType }));
    const rows = page.rows.flatMap(({ id, beats }) => {
      const row = recordOf(id);
      return row === null ? [] : [{ ...row, beats }];
    });
    return { rows, next: page.next };
  };
}
