import type { Chunk } from '../../outbox/chunk-store.ts';

/** One chunk that asks how a failing far end is, best one whose outcome is unknown already: the others stay clear of doubt. */
export function chooseProbe(due: readonly Chunk[]): Chunk[] {
  const probe =
    due.find(({ state }) => state === 'uncertain') ?? due.find((chunk) => chunk.mayBeRepeated) ?? due[0];
  return probe === undefined ? [] : [probe];
}

/**
 * Which of the due chunks (oldest first) go into the next request. Those of unknown outcome never travel with others, which
 * a bad one among them would make uncertain too; after a second unknown outcome each stands alone.
 */
export function chooseBatch(due: readonly Chunk[], limit: number): Chunk[] {
  const [first] = due;
  if (first === undefined) return [];
  if (first.state !== 'uncertain') return due.filter(({ state }) => state !== 'uncertain').slice(0, limit);
  if (!wasSentOnce(first)) return [first];
  return due.filter((chunk) => chunk.state === 'uncertain' && wasSentOnce(chunk)).slice(0, limit);
}

const wasSentOnce = (chunk: Chunk) => chunk.tries <= 1;
