import { asFiled, type Units } from '../../../shared/domain/display-units.ts';
import { eventNotesText } from '../../../shared/domain/event-words.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import {
  type ArrivalClass,
  type DestinationCard,
  isRepeatRecognized,
  mayBeThere,
  type OutboxItem,
  type OutboxState,
} from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { bytesInWords, type ErrorText, textFor } from '../../../shared/error-texts.ts';
import { m, sentences, t } from '../../../shared/language.ts';
import { countText } from '../../components/formats.ts';
import { zonedText } from '../../components/zone-formats.ts';

/** Events of a whole day or night, whose start is a meaningless midnight. */
const ofOneDay = new Set(['steps', 'active_energy', 'sleep']);

/** The lines of a chunk, by their class. */
const chunkTitles: Readonly<Record<ArrivalClass, string>> = {
  record: m('{count, plural, one {# record} other {# records}}'),
  workout: m('{count, plural, one {# workout} other {# workouts}}'),
  correlation: m('{count, plural, one {# correlation} other {# correlations}}'),
  activity_summary: m('{count, plural, one {# activity day} other {# activity days}}'),
  audiogram: m('{count, plural, one {# audiogram} other {# audiograms}}'),
  vision: m('{count, plural, one {# vision prescription} other {# vision prescriptions}}'),
  reproductive: m(
    '{count, plural, one {# reproductive health record} other {# reproductive health records}}',
  ),
  route: m('{count, plural, one {# route} other {# routes}}'),
  ecg: m('{count, plural, one {# ECG} other {# ECGs}}'),
  clinical: m('{count, plural, one {# clinical record} other {# clinical records}}'),
  unknown: m('{count, plural, one {# record of another type} other {# records of other types}}'),
};

const isClass = (what: string): what is ArrivalClass => Object.hasOwn(chunkTitles, what);

/** An item's content: the event's own words, or the number and class of its lines. */
export function itemTitle(item: OutboxItem, units: Units = asFiled): string {
  if (item.kind === 'chunk') {
    const count = item.lines ?? 0;
    return isClass(item.what) ? t(chunkTitles[item.what], { count }) : `${countText(count)} ${item.what}`;
  }
  const notes = item.summary === null ? '' : eventNotesText(item.summary, units);
  const named = notes === '' ? categoryLabel(item.what) : notes;
  switch (item.operation) {
    case 'create':
    case 'append':
      return named;
    case 'update':
      return t('Change of {event}', { event: named });
    case 'delete':
      return t('Removal of {event}', { event: named });
  }
}

/** The item's time in the home zone; for a chunk, the days of its oldest and newest lines. */
export function itemTime({ startAt, endAt, kind, what }: OutboxItem, zone: string | null): string {
  if (startAt === null) return '';
  const first = zonedText(startAt, 'day', zone);
  if (kind === 'mutation')
    return ofOneDay.has(what) ? first : `${first}, ${zonedText(startAt, 'time', zone)}`;
  const last = endAt === null ? first : zonedText(endAt, 'day', zone);
  return first === last ? first : `${first} – ${last}`;
}

/** The line below the title in the list: time and size. */
export function itemFacts(item: OutboxItem, zone: string | null): string {
  const size = item.bytes === null ? '' : bytesInWords(item.bytes);
  return [itemTime(item, zone), size].filter((part) => part !== '').join(' · ');
}

const stateTexts: Readonly<Record<OutboxState, string>> = {
  queued: t('Waiting for its turn'),
  sending: t('Being sent'),
  waiting: t('Waiting for the next attempt'),
  uncertain: t('It may or may not have arrived'),
  failed: t('Not delivered'),
  delivered: t('Delivered'),
  discarded: t('Discarded by you'),
};

/** An item's state in words; the last error if there is one. */
export function itemState(item: OutboxItem): string {
  const { state, code, warning, mayBeRepeated } = item;
  const details = { target: targetName(item.target), untilMs: item.nextTryAtMs };
  if (state === 'delivered') {
    const marks = [
      ...(warning === null ? [] : [textFor(warning, details).title]),
      ...(mayBeRepeated ? [t('may be stored twice there')] : []),
    ];
    return [stateTexts.delivered, ...marks].join(' · ');
  }
  if (code === null || state === 'queued' || state === 'sending') return stateTexts[state];
  return textFor(code, details).title;
}

/** Nothing tries it again before the user says so. */
const isLeftToUser = ({ state, nextTryAtMs }: OutboxItem) =>
  state === 'failed' || state === 'discarded' || (state === 'uncertain' && nextTryAtMs === null);

/** When an item is tried again: at a time, or not before a pause ends. */
export interface NextAttempt {
  /** UTC milliseconds; null: nothing is tried before the user ends the pause. */
  readonly atMs: number | null;
  /** The pause of the destination, which holds the item up even if its time has come; null while nothing pauses it. */
  readonly pause: string | null;
}

/** Null where no attempt follows. `card`: the item's destination. */
export function nextAttempt(
  { nextTryAtMs, target }: OutboxItem,
  card: Pick<DestinationCard, 'pausedBy' | 'nextTryAtMs'> | undefined,
): NextAttempt | null {
  if (nextTryAtMs === null) return null;
  const code = card?.pausedBy ?? null;
  if (code === null) return { atMs: nextTryAtMs, pause: null };
  const untilMs = card?.nextTryAtMs ?? null;
  return {
    atMs: untilMs === null ? null : Math.max(nextTryAtMs, untilMs),
    pause: textFor(code, { target: targetName(target), untilMs }).title,
  };
}

/** What stopped an item, and what becomes of it in the state that it's in; null where nothing stopped it. */
export function itemNotice(item: OutboxItem): ErrorText | null {
  const { code, state, nextTryAtMs } = item;
  if (code === null || state === 'delivered' || state === 'sending') return null;
  const isTakenOver = state === 'discarded' && !canQueueAgain(item);
  const isFinal = isLeftToUser(item) && !isTakenOver;
  const details = {
    target: targetName(item.target),
    untilMs: nextTryAtMs,
    isFinal,
    isRecognized: isRepeatRecognized(item),
  };
  const { title, text } = textFor(code, details);
  if (!isFinal || (code === 'sync.out_of_scope' && state === 'uncertain')) return { title, text };
  // What the code advises is over once the item was given up.
  return { title, text: state === 'discarded' ? finalText(item) : sentences(text, finalText(item)) };
}

function finalText({ state, kind, code, tries }: OutboxItem): string {
  if (state === 'discarded')
    return t('You discarded it: it isn’t sent, and no later import sends it. “Queue again” undoes that.');
  if (state === 'uncertain')
    return t(
      'Health Relay doesn’t send it again automatically, because that may store it twice. Retry or discard it.',
    );
  // Trendy's answer says nothing of the event in its place.
  if (code === 'sync.id_taken')
    return t('It’s tried again once the other event is gone. Until then, you can retry or discard it.');
  return sentences(
    kind === 'mutation'
      ? t('Health Relay doesn’t try it again automatically unless the event changes.')
      : t('Health Relay doesn’t try it again automatically.'),
    // An item that no request carried has no message of a server.
    tries > 0 &&
      t('See Technical details for the server’s message. Fix the cause and retry, or discard the item.'),
  );
}

/** A retry sends nothing of an item outside the consent either. */
export const canRetry = ({ state, code }: OutboxItem) =>
  (state === 'failed' || state === 'uncertain' || state === 'waiting') && code !== 'sync.out_of_scope';

export const canDiscard = ({ state }: OutboxItem) =>
  state === 'failed' || state === 'uncertain' || state === 'waiting' || state === 'queued';

/** Only the user's own discards: items taken over by another route are sent by that one. */
export const canQueueAgain = ({ state, code }: OutboxItem) =>
  state === 'discarded' && code !== 'sync.other_route';

/** The consequences of a discard, as far as they are known. */
export function discardText(item: OutboxItem): string {
  const target = targetName(item.target);
  const isPerhapsThere = mayBeThere(item);
  if (item.kind === 'chunk' && isPerhapsThere)
    return t(
      'These {items} may already be at {target}, and the ones there stay there. No more of them are sent, and no later import sends them. They stay in your history on this computer.',
      { items: itemTitle(item), target },
    );
  if (item.kind === 'chunk')
    return t(
      'These {items} won’t reach {target}, and no later import sends them again. They stay in your history on this computer.',
      { items: itemTitle(item), target },
    );
  if (item.operation === 'update')
    return isPerhapsThere
      ? t(
          '{target} may already have the new figures. If it doesn’t, it keeps the older figures of this event, and no later import sends the new ones. Your history on this computer keeps them.',
          { target },
        )
      : t(
          '{target} keeps the older figures of this event, and no later import sends the new ones. Your history on this computer keeps them.',
          { target },
        );
  if (item.operation === 'delete')
    return isPerhapsThere
      ? t(
          'The event may already be gone from {target}. If it isn’t, it stays there although it’s gone from here.',
          { target },
        )
      : t('The event stays at {target} although it’s gone from here.', { target });
  return isPerhapsThere
    ? t(
        'This event may already be at {target}; if it is, it stays there. It isn’t sent again, and no later import sends it. It stays in your history on this computer.',
        { target },
      )
    : t(
        'This event won’t reach {target}, and no later import sends it again. It stays in your history on this computer.',
        { target },
      );
}
