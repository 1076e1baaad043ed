import type { DestinationCard, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** One line of `sync --json`. Counts are events for trendy, samples for atlas and foundry, of all times. */
export interface SyncLine {
  readonly target: TargetId;
  readonly host: string;
  readonly dataset: string;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly uncertain: number;
  /** Of this run. */
  readonly requests: number;
  readonly seconds: number;
  readonly pausedBy: ErrorCode | null;
}

export function syncLine(
  card: DestinationCard,
  run: { readonly requests: number; readonly seconds: number },
): SyncLine {
  const { target, host, dataset, delivered, pending, failed, uncertain, pausedBy } = card;
  const seconds = Math.round(run.seconds * 1000) / 1000;
  return {
    target,
    host,
    dataset,
    delivered,
    pending,
    failed,
    uncertain,
    requests: run.requests,
    seconds,
    pausedBy,
  };
}

const counted = new Intl.NumberFormat();

/** The same for a person: `Trendy (127.0.0.1:8080): 214 delivered, 0 pending, …`, and why nothing is sent. */
export function syncInWords(line: SyncLine): string[] {
  const { target, host, delivered, pending, failed, uncertain, requests, seconds, pausedBy } = line;
  const counts = Object.entries({ delivered, pending, failed, uncertain })
    .map(([name, count]) => `${counted.format(count)} ${name}`)
    .join(', ');
  const lines = [
    `${targetName(target)} (${host}): ${counts}; ${counted.format(requests)} requests in ${seconds.toFixed(1)} s`,
  ];
  if (pausedBy !== null) {
    const { title, text } = textFor(pausedBy, { target: targetName(target) });
    lines.push(`  ${title}. ${text}`);
  }
  return lines;
}

/** One line while it runs: `Trendy 214 pending  Foundry (Atlas) 412,908 pending`. */
export function pendingInWords(cards: readonly DestinationCard[]): string {
  return cards
    .filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled)
    .map(({ target, pending }) => `${targetName(target)} ${counted.format(pending)} pending`)
    .join('  ');
}
