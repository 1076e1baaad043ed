import type { DestinationCard, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { countOf } from '../../components/formats.ts';

// The sentences are English, whatever the locale of figures and dates.
const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** The delivery state after an import: in progress, held up, delivered, or kept here. */
export function wayText({
  destinations,
  daysToDerive,
  derivationCode,
  isPausedByPerson,
}: SyncOverview): string {
  const on = destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  if (on.length === 0) return 'Kept on this computer; no target is turned on.';
  const names = (cards: readonly DestinationCard[]) =>
    list.format(cards.map(({ target }) => targetName(target)));
  const pending = on.filter((card) => card.pending > 0);
  const deriving = daysToDerive !== null && daysToDerive > 0;
  if (pending.length === 0) {
    if (deriving)
      return `Events are ${derivationCode === null ? 'being' : 'still to be'} created for ${names(on)}.`;
    const open = on.filter(({ failed, uncertain }) => failed + uncertain > 0);
    if (open.length === 0) return `Everything is delivered to ${names(on)}.`;
    const count = open.reduce((sum, { failed, uncertain }) => sum + failed + uncertain, 0);
    return `${countOf(count, 'item')} failed or ${count === 1 ? 'is' : 'are'} uncertain at ${names(open)}.`;
  }
  const most = (isEvents: boolean) =>
    Math.max(
      0,
      ...pending.filter(({ target }) => (target === 'trendy') === isEvents).map((card) => card.pending),
    );
  // Both routes to Foundry carry the same records: the larger number is what waits.
  const what = list.format([
    ...(most(true) > 0 ? [countOf(most(true), 'event')] : []),
    ...(most(false) > 0 ? [countOf(most(false), 'record')] : []),
  ]);
  const isOne = most(true) + most(false) === 1;
  const held = pending.find(({ pausedBy }) => pausedBy !== null);
  if (isPausedByPerson || (held !== undefined && pending.every(({ pausedBy }) => pausedBy !== null))) {
    const why = textFor(isPausedByPerson ? 'sync.paused_by_you' : (held?.pausedBy ?? 'sync.off'), {
      target: held === undefined ? null : targetName(held.target),
    }).title;
    return `${what} ${isOne ? 'is' : 'are'} pending for ${names(pending)}. ${why}.`;
  }
  return `${what} ${isOne ? 'is' : 'are'} on ${isOne ? 'its' : 'their'} way to ${names(pending)}.`;
}
