import type { Failure } from '../../../shared/errors.ts';
import { failureWith } from '../../../shared/failure.ts';
import { CallFailed } from '../../bridge/queries.ts';

/** A browser's error if auth0-spa-js couldn't be loaded, and the library's own timeout error (its src/http.ts). */
const nothingCameBack = /fetch|NetworkError|Load failed|Timeout/;

/** The OAuth error inside auth0-spa-js's errors (its src/errors.ts). */
function oauthError(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('error' in thrown)) return null;
  return typeof thrown.error === 'string' ? thrown.error : null;
}

/** Converts an error of the sign-in to a Failure. Its own text is never shown, because the server wrote it. */
export function exchangeFailure(thrown: unknown): Failure {
  if (thrown instanceof CallFailed) return thrown.failure;
  switch (oauthError(thrown)) {
    case 'access_denied':
      return failureWith('account.denied');
    case 'missing_transaction':
    case 'state_mismatch':
      return failureWith('account.link_unknown');
    case null:
      break;
    default:
      return failureWith('account.not_their_answer');
  }
  if (thrown instanceof Error && nothingCameBack.test(thrown.message))
    return failureWith('account.unreachable');
  return failureWith('account.not_their_answer');
}

/**
 * Opens an address in the user's browser: in a tab here, or in the system's browser from the desktop app through its window-open rule. `noopener`
 * also hides blocking, so the page offers the address as a link, too.
 */
export function openInBrowser(url: string): void {
  window.open(url, '_blank', 'noopener');
}
