import { type DestinationCard, movingItems, type SyncOverview } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import { sentences, t } from '../../shared/language.ts';
import { agoText, insideSentence } from '../components/formats.ts';

interface SyncState {
  readonly look: 'good' | 'busy' | 'warn' | 'bad' | 'off';
  readonly words: string;
  readonly hint: string;
}

const quiet: SyncState = {
  look: 'good',
  words: t('Kept on this computer'),
  hint: t('Ready. No target is turned on: nothing leaves this computer.'),
};

const loading: SyncState = {
  look: 'off',
  words: t('Loading sync status'),
  hint: t('Whether anything is being sent isn’t known yet.'),
};

const unread: SyncState = {
  look: 'warn',
  words: t('Sync status unknown'),
  hint: t('It couldn’t be read. Targets that are turned on may be sending.'),
};

function pausedState(card: DestinationCard, pending: number): SyncState {
  const name = targetName(card.target);
  const { title, text } = textFor(card.pausedBy ?? 'sync.off', { target: name, untilMs: card.nextTryAtMs });
  const waiting =
    pending > 0 && t('{count, plural, one {# pending.} other {# pending.}}', { count: pending });
  return {
    look: 'warn',
    words: t('Paused: {reason}', { reason: insideSentence(title) }),
    hint: t('{target}: {text}', { target: name, text: sentences(text, waiting) }),
  };
}

/** The answer of `sync.overview`, or why there is none. */
interface Asked {
  readonly data: SyncOverview | undefined;
  readonly error: unknown;
}

/** The sync state for the foot of the sidebar, the worst first. `now` in UTC seconds. */
export function syncState({ data: overview, error }: Asked, now: number): SyncState {
  if (overview === undefined) return error === null ? loading : unread;
  const cards = overview.destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  if (overview.derivationCode !== null) {
    const { title, text } = textFor(overview.derivationCode);
    const isOff = overview.derivationCode === 'sync.off_after_crashes';
    return {
      look: 'bad',
      words: isOff ? title : t('Events couldn’t be created'),
      hint: isOff ? text : t('{title}. {text}', { title, text }),
    };
  }
  if (cards.length === 0) return quiet;
  const { failed, uncertain, pending, isSending, lastSuccessAt, daysToDerive } = overview;
  const waits =
    pending > 0 &&
    t('{count, plural, one {# more is pending.} other {# more are pending.}}', { count: pending });
  if (failed > 0)
    return {
      look: 'bad',
      words: t('{count, plural, one {# failed} other {# failed}}', { count: failed }),
      hint: sentences(
        t('{count, plural, one {# item couldn’t be delivered.} other {# items couldn’t be delivered.}}', {
          count: failed,
        }),
        waits,
      ),
    };
  if (overview.isPausedByPerson)
    return {
      look: 'warn',
      words: t('Paused by you'),
      hint: sentences(t('Nothing is sent until you resume.'), waits),
    };
  const moving = movingItems(cards);
  if (moving > 0)
    return {
      look: 'busy',
      words: t('Sending… {count, plural, one {# left} other {# left}}', { count: moving }),
      hint: t('Imported data is on its way.'),
    };
  const paused = cards.find(({ pausedBy }) => pausedBy !== null);
  if (paused !== undefined) return pausedState(paused, pending);
  if (pending > 0)
    return {
      look: 'busy',
      words: t('{count, plural, one {# pending} other {# pending}}', { count: pending }),
      hint: t(
        '{count, plural, one {# item will be sent automatically.} other {# items will be sent automatically.}}',
        { count: pending },
      ),
    };
  if (uncertain > 0)
    return {
      look: 'warn',
      words: t('{count, plural, one {# uncertain} other {# uncertain}}', { count: uncertain }),
      hint: t(
        '{count, plural, one {# item may or may not have arrived.} other {# items may or may not have arrived.}}',
        { count: uncertain },
      ),
    };
  if (daysToDerive !== null && daysToDerive > 0)
    return {
      look: 'busy',
      words: t('Creating events…'),
      hint: t('Events for {count, plural, one {# day} other {# days}} are still to be created.', {
        count: daysToDerive,
      }),
    };
  if (isSending)
    return { look: 'busy', words: t('Checking…'), hint: t('Nothing is pending. Targets are being checked.') };
  if (lastSuccessAt === null)
    return { look: 'good', words: t('Nothing to send'), hint: t('Ready for the next import.') };
  return {
    look: 'good',
    words: t('Synced {ago}', { ago: agoText(lastSuccessAt, now) }),
    hint: t('Everything is delivered.'),
  };
}
