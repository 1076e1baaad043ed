import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import type { ImportStatus, Receipt } from '../../../shared/domain/receipt.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { countText } from '../../components/formats.ts';

/** The current phase in words. */
export function phaseText(status: ImportStatus): string {
  switch (status.phase) {
    case 'queued':
      return 'Waiting for its turn';
    case 'opening':
      return 'Opening the file';
    case 'checking_person':
      return 'Checking that the file is yours';
    case 'waiting_for_person':
      return 'Waiting for your answer';
    case 'reading':
      return status.reading === null ? 'Reading' : `Reading ${readingText(status.reading)}`;
    case 'reading_files':
      return status.reading === null ? 'Reading routes and ECGs' : `Reading ${readingText(status.reading)}`;
    case 'closing':
      return 'Finishing';
  }
}

/** A type's label, or the last part of a file's path. */
function readingText(reading: string): string {
  return reading.startsWith('HK') ? typeLabel(reading).toLowerCase() : (reading.split('/').at(-1) ?? reading);
}

/** `84 MB/s`; '' while nothing is being read. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond <= 0 ? '' : `${figureText(Math.round(bytesPerSecond / 1e5) / 10)} MB/s`;
}

export function timeLeftText(secondsLeft: number | null): string {
  if (secondsLeft === null) return '';
  return secondsLeft < 2 ? 'Almost done' : `${durationText(secondsLeft)} left`;
}

/** The outcome of a run, for its receipt's corner. */
export function endText(receipt: Receipt): string {
  switch (receipt.state) {
    case 'completed':
      return `Completed in ${durationText(Math.max(1, receipt.seconds))}`;
    case 'already_imported':
      return 'Already imported';
    case 'partial':
      return 'Partially imported';
    case 'cancelled':
      return 'Canceled';
    case 'interrupted':
      return 'Interrupted';
    case 'refused':
      return 'Not imported';
    case 'queued':
    case 'running':
    case 'waiting':
      return 'In progress';
  }
}

/** Classes of arrivals (import/README, Arrivals) beside plain records, one and many. */
const classWords: Readonly<Record<string, readonly [string, string]>> = {
  reproductive: ['reproductive health record', 'reproductive health records'],
  unknown: ['record of another type', 'records of other types'],
  workout: ['workout', 'workouts'],
  route: ['route', 'routes'],
  correlation: ['correlation', 'correlations'],
  ecg: ['ECG', 'ECGs'],
  activity_summary: ['activity day', 'activity days'],
  clinical: ['clinical record', 'clinical records'],
  audiogram: ['audiogram', 'audiograms'],
  vision: ['vision prescription', 'vision prescriptions'],
};

/** `171 workouts, 32 routes (3 updated)`: a run's additions other than records; '' if there are none. */
export function othersText(others: Receipt['others']): string {
  return Object.entries(others)
    .filter(([name, { added, updated }]) => name in classWords && added + updated > 0)
    .map(([name, { added, updated }]) => {
      const [one, many] = classWords[name] ?? [name, name];
      const words = added + (added === 0 ? updated : 0) === 1 ? one : many;
      if (added === 0) return `${countText(updated)} ${words} updated`;
      return `${countText(added)} ${words}${updated > 0 ? ` (${countText(updated)} updated)` : ''}`;
    })
    .join(', ');
}
