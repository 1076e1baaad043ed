import { type OutboxState, outboxStates } from '../../shared/domain/sync.ts';

/**
 * What happens to a mutation or a chunk (outbox/README, States). claim: about to be sent; wait: not stored for certain, or free
 * to repeat; doubt: outcome unknown without idempotency; release: the request was never made; recover: the program died while
 * sending; lose: its bytes are gone; retry, discard and again (a discard taken back): the user.
 */
export type OutboxEvent =
  | 'claim'
  | 'deliver'
  | 'wait'
  | 'doubt'
  | 'fail'
  | 'release'
  | 'recover'
  | 'lose'
  | 'retry'
  | 'discard'
  | 'again';

const table: Readonly<Record<OutboxState, Readonly<Partial<Record<OutboxEvent, OutboxState>>>>> = {
  queued: { claim: 'sending', lose: 'uncertain', discard: 'discarded' },
  sending: {
    deliver: 'delivered',
    wait: 'waiting',
    doubt: 'uncertain',
    fail: 'failed',
    release: 'queued',
    recover: 'queued',
    lose: 'uncertain',
  },
  waiting: { claim: 'sending', lose: 'uncertain', retry: 'queued', discard: 'discarded' },
  uncertain: { claim: 'sending', lose: 'uncertain', retry: 'queued', discard: 'discarded' },
  failed: { retry: 'queued', discard: 'discarded' },
  delivered: {},
  discarded: { again: 'queued' },
};

/** The state after `event`, null where it cannot happen. What is delivered never changes again. */
export function nextState(state: OutboxState, event: OutboxEvent): OutboxState | null {
  return table[state][event] ?? null;
}

/** The states in which `event` may happen. */
export function statesBefore(event: OutboxEvent): OutboxState[] {
  return outboxStates.filter((state) => nextState(state, event) !== null);
}
