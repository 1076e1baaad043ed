import { formatLocale } from '../language.ts';
import type { FileFormat, SendEstimate, TargetId } from './sync.ts';

const names: Readonly<Record<TargetId, string>> = {
  trendy: 'Trendy',
  atlas: 'Foundry (Atlas)',
  foundry: 'Foundry',
};

/** What a person calls the form of a destination's files, and what comes with it: agreed to in the review. */
export const formatWords: Readonly<Record<FileFormat, string>> = {
  ndjson: 'NDJSON',
  parquet: 'Parquet; Health Relay also sets the schema of an otherwise empty dataset',
};

/** What a person calls a target; Atlas is one of two routes to Foundry. */
export function targetName(target: TargetId): string {
  return names[target];
}

const counted = new Intl.NumberFormat(formatLocale());

/** How long sending takes, always "about", and what that rests on: one sentence each. */
export function estimateInWords(target: TargetId, estimate: SendEstimate): string {
  const { requests, itemsARequest, chunks, seconds } = estimate;
  const name = targetName(target);
  if (seconds === null || requests === null || itemsARequest === null)
    return `${name} states no request limit: the time depends on your connection.`;
  const made = requests === 1 ? 'one request' : `${counted.format(requests)} requests`;
  const parts = chunks === 1 ? '1 part of 1.9 MiB' : `${counted.format(chunks ?? 0)} parts of 1.9 MiB`;
  const rests =
    target === 'trendy'
      ? `${made} of up to ${itemsARequest} events, about 6.5 seconds each, with a 65-second pause after every 150`
      : `about ${parts}, up to ${itemsARequest} in each of ${made}, at most 15 requests a minute`;
  return `This takes ${durationInWords(seconds)}: ${rests}. A slow connection or server makes it longer.`;
}

/** "about 4 hours": rounded up, in two figures at most. */
export function durationInWords(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`;
  const hours = Math.ceil(minutes / 60);
  return hours < 72 ? `about ${hours} hours` : `about ${Math.ceil(hours / 24)} days`;
}
