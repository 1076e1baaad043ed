import { setTimeout as wait } from 'node:timers/promises';
import type { DataClient } from '../../src/data/protocol/client.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';

export interface CallTimes {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface Liveness {
  readonly receipt: Receipt;
  /** Of each call, and of all together under `all`. */
  readonly calls: Readonly<Record<string, CallTimes>>;
}

const pauseMs = 10;

/** Each is asked in turn, as a page and its person would; the cancelled run is a queued copy of the same file. */
const asked: readonly (readonly [name: string, input: object])[] = [
  ['history.types', {}],
  ['history.recordsPage', { limit: 100 }],
  ['history.recordsPage', { limit: 100, type: 'HKQuantityTypeIdentifierHeartRate' }],
  ['history.overview', {}],
  ['import.current', {}],
  ['import.receipts', { limit: 50 }],
];

/** What a person looks at once targets are on. */
const askedOfSync: typeof asked = [
  ['sync.overview', {}],
  ['sync.items', { states: ['queued', 'waiting'], limit: 100 }],
  ['history.eventsPage', { limit: 100 }],
];

/**
 * Imports a file and asks every few milliseconds meanwhile; says how long each answer took, as its host sees it.
 * With `isSyncing` the pages of a sync are asked for too.
 */
export async function measureLiveness(
  client: DataClient,
  path: string,
  { isSyncing = false } = {},
): Promise<Liveness> {
  const calls = isSyncing ? [...asked, ...askedOfSync] : asked;
  const times = new Map<string, number[]>();
  const timed = async (name: string, input: object) => {
    const startedAt = performance.now();
    const answer = await client.call(name, input);
    times.set(name, [...(times.get(name) ?? []), performance.now() - startedAt]);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer.value;
  };
  const receipts: Receipt[] = [];
  const leave = client.onPush((name, payload) => {
    if (name === 'import.ended') receipts.push(payload as Receipt);
  });
  const start = async () => {
    const offer = await client.host('host.addOffer', { path, isIncoming: false });
    if (!offer.ok) throw new Error(offer.error.code);
    const { runId } = (await timed('import.start', { offer: offer.value.offer })) as { runId: number };
    return runId;
  };
  const runId = await start();
  const endOf = () => receipts.find((one) => one.runId === runId);
  for (let turn = 0; !endOf(); turn++) {
    const [name, input] = calls[turn % calls.length] ?? ['import.current', {}];
    await timed(name, input);
    if (turn % 40 === 20) await timed('import.cancel', { runId: await start() });
    await wait(pauseMs);
  }
  leave();
  const receipt = endOf();
  if (!receipt) throw new Error('the import has not ended');
  const figures = [...times].map(([name, list]) => [name, summed(list)] as const);
  return { receipt, calls: Object.fromEntries([...figures, ['all', summed([...times.values()].flat())]]) };
}

/** Milliseconds of each call as figures, to a tenth. */
export function summed(list: readonly number[]): CallTimes {
  const sorted = list.toSorted((a, b) => a - b);
  const rounded = (at: number) => Math.round((sorted[Math.min(at, sorted.length - 1)] ?? 0) * 10) / 10;
  return {
    count: sorted.length,
    p50Ms: rounded(Math.floor(sorted.length * 0.5)),
    p95Ms: rounded(Math.floor(sorted.length * 0.95)),
    maxMs: rounded(sorted.length - 1),
  };
}
