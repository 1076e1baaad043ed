import type { ErrorCode } from '../../../shared/errors.ts';
import { maxAttempts } from '../../outbox/chunk-store.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import type { Step } from '../../outbox/target.ts';
import { isAboutRows, type Refusal } from './read-answer.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** After so many items in a row are refused alone, with none accepted in between, the fault is Trendy's and not theirs. */
const suspectsAllowed = 2;

/**
 * A mutation that was rejected alone. A 4xx is permanent. A 500 counts only if it mentions rows, or if others
 * passed while this one did not; until then it is a suspect, and its attempts are not touched.
 */
export function refuseAlone(rows: TrendyRows, api: TrendyApi, mutation: Mutation, refusal: Refusal): Step {
  const { queue } = rows;
  if (refusal.status < 500) {
    queue.failed(mutation, codeOf(refusal), mutation.attempts + 1, refusal.words);
    return { kind: 'did' };
  }
  if (isAboutRows(refusal) || mutation.attempts > 0) {
    countAttempt(rows, api, mutation, 'sync.server_error', refusal);
    return { kind: 'did' };
  }
  queue.rejected(mutation, 'sync.server_error', 0, api.retryAtMs(mutation.tries), refusal.words);
  const suspects = [...new Set([...rows.state().suspects, mutation.id])];
  rows.save({ suspects });
  return suspects.length >= suspectsAllowed ? api.failing(refusal.words).step : { kind: 'did' };
}

/** One more definite, item-specific rejection. */
export function countAttempt(
  rows: TrendyRows,
  api: TrendyApi,
  mutation: Mutation,
  code: ErrorCode,
  { words }: Pick<Refusal, 'words'>,
): void {
  const attempts = mutation.attempts + 1;
  if (attempts >= maxAttempts) rows.queue.failed(mutation, code, attempts, words);
  else rows.queue.rejected(mutation, code, attempts, api.retryAtMs(mutation.tries), words);
}

/** Something was written, so the items refused alone since then were refused for their own content. */
export function writePassed(rows: TrendyRows): void {
  const { suspects } = rows.state();
  if (suspects.length === 0) return;
  rows.queue.blame(suspects);
  rows.save({ suspects: [] });
}

function codeOf({ status }: Refusal): ErrorCode {
  return status === 413 ? 'sync.too_large' : 'sync.rejected';
}
