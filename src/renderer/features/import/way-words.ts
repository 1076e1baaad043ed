import type { DestinationCard, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { m, sentences, t } from '../../../shared/language.ts';
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

const namesOf = (cards: readonly DestinationCard[]) =>
  listAndText(cards.map(({ target }) => targetName(target)));

/** The delivery state after an import: in progress, held up, delivered, or kept here. */
export function wayText(overview: SyncOverview): string {
  const on = overview.destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  if (on.length === 0) return t('Kept on this computer; no target is turned on.');
  const pending = on.filter((card) => card.pending > 0);
  const said = pending.length > 0 ? pendingTexts(pending, overview) : restTexts(on, overview);
  return sentences(...said, zoneText(on, overview));
}

/** A sentence for the targets that are being sent to, and one for each reason that holds others up. */
function pendingTexts(pending: readonly DestinationCard[], { isPausedByPerson }: SyncOverview): string[] {
  const byPause = new Map<DestinationCard['pausedBy'], DestinationCard[]>();
  for (const card of pending) {
    const pause = isPausedByPerson ? 'sync.paused_by_you' : card.pausedBy;
    byPause.set(pause, [...(byPause.get(pause) ?? []), card]);
  }
  const moving = byPause.get(null) ?? [];
  byPause.delete(null);
  return [
    moving.length > 0 ? countedText(onTheirWay, moving) : '',
    ...[...byPause].map(([code, cards]) => {
      const target = cards.length === 1 && cards[0] ? targetName(cards[0].target) : null;
      return countedText(heldUp, cards, textFor(code ?? 'sync.off', { target }).title);
    }),
  ];
}

function countedText(texts: typeof heldUp | typeof onTheirWay, cards: readonly DestinationCard[], why = '') {
  const most = (isEvents: boolean) =>
    Math.max(
      0,
      ...cards.filter(({ target }) => (target === 'trendy') === isEvents).map((card) => card.pending),
    );
  // Both routes to Foundry carry the same records: the larger number is what waits.
  const values = { events: most(true), records: most(false), names: namesOf(cards), why };
  const kind = values.records === 0 ? 'events' : values.events === 0 ? 'records' : 'both';
  return t(texts[kind], values);
}

/** While nothing is pending. */
function restTexts(on: readonly DestinationCard[], { daysToDerive, derivationCode }: SyncOverview): string[] {
  const trendy = on.filter(({ target }) => target === 'trendy');
  if (trendy.length > 0 && daysToDerive !== null && daysToDerive > 0) {
    const names = namesOf(trendy);
    return [
      derivationCode === null
        ? t('Events are being created for {names}.', { names })
        : t('Events are still to be created for {names}.', { names }),
    ];
  }
  const open = on.filter(({ failed, uncertain }) => failed + uncertain > 0);
  if (open.length > 0) {
    const count = open.reduce((sum, { failed, uncertain }) => sum + failed + uncertain, 0);
    return [
      t(
        '{count, plural, one {# item failed or is uncertain} other {# items failed or are uncertain}} at {names}.',
        { count, names: namesOf(open) },
      ),
    ];
  }
  // Without a home zone there are no events that could have been delivered.
  const done = daysToDerive === null ? on.filter(({ target }) => target !== 'trendy') : on;
  return done.length === 0 ? [] : [t('Everything is delivered to {names}.', { names: namesOf(done) })];
}

/** `daysToDerive` is null until the home zone is confirmed. */
function zoneText(on: readonly DestinationCard[], { daysToDerive }: SyncOverview): string {
  const trendy = on.filter(({ target }) => target === 'trendy');
  if (daysToDerive !== null || trendy.length === 0) return '';
  return t('Events for {names} are created once you confirm the home time zone.', { names: namesOf(trendy) });
}
