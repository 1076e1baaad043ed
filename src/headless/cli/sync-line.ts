import type { DestinationCard, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Output } from './output.ts';
import { type OpenQuestions, pauseInWords, questionsInWords } from './pause-words.ts';

/** One line of `sync --json`. Counts are events for trendy, samples for atlas and foundry, since the beginning. */
export interface SyncLine extends OpenQuestions {
  readonly target: TargetId;
  readonly host: string;
  /** The destination's account; '' while unknown. */
  readonly account: string;
  readonly dataset: string;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly uncertain: number;
  /** How many of these may be stored twice. */
  readonly mayBeRepeated: number;
  /** Requests in this run. */
  readonly requests: number;
  readonly seconds: number;
  readonly pausedBy: ErrorCode | null;
  /** Foundry: when rows were last read back, and why that failed; null: never. */
  readonly readBack: DestinationCard['readBack'];
  readonly updatesWaiting: number;
}

export const nowhere = 'Everything is kept on this computer; no target is turned on.';

/** Of the one target that was named. */
export const notThere = (target: TargetId) => `${targetName(target)} is turned off: nothing was sent there.`;

export function isOff({ pausedBy }: SyncLine): boolean {
  return pausedBy === 'sync.off' || pausedBy === 'sync.needs_address';
}

/** Everything due was created and sent. A target that is off is meant to send nothing. */
export function isDone(line: SyncLine): boolean {
  if (line.pausedBy === 'sync.needs_home_zone') return false;
  return isOff(line) || line.pending + line.failed + line.uncertain === 0;
}

export function syncLine(
  card: DestinationCard,
  run: Pick<SyncLine, 'requests' | 'seconds' | 'mayBeRepeated'>,
): SyncLine {
  const { target, host, account, dataset, delivered, pending, failed, uncertain, pausedBy, readBack } = card;
  const { question, updatesWaiting } = card;
  const seconds = Math.round(run.seconds * 1000) / 1000;
  return {
    target,
    host,
    account,
    dataset,
    delivered,
    pending,
    failed,
    uncertain,
    mayBeRepeated: run.mayBeRepeated,
    requests: run.requests,
    seconds,
    pausedBy,
    question,
    updatesWaiting,
    readBack,
  };
}

const counted = new Intl.NumberFormat();

/** The line in words: `Trendy (127.0.0.1:8080): 214 delivered, 0 pending, …`, and why nothing is sent. */
export function syncInWords(line: SyncLine): string[] {
  const { target, host, requests, seconds, pausedBy, readBack } = line;
  const made = `${counted.format(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  const lines = [
    `${targetName(target)} (${host}): ${countsInWords(line)}; ${made} in ${seconds.toFixed(1)} s`,
  ];
  if (pausedBy !== null) lines.push(`  ${pauseInWords(pausedBy, target, line.question)}`);
  return [...lines, ...questionsInWords(line), ...unreadableInWords(readBack, target)];
}

/** A sync beside imports, whose results own stdout: deliveries are notes; failures and open questions are told with `--quiet`, too. */
export function tellBeside(lines: readonly SyncLine[], output: Output): void {
  for (const line of lines) {
    const isTold = !isDone(line) || line.readBack?.code != null || questionsInWords(line).length > 0;
    for (const text of syncInWords(line)) isTold ? output.failure(text) : output.note(text);
  }
}

/** Why nobody can read the dataset as a table, with the server's own word; nothing if it's readable or never was read. */
export function unreadableInWords(readBack: DestinationCard['readBack'], target: TargetId): string[] {
  if (readBack === null || readBack.code === null) return [];
  const { title, text } = textFor(readBack.code, { target: targetName(target) });
  const reported = readBack.error === null ? '' : ` ${targetName(target)} reported: ${readBack.error}.`;
  return [`  ${title}. ${text}${reported}`];
}

type Counts = Pick<SyncLine, 'delivered' | 'pending' | 'failed' | 'uncertain' | 'mayBeRepeated'>;

export function countsInWords({ delivered, pending, failed, uncertain, mayBeRepeated }: Counts): string {
  const counts = Object.entries({ delivered, pending, failed, uncertain }).map(
    ([name, count]) => `${counted.format(count)} ${name}`,
  );
  if (mayBeRepeated > 0) counts.push(`${counted.format(mayBeRepeated)} may be stored twice`);
  return counts.join(', ');
}

/** Progress line: `Trendy 214 pending  Foundry (Atlas) 412,908 pending`. */
export function pendingInWords(cards: readonly DestinationCard[]): string {
  return cards
    .filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled)
    .map(({ target, pending }) => `${targetName(target)} ${counted.format(pending)} pending`)
    .join('  ');
}
