import { backoffMs } from '../../outbox/backoff.ts';
import { type Chunk, type ChunkStore, type FarSide, mostAttempts } from '../../outbox/chunk-store.ts';
import type { Clock } from '../target.ts';
import type { ChunkVerdict } from './chunk-verdicts.ts';

/** Does to a chunk what the proxy's word for it means; `spendsResend` as in ChunkStore.uncertain. */
export async function settleChunk(
  store: ChunkStore,
  chunk: Chunk,
  verdict: ChunkVerdict,
  answer: FarSide,
  clock: Clock,
  spendsResend: boolean,
): Promise<void> {
  const nextAtMs = clock.nowMs() + backoffMs(chunk.tries + 1, () => clock.random());
  switch (verdict.kind) {
    case 'delivered': {
      const { farPath, transactionRid, warning } = verdict;
      store.delivered(chunk, { ...answer, error: null, farPath, transactionRid, warning });
      return;
    }
    case 'waiting': {
      const far = { ...answer, error: verdict.error };
      if (verdict.isItemSpecific && chunk.attempts + 1 >= mostAttempts)
        await store.rejected(chunk, verdict.code, far);
      else store.waiting(chunk, verdict.code, nextAtMs, far, verdict.isItemSpecific);
      return;
    }
    case 'uncertain':
      store.uncertain(chunk, verdict.code, nextAtMs, { ...answer, error: verdict.error }, spendsResend);
      return;
    case 'rejected':
      await store.rejected(chunk, verdict.code, { ...answer, error: verdict.error });
  }
}
