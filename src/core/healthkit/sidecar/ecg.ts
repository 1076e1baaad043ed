import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { parseExportDate } from '../date.ts';
import { type HeaderRow, isVersion, readHeaderRow, sampleNumber, sampleRate } from './ecg-lines.ts';
import { readBounded } from './read-bounded.ts';

/** A reading is 30 s at 512 Hz, some 150 kB. Lines are held one by one: 4 MiB of empty ones take some 100 MB. */
const largest = 4 * 1024 * 1024;

/** One reading of the ECG app. Texts are in the phone's language, as printed; '' where nothing stands. */
export interface Electrocardiogram {
  /** UTC seconds. */
  readonly recordedAt: number;
  readonly offsetMinutes: number;
  readonly classification: string;
  readonly symptoms: string;
  readonly softwareVersion: string;
  readonly device: string;
  readonly sampleRateHz: number;
  readonly lead: string;
  /** As printed, mostly `µV`; the samples are in µV whatever it says. */
  readonly unit: string;
  readonly samples: Float32Array;
}

/**
 * Reads an ECG csv by position and shape, never by its keys, which are in the phone's language (apple-health-export
 * §1.9): the first date, the number before a word for hertz, the first run of numbers. Error ecg.malformed.
 */
export async function readElectrocardiogram(entry: ArchiveEntry): Promise<Electrocardiogram> {
  const bytes = await readBounded(entry, largest, 'ecg.malformed');
  const lines = new TextDecoder('utf-8')
    .decode(bytes)
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const firstSample = lines.findIndex(
    (line, index) => sampleNumber(line) !== null && sampleNumber(lines[index + 1] ?? '') !== null,
  );
  if (firstSample === -1) throw malformed('no_samples');
  const rows = lines.slice(0, firstSample).map(readHeaderRow);
  const header = readHeader(rows);
  const samples = readSamples(lines, firstSample, microvoltsIn(header.unit));
  return { ...header, samples };
}

function readHeader(rows: readonly HeaderRow[]): Omit<Electrocardiogram, 'samples'> {
  const dateAt = rows.findIndex((row) => parseExportDate(row.value) !== null);
  const date = parseExportDate(rows[dateAt]?.value ?? '');
  if (date === null) throw malformed('no_date');
  // Lead and unit are the last two rows; the rate stands before them, after the date.
  const rateAt = rows.findLastIndex((row, index) => index > dateAt && sampleRate(row.value) !== null);
  const sampleRateHz = sampleRate(rows[rateAt]?.value ?? '');
  if (sampleRateHz === null) throw malformed('no_rate');
  const signal = rows.slice(rateAt + 1);
  return {
    recordedAt: date.at,
    offsetMinutes: date.offsetMinutes,
    ...describe(rows.slice(dateAt + 1, rateAt)),
    sampleRateHz,
    lead: signal.at(-2)?.value ?? '',
    unit: signal.at(-1)?.value ?? '',
  };
}

/** Classification, symptoms, software version, device: in this order, any of the last three may be absent. */
function describe(
  rows: readonly HeaderRow[],
): Pick<Electrocardiogram, 'classification' | 'symptoms' | 'softwareVersion' | 'device'> {
  const [classification, ...rest] = rows.map((row) => row.value);
  const versionAt = rest.findIndex(isVersion);
  return {
    classification: classification ?? '',
    symptoms: versionAt === -1 ? (rest[0] ?? '') : rest.slice(0, versionAt).join(' '),
    softwareVersion: versionAt === -1 ? (rest.length >= 3 ? (rest[1] ?? '') : '') : (rest[versionAt] ?? ''),
    device: versionAt === -1 ? (rest.length >= 2 ? (rest.at(-1) ?? '') : '') : (rest[versionAt + 1] ?? ''),
  };
}

function readSamples(lines: readonly string[], first: number, scale: number): Float32Array {
  const samples = new Float32Array(lines.length - first);
  for (let index = 0; index < samples.length; index++) {
    const value = sampleNumber(lines[first + index] ?? '');
    if (value === null) throw malformed('bad_sample');
    samples[index] = value * scale;
  }
  return samples;
}

function microvoltsIn(unit: string): number {
  if (unit === 'mV') return 1000;
  return unit === 'V' ? 1_000_000 : 1;
}

function malformed(reason: string): CodedError {
  return new CodedError('ecg.malformed', { reason });
}
