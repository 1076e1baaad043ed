import type { ImportStatus } from '../../../src/shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../../../src/shared/domain/sync.ts';

const card: DestinationCard = {
  id: 1,
  target: 'trendy',
  host: 'SECRET.example',
  account: 'SECRET ada',
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
  updatesWaiting: 0,
  chunks: null,
  pausedBy: null,
  nextTryAtMs: null,
  lastSuccessAt: null,
  phase: 'idle',
  warning: null,
  question: null,
};

/** An overview of cards that differ from a resting Trendy by what is given; sums over those that are on. */
export function overviewOf(
  cards: readonly Partial<DestinationCard>[],
  rest: Partial<SyncOverview> = {},
): SyncOverview {
  const destinations = cards.map((given) => ({ ...card, ...given }));
  const sum = (of: (given: DestinationCard) => number) =>
    destinations.filter(({ isCurrent }) => isCurrent).reduce((total, given) => total + of(given), 0);
  return {
    destinations,
    isPausedByPerson: false,
    pending: sum(({ pending }) => pending),
    failed: sum(({ failed }) => failed),
    uncertain: sum(({ uncertain }) => uncertain),
    isSending: false,
    lastSuccessAt: null,
    daysToDerive: 0,
    ...rest,
  };
}

export const importing: ImportStatus = {
  runId: 1,
  name: 'SECRET.zip',
  phase: 'reading',
  readBytes: 425,
  totalBytes: 1000,
  bytesPerSecond: 1,
  secondsLeft: null,
  reading: 'SECRET type',
  records: { read: 1, added: 1, known: 0, repeated: 0, skipped: 0 },
  workouts: 0,
  startedAt: 0,
  queued: 0,
};
