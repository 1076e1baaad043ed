import { t } from '../language.ts';
import type { FileFormat, SendEstimate, TargetId } from './sync.ts';

const names: Readonly<Record<TargetId, string>> = {
  trendy: 'Trendy',
  atlas: 'Foundry (Atlas)',
  foundry: 'Foundry',
};

/** A name for the format of a destination's files, and its consequences: agreed to in the review. */
export const formatWords: Readonly<Record<FileFormat, string>> = {
  ndjson: 'NDJSON',
  get parquet() {
    return t('Parquet; Health Relay also sets the schema of an otherwise empty dataset');
  },
};

/** The display name of a target; Atlas is one of two routes to Foundry. */
export function targetName(target: TargetId): string {
  return names[target];
}

/** How long sending takes, always "about", and the basis of the estimate: one sentence each. */
export function estimateInWords(target: TargetId, estimate: SendEstimate): string {
  const { requests, itemsPerRequest, chunks, seconds } = estimate;
  if (seconds === null || requests === null || itemsPerRequest === null)
    return t('{target} states no request limit: the time depends on your connection.', {
      target: targetName(target),
    });
  const given = { duration: durationInWords(seconds), requests, most: itemsPerRequest };
  return target === 'trendy'
    ? t(
        'This takes {duration}: {requests, plural, one {one request} other {# requests}} of up to {most} events, about 6.5 seconds each, with a 65-second pause after every 150. A slow connection or server makes it longer.',
        given,
      )
    : t(
        'This takes {duration}: about {parts, plural, one {# part} other {# parts}} of 1.9 MiB, up to {most} in each of {requests, plural, one {one request} other {# requests}}, at most 15 requests a minute. A slow connection or server makes it longer.',
        { ...given, parts: chunks ?? 0 },
      );
}

/** "about 4 hours": rounded up, to two digits at most. */
export function durationInWords(seconds: number): string {
  if (seconds < 60) return t('less than a minute');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return t('about {minutes, plural, one {a minute} other {# minutes}}', { minutes });
  const hours = Math.ceil(minutes / 60);
  if (hours < 72) return t('about {hours, plural, one {# hour} other {# hours}}', { hours });
  return t('about {days, plural, one {# day} other {# days}}', { days: Math.ceil(hours / 24) });
}
