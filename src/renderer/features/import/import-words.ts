import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import type { ImportStatus, Receipt } from '../../../shared/domain/receipt.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { m, t } from '../../../shared/language.ts';
import { insideSentence, listText } from '../../components/formats.ts';

/** The current phase in words. */
export function phaseText(status: ImportStatus): string {
  switch (status.phase) {
    case 'queued':
      return t('Waiting for its turn');
    case 'opening':
      return t('Opening the file');
    case 'checking_person':
      return t('Checking that the file is yours');
    case 'waiting_for_person':
      return t('Waiting for your answer');
    case 'reading':
      return status.reading === null
        ? t('Reading', {}, 'import')
        : t('Reading {what}', { what: readingText(status.reading) });
    case 'reading_files':
      return status.reading === null
        ? t('Reading routes and ECGs')
        : t('Reading {what}', { what: readingText(status.reading) });
    case 'closing':
      return t('Finishing');
  }
}

/** A type's label, or the last part of a file's path. */
function readingText(reading: string): string {
  if (!reading.startsWith('HK')) return reading.split('/').at(-1) ?? reading;
  return insideSentence(typeLabel(reading));
}

/** `84 MB/s`; '' while nothing is being read. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond <= 0 ? '' : `${figureText(Math.round(bytesPerSecond / 1e5) / 10)} MB/s`;
}

export function timeLeftText(secondsLeft: number | null): string {
  if (secondsLeft === null) return '';
  return secondsLeft < 2 ? t('Almost done') : t('{duration} left', { duration: durationText(secondsLeft) });
}

/** The outcome of a run, for its receipt's corner. */
export function endText(receipt: Receipt): string {
  switch (receipt.state) {
    case 'completed':
      return t('Completed in {duration}', { duration: durationText(Math.max(1, receipt.seconds)) });
    case 'already_imported':
      return t('Already imported');
    case 'partial':
      return t('Partially imported');
    case 'cancelled':
      return t('Canceled');
    case 'interrupted':
      return t('Interrupted');
    case 'refused':
      return t('Not imported');
    case 'queued':
    case 'running':
    case 'waiting':
      return t('In progress');
  }
}

/** Classes of arrivals (import/README, Arrivals) beside plain records: so many added, and so many only updated. */
const classWords: Readonly<Record<string, { readonly added: string; readonly updated: string }>> = {
  reproductive: {
    added: m('{count, plural, one {# reproductive health record} other {# reproductive health records}}'),
    updated: m(
      '{count, plural, one {# reproductive health record updated} other {# reproductive health records updated}}',
    ),
  },
  unknown: {
    added: m('{count, plural, one {# record of another type} other {# records of other types}}'),
    updated: m(
      '{count, plural, one {# record of another type updated} other {# records of other types updated}}',
    ),
  },
  workout: {
    added: m('{count, plural, one {# workout} other {# workouts}}'),
    updated: m('{count, plural, one {# workout updated} other {# workouts updated}}'),
  },
  route: {
    added: m('{count, plural, one {# route} other {# routes}}'),
    updated: m('{count, plural, one {# route updated} other {# routes updated}}'),
  },
  correlation: {
    added: m('{count, plural, one {# correlation} other {# correlations}}'),
    updated: m('{count, plural, one {# correlation updated} other {# correlations updated}}'),
  },
  ecg: {
    added: m('{count, plural, one {# ECG} other {# ECGs}}'),
    updated: m('{count, plural, one {# ECG updated} other {# ECGs updated}}'),
  },
  activity_summary: {
    added: m('{count, plural, one {# activity day} other {# activity days}}'),
    updated: m('{count, plural, one {# activity day updated} other {# activity days updated}}'),
  },
  clinical: {
    added: m('{count, plural, one {# clinical record} other {# clinical records}}'),
    updated: m('{count, plural, one {# clinical record updated} other {# clinical records updated}}'),
  },
  audiogram: {
    added: m('{count, plural, one {# audiogram} other {# audiograms}}'),
    updated: m('{count, plural, one {# audiogram updated} other {# audiograms updated}}'),
  },
  vision: {
    added: m('{count, plural, one {# vision prescription} other {# vision prescriptions}}'),
    updated: m('{count, plural, one {# vision prescription updated} other {# vision prescriptions updated}}'),
  },
};

/** `171 workouts, 32 routes (3 updated)`: a run's additions other than records; '' if there are none. */
export function othersText(others: Receipt['others']): string {
  return listText(
    Object.entries(others).flatMap(([name, { added, updated }]) => {
      const words = classWords[name];
      if (words === undefined || added + updated === 0) return [];
      if (added === 0) return [t(words.updated, { count: updated })];
      const items = t(words.added, { count: added });
      return [
        updated > 0
          ? t('{items} ({updated, plural, one {# updated} other {# updated}})', { items, updated })
          : items,
      ];
    }),
  );
}
