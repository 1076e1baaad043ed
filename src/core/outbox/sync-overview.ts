import {
  type DestinationCard,
  destinationCardSchema,
  type OutboxState,
  outboxStates,
  type SyncOverview,
} from '../../shared/domain/sync.ts';
import { type ErrorCode, errorCodes } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { hostOf } from '../network/base-url.ts';
import { countSuperseded } from './chunks/chunk-rows.ts';
import type { DestinationLoop } from './destination-loop.ts';
import type { DestinationRow } from './destination-store.ts';
import { causesOf } from './mutations/waiting-updates.ts';
import type { HeldBack } from './target-side.ts';

export interface OverviewFacts {
  readonly reader: Reader;
  readonly rows: readonly DestinationRow[];
  readonly pauseOf: (row: DestinationRow) => ErrorCode | null;
  readonly loop: (destination: number) => DestinationLoop | null;
  /** Items in scope that are in no row of the queue yet. */
  readonly backlog: (row: DestinationRow) => number;
  /** Events held back on purpose at this destination. */
  readonly heldBack: (row: DestinationRow) => HeldBack;
  /** Updates of delivered events that wait for the user's decision. */
  readonly updatesWaiting: (row: DestinationRow) => number;
  readonly isPausedByPerson: boolean;
  readonly daysToDerive: number | null;
  readonly derivationCode: ErrorCode | null;
}

interface Sum {
  readonly state: OutboxState;
  /** Events, or lines of chunks; a removal that arrived is nothing that is there. */
  readonly items: number;
  /** Mutations or chunks, all of them. */
  readonly rows: number;
  /** Of `rows`, those that may be stored twice. */
  readonly marked: number;
}

const pendingStates: ReadonlySet<string> = new Set(['queued', 'sending', 'waiting']);

export function syncOverview(facts: OverviewFacts): SyncOverview {
  const destinations = facts.rows.map((row) => cardOf(row, facts));
  const current = destinations.filter((card) => card.isCurrent);
  const sum = (of: (card: DestinationCard) => number) => current.reduce((total, card) => total + of(card), 0);
  const successes = destinations.flatMap(({ lastSuccessAt }) =>
    lastSuccessAt === null ? [] : [lastSuccessAt],
  );
  return {
    destinations,
    isPausedByPerson: facts.isPausedByPerson,
    pending: sum((card) => (card.isEnabled ? card.pending : 0)),
    failed: sum((card) => card.failed),
    uncertain: sum((card) => card.uncertain),
    isSending: current.some(({ phase }) => phase !== 'idle'),
    lastSuccessAt: successes.length === 0 ? null : Math.max(...successes),
    daysToDerive: facts.daysToDerive,
    derivationCode: facts.derivationCode,
  };
}

/** Counts are events for Trendy and samples for the raw targets. */
export function cardOf(row: DestinationRow, facts: OverviewFacts): DestinationCard {
  const isRaw = row.target !== 'trendy';
  const sums = new Map(sumsOf(facts.reader, row).map((sum) => [sum.state, sum]));
  const items = (state: OutboxState) => sums.get(state)?.items ?? 0;
  const superseded = isRaw ? countSuperseded(facts.reader, row.id) : 0;
  const rows = (state: OutboxState) =>
    (sums.get(state)?.rows ?? 0) - (state === 'discarded' ? superseded : 0);
  const loop = facts.loop(row.id);
  const state = JSON.parse(row.state) as Record<string, unknown>;
  const open = rows('queued') + rows('sending') + rows('waiting');
  return {
    id: row.id,
    target: row.target,
    host: hostOf(row.base_url),
    account: row.account,
    dataset: row.dataset,
    branch: row.branch,
    isCurrent: row.is_current === 1,
    isEnabled: row.is_enabled === 1,
    pending: items('queued') + items('sending') + items('waiting') + facts.backlog(row),
    sending: items('sending'),
    waiting: items('waiting'),
    uncertain: items('uncertain'),
    failed: items('failed'),
    delivered: items('delivered'),
    ...facts.heldBack(row),
    updatesWaiting: facts.updatesWaiting(row),
    updatesBy: causesOf(state),
    chunks: isRaw ? { total: open + rows('delivered'), done: rows('delivered') } : null,
    rows: Object.fromEntries(outboxStates.map((one) => [one, rows(one)])) as DestinationCard['rows'],
    failedRepeatable: sums.get('failed')?.marked ?? 0,
    pausedBy: facts.pauseOf(row),
    nextTryAtMs: loop?.dueAtMs ?? null,
    lastSuccessAt: row.last_success_at,
    phase: loop?.phase ?? 'idle',
    warning: isRaw ? warningOf(facts.reader, row.id) : null,
    question: codeOrNull(state['question']),
    readBack: readBackOf(state['readBack']),
  };
}

/** Counted by triggers (migration outbox-counts). */
function sumsOf(reader: Reader, { id, target }: DestinationRow): Sum[] {
  return reader
    .prepare<[number, string], Sum>(
      `SELECT state, sum(iif(state = 'delivered' AND is_delete = 1, 0, items)) AS items, sum(row_count) AS rows,
         sum(iif(may_be_repeated = 1, row_count, 0)) AS marked
       FROM outbox_count WHERE destination = ? AND kind = ? GROUP BY state`,
    )
    .all(id, target === 'trendy' ? 'mutation' : 'chunk');
}

/** The pending items of a destination, without the rest of its card. */
export function pendingOf(
  row: DestinationRow,
  { reader, backlog }: Pick<OverviewFacts, 'reader' | 'backlog'>,
): number {
  const queued = sumsOf(reader, row).filter(({ state }) => pendingStates.has(state));
  return queued.reduce((total, { items }) => total + items, 0) + backlog(row);
}

function warningOf(reader: Reader, destination: number): ErrorCode | null {
  const code = reader
    .prepare<[number], string>(
      'SELECT warning FROM chunk WHERE destination = ? AND warning IS NOT NULL LIMIT 1',
    )
    .pluck()
    .get(destination);
  return codeOrNull(code);
}

function readBackOf(value: unknown): DestinationCard['readBack'] {
  if (typeof value !== 'object' || value === null) return null;
  // A merged state holds no nulls (RFC 7396).
  const found = destinationCardSchema.shape.readBack.safeParse({ code: null, error: null, ...value });
  return found.success ? found.data : null;
}

function codeOrNull(value: unknown): ErrorCode | null {
  return errorCodes.find((code) => code === value) ?? null;
}
