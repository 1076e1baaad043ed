import type { DestinationCard, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { m, t } from '../../../shared/language.ts';
import { countText, percentOf } from '../../components/formats.ts';

export type Look = 'good' | 'busy' | 'warn' | 'bad' | 'off';

/** What a card counts, by state: events at Trendy, records at Foundry. */
const countTexts = {
  event: {
    pending: m('{count, plural, one {# event pending} other {# events pending}}'),
    failed: m('{count, plural, one {# event failed} other {# events failed}}'),
    uncertain: m('{count, plural, one {# event uncertain} other {# events uncertain}}'),
  },
  record: {
    pending: m('{count, plural, one {# record pending} other {# records pending}}'),
    failed: m('{count, plural, one {# record failed} other {# records failed}}'),
    uncertain: m('{count, plural, one {# record uncertain} other {# records uncertain}}'),
  },
} as const;

/** The current activity of a destination; null while idle. */
export function phaseText({ phase, chunks, target }: DestinationCard): string | null {
  switch (phase) {
    case 'idle':
      return null;
    case 'deriving':
      return t('Creating events from records');
    case 'bootstrap':
      return t('Reading existing data from {target}', { target: targetName(target) });
    case 'pulling':
      return t('Reading changes from {target}', { target: targetName(target) });
    case 'types':
      return t('Preparing the event types');
    case 'cutting':
      return t('Preparing chunks');
    case 'sending':
      return chunks === null || chunks.total === 0
        ? t('Sending')
        : t('Sending {done} of {total, plural, one {# chunk} other {# chunks}}', {
            done: countText(chunks.done),
            total: chunks.total,
          });
    case 'checking':
      return t('Checking deliveries');
  }
}

/** The delivered share of all items of this destination; null if nothing is being sent or the share is unknown. */
export function cardPercent(card: DestinationCard): number | null {
  const { phase, delivered, pending } = card;
  const isMoving = phase === 'cutting' || phase === 'sending' || phase === 'checking';
  return isMoving && delivered + pending > 0 ? percentOf(delivered, delivered + pending) : null;
}

/** The label of the time left until the next step: an attempt to send, or a check for changes by others, which only Trendy has. */
export function nextTurnText({ target, pending, pausedBy }: DestinationCard, left: string): string {
  return target !== 'trendy' || pending > 0 || pausedBy !== null
    ? t('Next attempt in {left}', { left })
    : t('Checks for changes in {left}', { left });
}

/** Reasons that the user must fix, as opposed to temporary ones. */
const lasting: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sync.signed_out',
  'sync.unauthorized',
  'sync.wrong_account',
  'sync.forbidden',
  'sync.redirected',
  'sync.not_found',
  'sync.refused',
  'sync.cert_untrusted',
  'sync.cert_date',
  'sync.cert_host',
  'sync.proxy_auth',
  'sync.proxy_scheme',
  'sync.proxy_refused',
  'sync.needs_home_zone',
]);

/** It isn't set up, or not in use: its pause is its state. */
export const isOff = ({ pausedBy }: DestinationCard): boolean =>
  pausedBy === 'sync.off' || pausedBy === 'sync.needs_address' || pausedBy === 'sync.replaced';

/** The one-line state of a destination, the worst first. Events that don't exist yet are on no card's count. */
export function cardState(
  card: DestinationCard,
  { daysToDerive, derivationCode }: Pick<SyncOverview, 'daysToDerive' | 'derivationCode'>,
): { readonly look: Look; readonly words: string } {
  const { target, pausedBy, pending, failed, uncertain, delivered } = card;
  if (pausedBy !== null && isOff(card)) return { look: 'off', words: textFor(pausedBy).title };
  const phase = phaseText(card);
  if (pausedBy === null && phase !== null) return { look: 'busy', words: phase };
  const look: Look =
    pausedBy !== null && lasting.has(pausedBy)
      ? 'bad'
      : pausedBy !== null
        ? 'warn'
        : failed > 0
          ? 'bad'
          : pending > 0
            ? 'busy'
            : uncertain > 0
              ? 'warn'
              : 'good';
  const texts = countTexts[target === 'trendy' ? 'event' : 'record'];
  if (pending > 0) return { look, words: t(texts.pending, { count: pending }) };
  if (failed > 0) return { look, words: t(texts.failed, { count: failed }) };
  if (uncertain > 0) return { look, words: t(texts.uncertain, { count: uncertain }) };
  if (target === 'trendy' && (daysToDerive ?? 0) > 0) {
    const isCreating = derivationCode === null;
    const words = isCreating ? t('Creating events…') : t('Events are still to be created');
    return { look: pausedBy === null ? (isCreating ? 'busy' : 'warn') : look, words };
  }
  return { look, words: delivered > 0 ? t('Everything is delivered') : t('Nothing to send yet') };
}

/** The button that resolves a pause, as data: its link or its action. */
export type Help =
  | { readonly kind: 'settings'; readonly label: string; readonly at: string }
  | { readonly kind: 'resume'; readonly label: string }
  | { readonly kind: 'try'; readonly label: string };

export function helpFor(code: ErrorCode, target: DestinationCard['target']): Help | null {
  switch (code) {
    case 'sync.off':
      return { kind: 'settings', label: t('Turn on…'), at: target };
    case 'sync.needs_address':
      return { kind: 'settings', label: t('Set up…'), at: target };
    case 'sync.signed_out':
    case 'sync.unauthorized':
      return { kind: 'settings', label: t('Sign in…'), at: 'account' };
    case 'sync.wrong_account':
      return { kind: 'settings', label: t('Decide…'), at: 'account' };
    case 'sync.forbidden':
    case 'sync.redirected':
    case 'sync.cert_host':
    case 'sync.not_found':
      return { kind: 'settings', label: t('Settings…'), at: target };
    case 'sync.proxy_auth':
      return { kind: 'settings', label: t('Enter password…'), at: 'proxy' };
    case 'sync.needs_home_zone':
      return { kind: 'settings', label: t('Set home zone…'), at: 'zone' };
    case 'sync.paused_by_you':
      return { kind: 'resume', label: t('Resume') };
    case 'sync.replaced':
    case 'sync.rate_limited':
    // Shown once above all cards, with a button.
    case 'sync.off_after_crashes':
      return null;
    default:
      return { kind: 'try', label: t('Try now') };
  }
}
