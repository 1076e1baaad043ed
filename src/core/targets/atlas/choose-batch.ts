import type { Chunk } from '../../outbox/chunk-store.ts';

/** The proxy takes chunks of 2 MiB in a batch, larger ones alone by `/export` (atlas/README §0.5). */
export const maxBatchChunkBytes = 2 * 1024 * 1024 - 1;

export const goesAlone = ({ bytes }: Chunk): boolean => bytes > maxBatchChunkBytes;

/**
 * One chunk that asks how a failing server is: the one that was sent again least often, of those best one whose outcome is unknown
 * already, so that the others stay clear of doubt. A chunk that fails by itself thereby holds nobody up.
 */
export function chooseProbe(due: readonly Chunk[]): Chunk[] {
  const [probe] = due.toSorted(
    (a, b) => a.resends - b.resends || Number(b.mayBeRepeated) - Number(a.mayBeRepeated),
  );
  return probe === undefined ? [] : [probe];
}

/**
 * Which of the due chunks (oldest first) go into the next request. Those of unknown outcome never travel with others, which
 * a bad one among them would make uncertain too; after a second unknown outcome each stands alone.
 */
export function chooseBatch(due: readonly Chunk[], limit: number): Chunk[] {
  const [first] = due;
  if (first === undefined) return [];
  if (goesAlone(first)) return [first];
  const small = due.filter((chunk) => !goesAlone(chunk));
  if (first.state !== 'uncertain') return small.filter(({ state }) => state !== 'uncertain').slice(0, limit);
  if (!wasSentOnce(first)) return [first];
  return small.filter((chunk) => chunk.state === 'uncertain' && wasSentOnce(chunk)).slice(0, limit);
}

const wasSentOnce = (chunk: Chunk) => chunk.tries <= 1;
