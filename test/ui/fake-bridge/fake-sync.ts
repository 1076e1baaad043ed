import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import {
  type DestinationCard,
  mayHaveArrived,
  type OutboxItem,
  type OutboxState,
  outboxStates,
  type SyncOverview,
} from '../../../src/shared/domain/sync.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { restingCard } from '../../support/resting-card.ts';

const now = Math.floor(Date.now() / 1000);
const day = 86_400;

export function fakeCard(part: Partial<DestinationCard>): DestinationCard {
  return restingCard({
    host: 'api.trendy.example',
    account: 'anna@example.org',
    delivered: 12_045,
    lastSuccessAt: now - 130,
    ...part,
  });
}

const atlas = {
  id: 2,
  target: 'atlas',
  host: 'atlas-backend-proxy.onrender.com',
  account: 'auth0|6512bd43d9ca',
} as const;
const foundry = {
  id: 3,
  target: 'foundry',
  host: 'anna.palantirfoundry.example',
  account: '',
  dataset: 'ri.foundry.main.dataset.0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
  branch: 'master',
} as const;

/** Cards of each scene of the Sync page. */
export const fakeCards: Readonly<Record<string, readonly DestinationCard[]>> = {
  none: [],
  off: [
    fakeCard({ isEnabled: false, pausedBy: 'sync.off', delivered: 0, lastSuccessAt: null }),
    fakeCard({
      ...atlas,
      isEnabled: false,
      pausedBy: 'sync.needs_address',
      delivered: 0,
      lastSuccessAt: null,
    }),
  ],
  synced: [fakeCard({}), fakeCard({ ...atlas, delivered: 2_745_309, lastSuccessAt: now - 95 })],
  sending: [
    fakeCard({ pending: 214, sending: 50, held: 12, incomplete: 2, phase: 'sending' }),
    fakeCard({
      ...atlas,
      pending: 412_908,
      sending: 29_400,
      failed: 1,
      uncertain: 8_402,
      delivered: 92_110,
      chunks: { done: 7, total: 31 },
      phase: 'sending',
    }),
    fakeCard({ ...foundry, pending: 412_908, delivered: 0, lastSuccessAt: null, phase: 'cutting' }),
  ],
  otherPerson: [
    fakeCard({}),
    fakeCard({
      ...atlas,
      id: 5,
      account: 'auth0|65a1f0c2d3e4b5a697881b02',
      isEnabled: false,
      pausedBy: 'sync.off',
      delivered: 0,
      lastSuccessAt: null,
    }),
    fakeCard({
      ...atlas,
      isCurrent: false,
      pending: 31_204,
      delivered: 92_110,
      pausedBy: 'sync.wrong_account',
    }),
  ],
  problems: [
    fakeCard({
      pending: 238,
      waiting: 38,
      failed: 1,
      pausedBy: 'sync.rate_limited',
      nextTryAtMs: Date.now() + 64_000,
    }),
    fakeCard({
      ...atlas,
      pending: 31_204,
      failed: 4_211,
      uncertain: 8_402,
      delivered: 92_110,
      warning: 'sync.stored_as_json',
      pausedBy: 'sync.signed_out',
    }),
    fakeCard({
      ...foundry,
      pending: 412_908,
      delivered: 0,
      lastSuccessAt: null,
      pausedBy: 'sync.transaction_open',
      question: 'sync.transaction_open',
      nextTryAtMs: Date.now() + 42_000,
    }),
    fakeCard({
      ...foundry,
      id: 4,
      dataset: 'ri.foundry.main.dataset.ffffffff-0000-4000-8000-000000000000',
      isCurrent: false,
      isEnabled: false,
      pausedBy: 'sync.replaced',
      pending: 1_200,
      delivered: 88_000,
    }),
  ],
  rules: [
    fakeCard({ updatesWaiting: 214, updatesBy: ['rules'] }),
    fakeCard({ ...atlas, delivered: 2_745_309 }),
  ],
  paused: [
    fakeCard({ pending: 214, pausedBy: 'sync.paused_by_you' }),
    fakeCard({ ...atlas, pending: 412_908, pausedBy: 'sync.paused_by_you' }),
  ],
  zone: [
    fakeCard({ pending: 0, delivered: 0, lastSuccessAt: null, pausedBy: 'sync.needs_home_zone' }),
    fakeCard({
      ...atlas,
      pending: 412_908,
      waiting: 29_400,
      pausedBy: 'sync.offline',
      nextTryAtMs: Date.now() + 210_000,
    }),
  ],
};

export function overviewOf(cards: readonly DestinationCard[], isPausedByPerson = false): SyncOverview {
  const sum = (key: 'pending' | 'failed' | 'uncertain') => cards.reduce((all, card) => all + card[key], 0);
  const successes = cards.flatMap(({ lastSuccessAt }) => (lastSuccessAt === null ? [] : [lastSuccessAt]));
  return {
    destinations: [...cards],
    isPausedByPerson,
    pending: sum('pending'),
    failed: sum('failed'),
    uncertain: sum('uncertain'),
    isSending: cards.some(({ phase }) => phase !== 'idle'),
    lastSuccessAt: successes.length === 0 ? null : Math.max(...successes),
    daysToDerive: 0,
    derivationCode: null,
  };
}

const codes: Readonly<Partial<Record<OutboxState, readonly ErrorCode[]>>> = {
  failed: ['sync.unknown_event_type', 'sync.too_large', 'sync.rejected'],
  uncertain: ['sync.unknown_outcome', 'sync.timeout'],
  waiting: ['sync.server_error', 'sync.cut_short'],
};
const events = [
  ['workout', 'Auto-logged: Running'],
  ['steps', 'Auto-logged: 8412 steps'],
  ['sleep', 'Auto-logged: 7h 12m of sleep'],
  ['active_energy', 'Auto-logged: 512 kcal burned'],
  ['mindfulness', 'Auto-logged: Mindfulness session'],
  ['water', 'Auto-logged: 250 ml water'],
] as const;

/** Ids of discarded items follow, so that one can be opened by its id. */
const beforeDiscarded = 20_000;

export function itemAt(index: number, state: OutboxState): OutboxItem {
  const isChunk = index % 3 === 1;
  const [what, summary] = events[index % events.length] ?? events[0];
  const startAt = now - 3 * day - index * 40_000;
  const own = codes[state];
  return {
    kind: isChunk ? 'chunk' : 'mutation',
    id: index + 1 + (state === 'discarded' ? beforeDiscarded : 0),
    destination: isChunk ? 2 : 1,
    target: isChunk ? 'atlas' : 'trendy',
    state,
    operation: isChunk ? 'append' : index % 4 === 3 ? 'update' : 'create',
    what: isChunk ? (index % 2 === 0 ? 'workout' : 'record') : what,
    eventId: isChunk ? null : index + 1,
    startAt: isChunk ? startAt - 900 * day : startAt,
    endAt: isChunk ? startAt : null,
    lines: isChunk ? 4_211 : null,
    bytes: isChunk ? 1_962_330 : null,
    summary: isChunk ? null : summary,
    tries: state === 'queued' ? 0 : 1 + (index % 4),
    nextTryAtMs: state === 'waiting' ? Date.now() + 42_000 : null,
    code: own === undefined ? null : (own[index % own.length] ?? null),
    warning: state === 'delivered' && isChunk ? 'sync.stored_as_json' : null,
    mayBeRepeated: ['delivered', 'discarded', 'failed'].includes(state) && index % 6 === 1,
    mayBeStored: false,
    updatedAt: now - index * 70,
  };
}

type SyncAnswers = {
  [N in CallName as N extends `sync.${string}` ? N : never]: (input: CallInput<N>) => CallOutput<N>;
};

/** Answers of the outbox over one set of cards; acts change nothing but what the test can see in `acts`. */
export function fakeSync(
  cards: readonly DestinationCard[],
  isPaused: boolean,
  derivationCode: ErrorCode | null,
): SyncAnswers {
  const counts: Readonly<Partial<Record<OutboxState, number>>> =
    cards.length === 0
      ? {}
      : {
          failed: cards.some(({ failed }) => failed > 0) ? 3 : 0,
          uncertain: cards.some(({ uncertain }) => uncertain > 0) ? 2 : 0,
          queued: cards.some(({ pending }) => pending > 0) ? 200 : 0,
          waiting: cards.some(({ waiting }) => waiting > 0) ? 38 : 0,
          delivered: cards.some(({ delivered }) => delivered > 0) ? 12_045 : 0,
          discarded: cards.some(({ failed }) => failed > 0) ? 260 : 0,
        };
  const gone = new Set<string>();
  const allOf = (states: readonly OutboxState[]) =>
    states.flatMap((state) => Array.from({ length: counts[state] ?? 0 }, (_, index) => itemAt(index, state)));
  const isThere = ({ kind, id, state }: OutboxItem) => !gone.has(`${kind} ${id} ${state}`);
  const counted = () =>
    cards.map((card) => {
      const rows = { ...card.rows };
      const own = (state: OutboxState) =>
        allOf([state]).filter((item) => item.destination === card.id && isThere(item));
      for (const state of outboxStates) rows[state] = own(state).length;
      return { ...card, rows, failedRepeatable: own('failed').filter(mayHaveArrived).length };
    });
  return {
    'sync.overview': () => ({
      ...overviewOf(counted(), isPaused),
      daysToDerive: derivationCode === null ? 0 : 12,
      derivationCode,
    }),
    'sync.runNow': () => null,
    'sync.pause': () => null,
    'sync.resume': () => null,
    // A cursor is a place among all there ever were, which stays when others are gone.
    'sync.items': ({ destination, states, cursor, until, limit }) => {
      const all = allOf(states).filter((item) => item.destination === (destination ?? item.destination));
      const places = [...all.keys()].slice(
        Number(cursor ?? 0),
        until === undefined ? undefined : Number(until),
      );
      const left = places.filter((place) => isThere(all[place] as OutboxItem));
      const shown = left.slice(0, limit);
      return {
        rows: shown.map((place) => all[place] as OutboxItem),
        next: left.length > limit ? String((shown.at(-1) ?? 0) + 1) : null,
        total: all.filter(isThere).length,
      };
    },
    'sync.item': ({ kind, id }) => {
      const row =
        id > beforeDiscarded
          ? itemAt(id - 1 - beforeDiscarded, 'discarded')
          : itemAt(id - 1, stateOf(counts, id));
      return {
        ...row,
        kind,
        error: row.code === null ? null : 'invalid event type: 0190a1b2-…',
        requestId: '4f1c7a52-9d5e-4b0c-8a07-2f4a5e6b7c8d',
        answer:
          row.code === null
            ? null
            : '{"created":[],"errors":[{"index":3,"message":"invalid event type: <b>x</b>"}],"total":50}',
        payload: JSON.stringify({ healthkit_category: row.what, timestamp: '2026-01-12T06:10:00Z' }, null, 2),
        remotePath: kind === 'chunk' ? 'exports/2026-01-14/records.ndjson' : null,
        transactionRid: null,
        sha256: kind === 'chunk' ? '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' : null,
      };
    },
    'sync.retry': ({ kind, id }) => {
      for (const state of ['failed', 'uncertain'] as const) gone.add(`${kind} ${id} ${state}`);
      return null;
    },
    'sync.retryAll': () => ({ items: 3 }),
    'sync.discard': ({ kind, id }) => {
      for (const state of ['failed', 'queued'] as const) gone.add(`${kind} ${id} ${state}`);
      return null;
    },
    'sync.queueAgain': ({ kind, id }) => {
      gone.add(`${kind} ${id} discarded`);
      return null;
    },
    'sync.queueAllAgain': () => ({ items: counts.discarded ?? 0 }),
    'sync.abortTransaction': () => null,
    'sync.releaseUpdates': () => null,
  };
}

function stateOf(counts: Readonly<Partial<Record<OutboxState, number>>>, id: number): OutboxState {
  for (const state of ['failed', 'uncertain', 'queued'] as const) {
    if (id <= (counts[state] ?? 0)) return state;
  }
  return 'delivered';
}
