import { setTimeout as wait } from 'node:timers/promises';
import type { DataClient } from '../../src/data/protocol/client.ts';
import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/index.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import {
  type Consent,
  outboxStates,
  type SyncOverview,
  type TargetId,
  targetIds,
  usualKinds,
} from '../../src/shared/domain/sync.ts';
import { type CallTimes, summed } from './call-times.ts';
import type { SandboxProcess } from './sandbox-process.ts';

/** Ten years of one person, thin: some 30,000 events of some 380,000 samples. */
export const decade = {
  days: 3650,
  density: 0.02,
  only: [
    'StepCount',
    'ActiveEnergyBurned',
    'SleepAnalysis',
    'DietaryWater',
    'MindfulSession',
    'Workout',
    'ActivitySummary',
  ],
} as const;

const pauseMs = 25;

/** Asked in turn, as a page that is open on each of its places would. */
const asked: readonly (readonly [name: CallName, input: object])[] = [
  ['sync.overview', {}],
  ['sync.items', { states: [...outboxStates], limit: 100 }],
  ['history.eventsPage', { limit: 100 }],
  ['settings.read', {}],
  ['sync.items', { states: ['queued', 'waiting'], limit: 100 }],
  ['history.overview', {}],
  ['history.eventCounts', {}],
  ['history.types', {}],
  ['history.recordsPage', { limit: 100 }],
  ['import.current', {}],
];

export interface SyncLiveness {
  readonly seconds: number;
  /** Delivered by target. */
  readonly delivered: Readonly<Record<string, number>>;
  readonly pending: number;
  /** Of each call, and of all together under `all`. */
  readonly calls: Readonly<Record<string, CallTimes>>;
}

/**
 * Imports, enables every target, confirms the home zone, lets the person do what touches every event, and
 * waits until nothing is pending (at most `maxSeconds`); says how long every answer took meanwhile, as the host sees it.
 */
export async function measureSyncLiveness(
  client: DataClient,
  sandbox: SandboxProcess,
  path: string,
  maxSeconds: number,
): Promise<SyncLiveness> {
  const times = new Map<string, number[]>();
  const ask = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const startedAt = performance.now();
    const answer = await client.call(name, input);
    times.set(name, [...(times.get(name) ?? []), performance.now() - startedAt]);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer.value as CallOutput<N>;
  };
  await prepare(client, ask, sandbox, path);
  times.clear();
  const began = performance.now();
  const person = actAsPerson(ask, sandbox);
  let overview = await ask('sync.overview', {});
  let isActing = true;
  const acted = person.finally(() => {
    isActing = false;
  });
  for (let turn = 0; isActing || overview.pending > 0 || overview.daysToDerive !== 0; turn++) {
    if (performance.now() - began > maxSeconds * 1000) break;
    const [name, input] = asked[turn % asked.length] ?? ['import.current', {}];
    const answer = await ask(name, input as never);
    if (name === 'sync.overview') overview = answer as SyncOverview;
    await wait(pauseMs);
  }
  await acted;
  const calls = [...times].map(([name, list]) => [name, summed(list)] as const);
  return {
    seconds: Math.round((performance.now() - began) / 100) / 10,
    delivered: Object.fromEntries(overview.destinations.map(({ target, delivered }) => [target, delivered])),
    pending: overview.pending,
    calls: Object.fromEntries([...calls, ['all', summed([...times.values()].flat())]]),
  };
}

export type Ask = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

/** Addresses, tokens and an imported history, nothing derived and nothing turned on. */
async function prepare(client: DataClient, ask: Ask, sandbox: SandboxProcess, path: string): Promise<void> {
  for (const target of targetIds) await configure(ask, sandbox, target);
  await importFile(client, ask, path);
}

/** Imports a file and gives its receipt, whatever came of it. */
export async function importFile(client: DataClient, ask: Ask, path: string): Promise<Receipt> {
  const ended = Promise.withResolvers<Receipt>();
  const leave = client.onPush((name, payload) => {
    if (name === 'import.ended') ended.resolve(payload as Receipt);
  });
  const offer = await client.host('host.addOffer', { path, isIncoming: false });
  if (!offer.ok) throw new Error(offer.error.code);
  await ask('import.start', { offer: offer.value.offer });
  const receipt = await ended.promise;
  leave();
  return receipt;
}

/** What a person may do that touches every event: consent, a wider one, another priority, a destination that begins anew. */
async function actAsPerson(ask: Ask, sandbox: SandboxProcess): Promise<void> {
  const kinds = usualKinds('trendy');
  const fewer = kinds.filter((kind) => kind !== 'water');
  await enable(ask, 'trendy', fewer);
  await enable(ask, 'atlas', usualKinds('atlas'));
  await enable(ask, 'foundry', usualKinds('foundry'));
  await ask('settings.setHomeZone', { homeZone: 'Europe/Brussels' });
  await untilDerived(ask);
  await enable(ask, 'trendy', kinds);
  const { sourcePriority } = await ask('settings.read', {});
  const [last = 0, ...others] = sourcePriority.sources.map(({ id }) => id).toReversed();
  const [beforeLast = 0, ...first] = others;
  await ask('settings.setSourcePriority', { sources: [...first.toReversed(), last, beforeLast] });
  await untilDerived(ask);
  const destination = (await ask('settings.read', {})).targets.find(({ target }) => target === 'trendy');
  await ask('settings.removeDestination', { destination: destination?.destination ?? 0 });
  await configure(ask, sandbox, 'trendy');
  await enable(ask, 'trendy', kinds);
}

async function untilDerived(ask: Ask): Promise<void> {
  while ((await ask('sync.overview', {})).daysToDerive !== 0) await wait(100);
}

/** "Send", with the count of the review. */
export async function enable(ask: Ask, target: TargetId, kinds: Consent['kinds']): Promise<void> {
  const scope = { target, kinds, startDay: null };
  const { items } = await ask('settings.reviewTarget', scope);
  await ask('settings.enableTarget', { ...scope, items });
}

/** The address and token of a stand-in. */
export async function configure(ask: Ask, sandbox: SandboxProcess, target: TargetId): Promise<void> {
  const baseUrl = sandbox.settings.get(`${target}.baseUrl`) ?? '';
  const datasetRid = sandbox.settings.get('foundry.datasetRid') ?? '';
  await ask('settings.configureTarget', { target, baseUrl, ...(target === 'foundry' && { datasetRid }) });
  await ask('settings.setToken', { target, token: sandbox.tokens[target] });
}
