import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { Archive, ArchiveEntry } from '../../healthkit/archive/archive.ts';
import type { DateStyle } from '../../healthkit/date.ts';
import { readClinicalRecord } from '../../healthkit/sidecar/clinical.ts';
import { readElectrocardiogram } from '../../healthkit/sidecar/ecg.ts';
import { type Route, readRoute } from '../../healthkit/sidecar/gpx.ts';
import type { FromThread, ToThread } from '../thread-messages.ts';
import type { Credits } from './credits.ts';
import type { RoutePrefetch } from './route-prefetch.ts';
import type { Send } from './xml-pass.ts';

type Wanted = Extract<ToThread, { kind: 'files' }>;

interface Answer {
  readonly message: FromThread;
  readonly transfer: readonly ArrayBuffer[];
}

/** Reads the files beside the XML that the data program asked for, with dates as the XML prints them; one that cannot be read is a problem, not an end. */
export async function readFiles(
  archive: Archive,
  wanted: Wanted,
  credits: Credits,
  send: Send,
  prefetch: RoutePrefetch | null,
  dates: DateStyle,
): Promise<boolean> {
  await prefetch?.end();
  const routeAnswer = async (entry: ArchiveEntry, file: string) =>
    answerOf(prefetch?.take(entry) ?? (await readRoute(entry, dates)), entry, file);
  const jobs = [
    ...wanted.routes.map((file) => ({ file, malformed: 'route.malformed' as const, read: routeAnswer })),
    ...wanted.electrocardiograms.map((file) => ({
      file,
      malformed: 'ecg.malformed' as const,
      read: (entry: ArchiveEntry, name: string) => ecgAnswer(entry, name, dates),
    })),
    ...wanted.clinical.map((file) => ({
      file,
      malformed: 'clinical.malformed' as const,
      read: clinicalAnswer,
    })),
  ];
  const begin = (job: (typeof jobs)[number] | undefined): Promise<Answer> | null => {
    if (!job) return null;
    const answer = job.read(archive.resolve(job.file), job.file).catch((error) => ({
      message: problem(job.file, job.malformed, error),
      transfer: [],
    }));
    // Awaited below, or not at all when the run is stopped: until then nothing handles a failure.
    answer.catch(() => {});
    return answer;
  };
  // One ahead, so the next file is inflated while this one is read.
  let next = begin(jobs[0]);
  for (let at = 1; next; at++) {
    const answer = next;
    next = begin(jobs[at]);
    if (!(await credits.take())) return false;
    const { message, transfer } = await answer;
    send(message, transfer);
  }
  if (!(await credits.takeLast())) return false;
  send({ kind: 'end' });
  return true;
}

function problem(file: string, malformed: ErrorCode, error: unknown): FromThread {
  if (!(error instanceof CodedError)) throw error;
  return {
    kind: 'fileProblem',
    file,
    code: error.code.startsWith('import.') ? malformed : error.code,
    example: file,
  };
}

function answerOf(route: Route, entry: ArchiveEntry, file: string): Answer {
  const { pointCount: count, startAt, endAt, unreadable, isCut } = route;
  const columns = route.columns.buffer as ArrayBuffer;
  const size = entry.declaredSize;
  return {
    message: { kind: 'route', file, size, count, startAt, endAt, columns, unreadable, isCut },
    transfer: [columns],
  };
}

async function ecgAnswer(entry: ArchiveEntry, file: string, dates: DateStyle): Promise<Answer> {
  const { samples, offsetMinutes: _, ...facts } = await readElectrocardiogram(entry, dates);
  const buffer = samples.buffer as ArrayBuffer;
  const ecg = { ...facts, sampleCount: samples.length, samples: buffer };
  return { message: { kind: 'ecg', file, size: entry.declaredSize, ecg }, transfer: [buffer] };
}

async function clinicalAnswer(entry: ArchiveEntry, file: string): Promise<Answer> {
  return { message: { kind: 'clinical', file, text: await readClinicalRecord(entry) }, transfer: [] };
}
