import { useEffect, useState } from 'react';
import type { DestinationCard, SyncOverview } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import { agoText, countOf, countText } from '../components/formats.ts';

interface SyncState {
  readonly look: 'good' | 'busy' | 'warn' | 'bad';
  readonly words: string;
  readonly hint: string;
}

const quiet: SyncState = {
  look: 'good',
  words: 'Kept on this computer',
  hint: 'Ready. No target is turned on: nothing leaves this computer.',
};

function pausedState(card: DestinationCard, pending: number): SyncState {
  const name = targetName(card.target);
  const { title, text } = textFor(card.pausedBy ?? 'sync.off', { target: name, untilMs: card.nextTryAtMs });
  const waiting = pending > 0 ? ` ${countText(pending)} pending.` : '';
  return {
    look: 'warn',
    words: `Paused: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    hint: `${name}: ${text}${waiting}`,
  };
}

/** The sync state for the foot of the sidebar, the worst first. `now` in UTC seconds. */
export function syncState(overview: SyncOverview | undefined, now: number): SyncState {
  const cards = overview?.destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled) ?? [];
  if (overview?.derivationCode != null) {
    const { title, text } = textFor(overview.derivationCode);
    const isOff = overview.derivationCode === 'sync.off_after_crashes';
    return {
      look: 'bad',
      words: isOff ? title : 'Events couldn’t be created',
      hint: isOff ? text : `${title}. ${text}`,
    };
  }
  if (overview === undefined || cards.length === 0) return quiet;
  const { failed, uncertain, pending, isSending, lastSuccessAt, daysToDerive } = overview;
  const waits = pending > 0 ? ` ${countText(pending)} more are pending.` : '';
  if (failed > 0)
    return {
      look: 'bad',
      words: `${countText(failed)} failed`,
      hint: `${countOf(failed, 'item')} couldn’t be delivered.${waits}`,
    };
  if (overview.isPausedByPerson)
    return { look: 'warn', words: 'Paused by you', hint: `Nothing is sent until you resume.${waits}` };
  if (isSending)
    return {
      look: 'busy',
      words: pending > 0 ? `Sending… ${countText(pending)} left` : 'Sending…',
      hint: 'Imported data is on its way.',
    };
  const paused = cards.find(({ pausedBy }) => pausedBy !== null);
  if (paused !== undefined) return pausedState(paused, pending);
  if (pending > 0)
    return {
      look: 'busy',
      words: `${countText(pending)} pending`,
      hint: `${countOf(pending, 'item')} will be sent automatically.`,
    };
  if (uncertain > 0)
    return {
      look: 'warn',
      words: `${countText(uncertain)} uncertain`,
      hint: `${countOf(uncertain, 'item')} may or may not have arrived.`,
    };
  if (daysToDerive !== null && daysToDerive > 0)
    return {
      look: 'busy',
      words: 'Creating events…',
      hint: `Events for ${countOf(daysToDerive, 'day')} are still to be created.`,
    };
  if (lastSuccessAt === null)
    return { look: 'good', words: 'Nothing to send', hint: 'Ready for the next import.' };
  return { look: 'good', words: `Synced ${agoText(lastSuccessAt, now)}`, hint: 'Everything is delivered.' };
}

/** UTC seconds, kept fresh each `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
