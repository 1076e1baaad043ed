import type { ImportStatus } from '../../../src/shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../../../src/shared/domain/sync.ts';
import { restingCard } from '../../support/resting-card.ts';

const secrets = { host: 'SECRET.example', account: 'SECRET ada' };

/** An overview of cards that differ from a resting Trendy by what is given; sums over those that are on. */
export function overviewOf(
  cards: readonly Partial<DestinationCard>[],
  rest: Partial<SyncOverview> = {},
): SyncOverview {
  const destinations = cards.map((given) => restingCard({ ...secrets, ...given }));
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
    derivationCode: null,
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
