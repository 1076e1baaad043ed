import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { type DateStyle, gregorian } from '../date.ts';
import { parsePrintedDate } from '../printed.ts';
import {
  type HeaderRow,
  isNoSample,
  isSampleLike,
  isVersion,
  numberFormOf,
  readHeaderRow,
  sampleNumber,
  sampleRate,
} from './ecg-lines.ts';
import { readBounded } from './read-bounded.ts';

/** A reading is 30 s at 512 Hz, about 150 kB. Lines are stored individually: 4 MiB of empty lines take about 100 MB. */
const largest = 4 * 1024 * 1024;

/** One reading of the ECG app. Texts are in the phone's language, as printed; '' if empty. */
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
  /** As printed, mostly `µV`; the samples are always in µV. */
  readonly unit: string;
  /** One per line; NaN for a missing sample, so later samples keep their time. */
  readonly samples: Float32Array;
  /** Samples that are NaN. */
  readonly missing: number;
}

/**
 * Reads an ECG csv by position and shape, never by its keys, which are in the phone's language (healthkit/README §1.9): the first date, the number
 * before a word for hertz, then every line after the header as a sample. Numbers and dates may be in any locale's format; a line that isn't a number,
 * such as an empty one, is a missing sample. `dates`: the format of the export's dates, whose calendar the phone uses here too. Error ecg.malformed.
 */
export async function readElectrocardiogram(
  entry: ArchiveEntry,
  dates: DateStyle = gregorian,
): Promise<Electrocardiogram> {
  const bytes = await readBounded(entry, largest, 'ecg.malformed');
  const lines = linesOf(new TextDecoder('utf-8').decode(bytes));
  const { header, rate, end } = readHead(lines, dates);
  return { ...header, ...readSamples(lines.slice(end), rate, microvoltsIn(header.unit)) };
}

/** Up to the last one with text. If every second line of the file is empty, the lines are double-spaced: those are no lines of their own. */
function linesOf(text: string): string[] {
  const all = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const isDoubled = all.every((line, index) => index % 2 === 0 || line === '');
  const lines = isDoubled ? all.filter((_, index) => index % 2 === 0) : all;
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** The header ends before the first samples, present or missing, and the empty lines before them. */
function readHead(lines: readonly string[], dates: DateStyle): { header: Header; rate: string; end: number } {
  let end = firstSample(lines);
  if (end === -1) throw malformed('no_samples');
  while (end > 0 && isNoSample(lines[end - 1] ?? '')) end--;
  while (lines[end] === '') end++;
  const rows = lines.slice(0, end).filter((line) => line !== '');
  return { ...readHeader(rows.map(readHeaderRow), dates), end };
}

/** The first of two consecutive samples, else of a sample beside a missing one; one number alone may be a part of the header. -1 if there are none. */
function firstSample(lines: readonly string[]): number {
  const both = firstPair(lines, (one, next) => isSampleLike(one) && isSampleLike(next));
  if (both !== -1) return both;
  const isAny = (line: string) => isSampleLike(line) || isNoSample(line);
  return firstPair(
    lines,
    (one, next) => isAny(one) && isAny(next) && (isSampleLike(one) || isSampleLike(next)),
  );
}

/** The first line that is a pair with the next one; empty lines aside. */
function firstPair(lines: readonly string[], isPair: (one: string, next: string) => boolean): number {
  let last = -1;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    if (last >= 0 && isPair(lines[last] ?? '', line)) return last;
    last = index;
  }
  return -1;
}

type Header = Omit<Electrocardiogram, 'samples' | 'missing'>;

function readHeader(rows: readonly HeaderRow[], dates: DateStyle): { header: Header; rate: string } {
  const dateAt = rows.findIndex((row) => parsePrintedDate(row.value, dates) !== null);
  const date = parsePrintedDate(rows[dateAt]?.value ?? '', dates);
  if (date === null) throw malformed('no_date');
  // Lead and unit are the last two rows; the rate comes before them, after the date.
  const rateAt = rows.findLastIndex((row, index) => index > dateAt && sampleRate(row.value) !== null);
  const rate = rows[rateAt]?.value ?? '';
  const sampleRateHz = sampleRate(rate);
  if (sampleRateHz === null) throw malformed('no_rate');
  const signal = rows.slice(rateAt + 1);
  const header = {
    recordedAt: date.at,
    offsetMinutes: date.offsetMinutes,
    ...describe(rows.slice(dateAt + 1, rateAt)),
    sampleRateHz,
    lead: signal.at(-2)?.value ?? '',
    unit: signal.at(-1)?.value ?? '',
  };
  return { header, rate };
}

/** Classification, symptoms, software version, device, in this order; any of the last three may be absent. */
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

function readSamples(
  lines: readonly string[],
  rate: string,
  scale: number,
): Pick<Electrocardiogram, 'samples' | 'missing'> {
  const form = numberFormOf(lines, rate);
  const samples = Float32Array.from(lines, (line) => (sampleNumber(line, form) ?? Number.NaN) * scale);
  let missing = 0;
  for (const sample of samples) if (Number.isNaN(sample)) missing++;
  return { samples, missing };
}

function microvoltsIn(unit: string): number {
  if (unit === 'mV') return 1000;
  return unit === 'V' ? 1_000_000 : 1;
}

function malformed(reason: string): CodedError {
  return new CodedError('ecg.malformed', { reason });
}
