import { setTimeout as sleep } from 'node:timers/promises';
import { type SyncOverview, type TargetId, targetIds, usualKinds } from '../../src/shared/domain/sync.ts';
import { targetName } from '../../src/shared/domain/target-name.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Ask } from './servers.ts';

/** How one target ends: counts are events for trendy, samples for atlas and foundry. */
export interface TargetEnd {
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly uncertain: number;
  /** What the stand-in holds, each once. */
  readonly receivedByServer: number;
}

export type TargetEnds = Readonly<Record<TargetId, TargetEnd>>;

const lookEveryMs = 200;

/** Confirms the proposed home zone and agrees to each target's review as it stands, as a person does on the first run. */
export async function agreeToAll(ask: Ask, say: (line: string) => void, deadlineMs: number): Promise<void> {
  const { proposedZone } = await ask('settings.read', {});
  await ask('settings.setHomeZone', { homeZone: proposedZone });
  say(`Home zone ${proposedZone}; deriving events …`);
  await until(ask, deadlineMs, ({ daysToDerive }) => daysToDerive === 0);
  for (const target of targetIds) {
    const scope = { target, kinds: usualKinds(target), startDay: null };
    const { items, host } = await ask('settings.reviewTarget', scope);
    say(`${targetName(target)} at ${host} gets ${items.toLocaleString()} ${unitOf(target)} …`);
    await ask('settings.enableTarget', { ...scope, items });
  }
}

/** Waits until nothing is pending anywhere, or until the deadline (UTC milliseconds), and says how each target stands. */
export async function sendAll(ask: Ask, sandbox: Sandbox, deadlineMs: number): Promise<TargetEnds> {
  const overview = await until(
    ask,
    deadlineMs,
    ({ destinations }) => destinations.length > 0 && destinations.every(({ pending }) => pending === 0),
  );
  const held = sandbox.holdings();
  const received = { trendy: held.trendy.events, atlas: held.atlas.samples, foundry: held.foundry.samples };
  const end = (target: TargetId): TargetEnd => {
    const card = overview.destinations.find((each) => each.isCurrent && each.target === target);
    const { delivered = 0, pending = 0, failed = 0, uncertain = 0 } = card ?? {};
    return { delivered, pending, failed, uncertain, receivedByServer: received[target] };
  };
  return { trendy: end('trendy'), atlas: end('atlas'), foundry: end('foundry') };
}

/** Everything that was agreed to is there, exactly as often as it was delivered. */
export function isAllThere(ends: TargetEnds): boolean {
  return Object.values(ends).every(
    ({ delivered, pending, failed, uncertain, receivedByServer }) =>
      pending + failed + uncertain === 0 && delivered > 0 && receivedByServer === delivered,
  );
}

async function until(
  ask: Ask,
  deadlineMs: number,
  isThere: (overview: SyncOverview) => boolean,
): Promise<SyncOverview> {
  for (;;) {
    const overview = await ask('sync.overview', {});
    if (isThere(overview) || Date.now() >= deadlineMs) return overview;
    await sleep(lookEveryMs);
  }
}

const unitOf = (target: TargetId) => (target === 'trendy' ? 'events' : 'records');
