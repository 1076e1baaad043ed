import type { SendEstimate, TargetId } from '../../shared/domain/sync.ts';
import { fieldsOf } from '../../shared/lookup.ts';
import { maxChunkBytes } from '../outbox/chunks/chunk-cutter.ts';
import { BatchSize } from './atlas/batch-size.ts';
import { maxRequests, windowMs } from './atlas/request-pace.ts';
import { batchItems } from './trendy/plan-creates.ts';
import { burstRequests, silenceMs } from './trendy/request-budget.ts';

/** The middle of 5 to 8 s, which a full batch takes the backend (trendy/README §4.4). */
const trendyBatchMs = 6_500;

export interface ToSend {
  readonly target: TargetId;
  readonly items: number;
  /** NDJSON of each kind, for the raw targets: a chunk holds one kind. */
  readonly bytesByKind: ReadonlyMap<string, number>;
  /** `destination.state`, with the experience of earlier requests. */
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * The duration of a first sync, from the amount of data, the size of a request, and the server's requests per minute. The
 * user's connection is not known: it can only add to that. Null for nothing to send.
 */
export function estimateSend({ target, items, bytesByKind, state }: ToSend): SendEstimate | null {
  if (items === 0) return null;
  switch (target) {
    case 'trendy': {
      const requests = Math.ceil(items / batchItems);
      const silences = Math.ceil(requests / burstRequests) - 1;
      const ms = requests * trendyBatchMs + silences * silenceMs;
      return { items, requests, itemsPerRequest: batchItems, chunks: null, seconds: ms / 1000 };
    }
    case 'atlas': {
      const chunks = [...bytesByKind.values()].reduce(
        (sum, bytes) => sum + Math.ceil(bytes / maxChunkBytes),
        0,
      );
      const itemsPerRequest = new BatchSize({ destination: () => ({ state }), saveState: () => {} }).limit;
      const requests = Math.max(1, Math.ceil(chunks / itemsPerRequest));
      // The first ones of a minute leave at once.
      const limiterMs = (Math.ceil(requests / maxRequests) - 1) * windowMs;
      const { chunkMs } = fieldsOf(state['batch']);
      const answersMs = typeof chunkMs === 'number' && chunkMs > 0 ? chunks * chunkMs : 0;
      return { items, requests, itemsPerRequest, chunks, seconds: Math.max(limiterMs, answersMs) / 1000 };
    }
    case 'foundry':
      // Palantir states no limit (foundry/README §5).
      return { items, requests: null, itemsPerRequest: null, chunks: null, seconds: null };
  }
}
