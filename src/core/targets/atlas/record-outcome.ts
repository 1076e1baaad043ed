import { backoffMs } from '../../outbox/backoff.ts';
import { type Chunk, type ChunkStore, maxAttempts, type ServerReport } from '../../outbox/chunk-store.ts';
import type { Clock } from '../target.ts';
import type { ChunkVerdict } from './chunk-verdicts.ts';

/** What Atlas said of the whole request. `cleaned` takes credentials out of a text from Atlas. */
export interface Told {
  readonly report: ServerReport;
  readonly cleaned: (text: string | null) => string | null;
}

/** Records the outcome of one chunk by the proxy's verdict on it. */
export async function recordOutcome(
  store: ChunkStore,
  chunk: Chunk,
  verdict: ChunkVerdict,
  { report: request, cleaned }: Told,
  clock: Clock,
): Promise<void> {
  if (verdict.kind === 'delivered') {
    const { farPath, transactionRid, warning } = verdict;
    store.delivered(chunk, { ...request, error: null, farPath, transactionRid, warning });
    return;
  }
  const { code } = verdict;
  const report = { ...request, error: cleaned(verdict.error) };
  const nextAtMs = clock.nowMs() + backoffMs(chunk.tries + 1, () => clock.random());
  const isGivenUp = verdict.kind === 'waiting' && verdict.isItemSpecific && chunk.attempts + 1 >= maxAttempts;
  if (verdict.kind === 'rejected' || isGivenUp) await store.rejected(chunk, code, report);
  else if (verdict.kind === 'waiting') store.waiting(chunk, code, nextAtMs, report, verdict.isItemSpecific);
  else store.uncertain(chunk, code, nextAtMs, report);
}
