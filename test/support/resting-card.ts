import type { DestinationCard } from '../../src/shared/domain/sync.ts';

/** A destination that is on and has nothing to do, but for what is given. */
export function restingCard(change: Partial<DestinationCard> = {}): DestinationCard {
  return {
    id: 1,
    target: 'trendy',
    host: 'trendy.test',
    account: '',
    dataset: '',
    branch: '',
    isCurrent: true,
    isEnabled: true,
    pending: 0,
    sending: 0,
    waiting: 0,
    uncertain: 0,
    failed: 0,
    delivered: 0,
    held: 0,
    incomplete: 0,
    updatesWaiting: 0,
    updatesBy: [],
    chunks: null,
    rows: { queued: 0, sending: 0, waiting: 0, uncertain: 0, failed: 0, delivered: 0, discarded: 0 },
    failedRepeatable: 0,
    pausedBy: null,
    nextTryAtMs: null,
    lastSuccessAt: null,
    phase: 'idle',
    warning: null,
    question: null,
    readBack: null,
    ...change,
  };
}
