import { plainNotes } from '../../../shared/domain/event-words.ts';
import { categoryLabel, classWord } from '../../../shared/domain/kind-label.ts';
import { mayBeThere, type OutboxItem, type OutboxState } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { bytesInWords, textFor } from '../../../shared/error-texts.ts';
import { countText } from '../../components/formats.ts';
import { zonedText } from '../../components/zone-formats.ts';

/** Events of a whole day or night, whose start is a meaningless midnight. */
const ofOneDay = new Set(['steps', 'active_energy', 'sleep']);

const operations: Readonly<Record<OutboxItem['operation'], string>> = {
  create: '',
  append: '',
  update: 'change of ',
  delete: 'removal of ',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** An item's content: the event's own words, or the number and class of its lines. */
export function itemTitle(item: OutboxItem): string {
  if (item.kind === 'chunk') {
    const lines = item.lines ?? 0;
    return `${countText(lines)} ${classWord(item.what, lines)}`;
  }
  const notes = item.summary === null ? '' : plainNotes(item.summary);
  const named = notes === '' ? categoryLabel(item.what) : notes;
  return operations[item.operation] === '' ? named : capital(`${operations[item.operation]}${named}`);
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
  queued: 'Waiting for its turn',
  sending: 'Being sent',
  waiting: 'Waiting for the next attempt',
  uncertain: 'It may or may not have arrived',
  failed: 'Not delivered',
  delivered: 'Delivered',
  discarded: 'Discarded by you',
};

/** An item's state in words; the last error if there is one. */
export function itemState(item: OutboxItem): string {
  const { state, code, warning, mayBeRepeated } = item;
  const details = { target: targetName(item.target), untilMs: item.nextTryAtMs };
  if (state === 'delivered') {
    const marks = [
      ...(warning === null ? [] : [textFor(warning, details).title]),
      ...(mayBeRepeated ? ['may be stored twice there'] : []),
    ];
    return [stateTexts.delivered, ...marks].join(' · ');
  }
  if (code === null || state === 'queued' || state === 'sending') return stateTexts[state];
  return textFor(code, details).title;
}

export const canRetry = ({ state }: OutboxItem) =>
  state === 'failed' || state === 'uncertain' || state === 'waiting';

export const canDiscard = ({ state }: OutboxItem) =>
  state === 'failed' || state === 'uncertain' || state === 'waiting' || state === 'queued';

/** Only the user's own discards: items taken over by another route are sent by that one. */
export const canQueueAgain = ({ state, code }: OutboxItem) =>
  state === 'discarded' && code !== 'sync.other_route';

/** The consequences of a discard, as far as they are known. */
export function discardText(item: OutboxItem): string {
  const name = targetName(item.target);
  const stay = 'in your history on this computer';
  const isPerhapsThere = mayBeThere(item);
  if (item.kind === 'chunk' && isPerhapsThere)
    return `These ${itemTitle(item)} may already be at ${name}, and the ones there stay there. Nothing more of them is sent, and no later import sends them. They stay ${stay}.`;
  if (item.kind === 'chunk')
    return `These ${itemTitle(item)} won’t reach ${name}, and no later import sends them again. They stay ${stay}.`;
  if (item.operation === 'update') {
    const perhaps = isPerhapsThere ? `${name} may already have the new figures. If it doesn’t, ` : '';
    return `${perhaps}${isPerhapsThere ? 'it' : name} keeps the older figures of this event, and no later import sends the new ones. Your history on this computer keeps them.`;
  }
  if (item.operation === 'delete')
    return isPerhapsThere
      ? `The event may already be gone from ${name}. If it isn’t, it stays there although it’s gone from here.`
      : `The event stays at ${name} although it’s gone from here.`;
  return isPerhapsThere
    ? `This event may already be at ${name}; if it is, it stays there. It isn’t sent again, and no later import sends it. It stays ${stay}.`
    : `This event won’t reach ${name}, and no later import sends it again. It stays ${stay}.`;
}
