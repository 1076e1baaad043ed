import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { t } from '../../../shared/language.ts';
import { countOf, countText, percentOf } from '../../components/formats.ts';

export type Look = 'good' | 'busy' | 'warn' | 'bad' | 'off';

/** The unit of a card's counts: events at Trendy, records at Foundry. */
export function itemsText({ target }: Pick<DestinationCard, 'target'>, count: number): string {
  return countOf(count, target === 'trendy' ? 'event' : 'record');
}

/** The current activity of a destination; null while idle. */
export function phaseText({ phase, chunks, target }: DestinationCard): string | null {
  switch (phase) {
    case 'idle':
      return null;
    case 'deriving':
      return 'Creating events from records';
    case 'bootstrap':
      return `Reading existing data from ${targetName(target)}`;
    case 'pulling':
      return `Reading changes from ${targetName(target)}`;
    case 'types':
      return 'Preparing the event types';
    case 'cutting':
      return 'Preparing chunks';
    case 'sending':
      return chunks === null || chunks.total === 0
        ? 'Sending'
        : `Sending ${countText(chunks.done)} of ${countOf(chunks.total, 'chunk')}`;
    case 'checking':
      return 'Checking deliveries';
  }
}

/** The delivered share of all items of this destination; null if nothing is being sent or the share is unknown. */
export function cardPercent(card: DestinationCard): number | null {
  const { phase, delivered, pending } = card;
  const isMoving = phase === 'cutting' || phase === 'sending' || phase === 'checking';
  return isMoving && delivered + pending > 0 ? percentOf(delivered, delivered + pending) : null;
}

/** The label of the next turn's time: an attempt to send, or a check for changes by others. */
export function nextTurnText({ pending, pausedBy }: DestinationCard): string {
  return pending > 0 || pausedBy !== null ? 'next attempt in' : 'checks for changes in';
}

/** Reasons that the user must fix, as opposed to temporary ones. */
const lasting: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sync.signed_out',
  'sync.unauthorized',
  'sync.wrong_account',
  'sync.forbidden',
  'sync.redirected',
  'sync.not_found',
  'sync.cert_untrusted',
  'sync.cert_date',
  'sync.cert_host',
  'sync.proxy_auth',
  'sync.proxy_refused',
  'sync.needs_home_zone',
]);

/** The one-line state of a destination, the worst first. */
export function cardState(card: DestinationCard): { readonly look: Look; readonly words: string } {
  const { pausedBy, pending, failed, uncertain, delivered } = card;
  if (pausedBy === 'sync.off' || pausedBy === 'sync.needs_address' || pausedBy === 'sync.replaced')
    return { look: 'off', words: textFor(pausedBy).title };
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
  if (pending > 0) return { look, words: `${itemsText(card, pending)} pending` };
  if (failed > 0) return { look, words: `${itemsText(card, failed)} failed` };
  if (uncertain > 0) return { look, words: `${itemsText(card, uncertain)} uncertain` };
  return { look, words: delivered > 0 ? 'Everything is delivered' : 'Nothing to send yet' };
}

/** The button that resolves a pause, as data: its link or its action. */
export type Help =
  | { readonly kind: 'settings'; readonly label: string; readonly at: string }
  | { readonly kind: 'resume'; readonly label: string }
  | { readonly kind: 'try'; readonly label: string };

export function helpFor(code: ErrorCode, target: DestinationCard['target']): Help | null {
  switch (code) {
    case 'sync.off':
      return { kind: 'settings', label: 'Turn on…', at: target };
    case 'sync.needs_address':
      return { kind: 'settings', label: 'Set up…', at: target };
    case 'sync.signed_out':
    case 'sync.unauthorized':
      return { kind: 'settings', label: 'Sign in…', at: 'account' };
    case 'sync.wrong_account':
      return { kind: 'settings', label: 'Decide…', at: 'account' };
    case 'sync.forbidden':
    case 'sync.redirected':
    case 'sync.cert_host':
    case 'sync.not_found':
      return { kind: 'settings', label: 'Settings…', at: target };
    case 'sync.proxy_auth':
      return { kind: 'settings', label: t('Enter password…'), at: 'proxy' };
    case 'sync.needs_home_zone':
      return { kind: 'settings', label: 'Set home zone…', at: 'zone' };
    case 'sync.paused_by_you':
      return { kind: 'resume', label: 'Resume' };
    case 'sync.replaced':
    case 'sync.rate_limited':
    // Shown once above all cards, with a button.
    case 'sync.off_after_crashes':
      return null;
    default:
      return { kind: 'try', label: 'Try now' };
  }
}
