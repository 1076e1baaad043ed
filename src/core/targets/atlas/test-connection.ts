import type { ConnectionTest } from '../../../shared/domain/sync.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { fieldsOf, textOrNull } from '../../../shared/lookup.ts';
import type { HttpOutcome } from '../../network/http-client.ts';
import type { TargetContext } from '../../outbox/target.ts';
import type { AtlasRequests } from './atlas-requests.ts';

/** Asks the proxy who we are: address, token and account in one request (atlas/README §8). It counts against the destination's limit. */
export async function testConnection(
  context: TargetContext,
  requests: AtlasRequests,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  const given = await context.credentials.token('atlas');
  if (!given.isOk) return { isOk: false, code: given.code, account: null, status: null, ms: 0 };
  if (requests.nextAtMs() > context.clock.nowMs())
    return { isOk: false, code: 'sync.rate_limited', account: null, status: null, ms: 0 };
  const startedMs = performance.now();
  const outcome = await requests.whoAmI(given.token, signal);
  const ms = Math.round(performance.now() - startedMs);
  const status = outcome.kind === 'answer' ? outcome.answer.status : null;
  const account = accountOf(outcome);
  const code = codeOf(outcome, account);
  return { isOk: code === null, code, account, status, ms };
}

function accountOf(outcome: HttpOutcome): string | null {
  if (outcome.kind !== 'answer' || outcome.answer.status !== 200) return null;
  return textOrNull(fieldsOf(fieldsOf(outcome.answer.json)['claims'])['sub']);
}

function codeOf(outcome: HttpOutcome, account: string | null): ErrorCode | null {
  if (outcome.kind === 'failure') return outcome.code;
  switch (outcome.answer.status) {
    case 200:
      return account === null ? 'sync.not_their_answer' : null;
    case 401:
      return 'sync.unauthorized';
    case 403:
      return 'sync.forbidden';
    case 404:
      return 'sync.not_found';
    case 429:
      return 'sync.rate_limited';
    default:
      return outcome.answer.json === undefined ? 'sync.not_their_answer' : 'sync.server_error';
  }
}
