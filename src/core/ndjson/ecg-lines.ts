import { CodedError } from '../../shared/errors.ts';
import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { uuidOf } from './record-identity.ts';

interface Row {
  readonly id: number;
  readonly recordedAt: number;
  readonly sampleCount: number;
  readonly classification: string | null;
  readonly symptoms: string | null;
  readonly softwareVersion: string | null;
  readonly device: string | null;
  readonly lead: string | null;
  readonly sampleRate: number | null;
  readonly samples: Uint8Array;
}

/** The digits that single precision holds; more would be noise of the conversion. */
const significantDigits = 7;

/**
 * Lines of the class ecg: sampleClass HKElectrocardiogram, sampleType HKDataTypeIdentifierElectrocardiogram, dataType
 * electrocardiogram, uuid, startDate, endDate (by the sampling rate), classification and symptoms (in the phone's language),
 * lead, unit µV, samplingFrequencyHertz, sampleCount, samples (µV; null where the file prints no number), device
 * {hardwareVersion, softwareVersion}.
 */
export class EcgLines implements LineSource {
  readonly rowsPerRead = 1;
  readonly #rows: ReadStatement<[number, number, number, number], Row>;

  constructor(reader: Reader) {
    this.#rows = reader.prepare(
      `SELECT id, recorded_at AS recordedAt, sample_count AS sampleCount, classification, symptoms,
         software_version AS softwareVersion, device, lead, sample_rate AS sampleRate, samples
       FROM ecg WHERE id >= ? AND id < ? AND recorded_at >= ? AND recorded_at < ? ORDER BY id LIMIT 1`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(fromRow, toRow, fromAt, toAt)
      .map((row) => sampleLine(row.id, row.recordedAt, shape(row)));
  }
}

function shape(row: Row) {
  const seconds = row.sampleRate ? Math.round(row.sampleCount / row.sampleRate) : 0;
  const device = {
    hardwareVersion: row.device ?? undefined,
    softwareVersion: row.softwareVersion ?? undefined,
  };
  return {
    sampleClass: 'HKElectrocardiogram',
    sampleType: 'HKDataTypeIdentifierElectrocardiogram',
    dataType: 'electrocardiogram',
    uuid: uuidOf(['ecg', row.recordedAt, row.sampleCount]),
    startDate: utcText(row.recordedAt),
    endDate: utcText(row.recordedAt + seconds),
    classification: row.classification ?? undefined,
    symptoms: row.symptoms ?? undefined,
    lead: row.lead ?? undefined,
    unit: 'µV',
    samplingFrequencyHertz: row.sampleRate ?? undefined,
    sampleCount: row.sampleCount,
    device: row.device === null && row.softwareVersion === null ? undefined : device,
    samples: samplesOf(row.samples),
  };
}

/** NaN becomes null in JSON. Errors: profile.damaged for a blob that is no row of Float32. */
function samplesOf(blob: Uint8Array): number[] {
  if (blob.byteLength % 4 !== 0) throw new CodedError('profile.damaged', { reason: 'ecg' });
  const samples = new Float32Array(new Uint8Array(blob).buffer);
  return Array.from(samples, (value) => Number(value.toPrecision(significantDigits)));
}
