import type { DestinationCard, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { m, t } from '../../../shared/language.ts';
import { listAndText } from '../../components/formats.ts';

/** The pending items, their target, and the reason they wait. */
const heldUp = {
  events: m('{events, plural, one {# event is} other {# events are}} pending for {names}. {why}.'),
  records: m('{records, plural, one {# record is} other {# records are}} pending for {names}. {why}.'),
  both: m(
    '{events, plural, one {# event} other {# events}} and {records, plural, one {# record} other {# records}} are pending for {names}. {why}.',
  ),
} as const;
const onTheirWay = {
  events: m('{events, plural, one {# event is on its way} other {# events are on their way}} to {names}.'),
  records: m(
    '{records, plural, one {# record is on its way} other {# records are on their way}} to {names}.',
  ),
  both: m(
    '{events, plural, one {# event} other {# events}} and {records, plural, one {# record} other {# records}} are on their way to {names}.',
  ),
} as const;

/** The delivery state after an import: in progress, held up, delivered, or kept here. */
export function wayText({
  destinations,
  daysToDerive,
  derivationCode,
  isPausedByPerson,
}: SyncOverview): string {
  const on = destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  if (on.length === 0) return t('Kept on this computer; no target is turned on.');
  const names = (cards: readonly DestinationCard[]) =>
    listAndText(cards.map(({ target }) => targetName(target)));
  const pending = on.filter((card) => card.pending > 0);
  const deriving = daysToDerive !== null && daysToDerive > 0;
  if (pending.length === 0) {
    if (deriving)
      return derivationCode === null
        ? t('Events are being created for {names}.', { names: names(on) })
        : t('Events are still to be created for {names}.', { names: names(on) });
    const open = on.filter(({ failed, uncertain }) => failed + uncertain > 0);
    if (open.length === 0) return t('Everything is delivered to {names}.', { names: names(on) });
    const count = open.reduce((sum, { failed, uncertain }) => sum + failed + uncertain, 0);
    return t(
      '{count, plural, one {# item failed or is uncertain} other {# items failed or are uncertain}} at {names}.',
      { count, names: names(open) },
    );
  }
  const most = (isEvents: boolean) =>
    Math.max(
      0,
      ...pending.filter(({ target }) => (target === 'trendy') === isEvents).map((card) => card.pending),
    );
  // Both routes to Foundry carry the same records: the larger number is what waits.
  const values = { events: most(true), records: most(false), names: names(pending) };
  const kind = values.records === 0 ? 'events' : values.events === 0 ? 'records' : 'both';
  const held = pending.find(({ pausedBy }) => pausedBy !== null);
  if (isPausedByPerson || (held !== undefined && pending.every(({ pausedBy }) => pausedBy !== null))) {
    const why = textFor(isPausedByPerson ? 'sync.paused_by_you' : (held?.pausedBy ?? 'sync.off'), {
      target: held === undefined ? null : targetName(held.target),
    }).title;
    return t(heldUp[kind], { ...values, why });
  }
  return t(onTheirWay[kind], values);
}
