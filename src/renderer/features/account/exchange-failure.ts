import type { Failure } from '../../../shared/errors.ts';
import { failureOf as failureWith } from '../../../shared/failure.ts';
import { CallFailed } from '../../bridge/queries.ts';

/** What a browser says when auth0-spa-js itself could not be loaded; and what that says when it waited for long enough (its src/http.ts). */
const nothingCameBack = /fetch|NetworkError|Load failed|Timeout/;

/** The OAuth error that auth0-spa-js took over, as its errors carry it (src/errors.ts). */
function oauthError(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('error' in thrown)) return null;
  return typeof thrown.error === 'string' ? thrown.error : null;
}

/**
 * What was thrown between the press of the button and the end of the exchange, as a Failure. None of its own text is shown: the server
 * wrote it.
 */
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
