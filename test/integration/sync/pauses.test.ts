import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { FaultTarget } from '../../sandbox/http/faults.ts';
import { tokenShaped } from '../../sandbox/http/token-shape.ts';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import { TestAuthority } from '../../support/certificates.ts';
import { configuredScene, someWeeks, syncScene } from './sync-scene.ts';
import { wireTo } from './wire.ts';

const zone = { homeZone: 'Europe/Berlin' };

const history = { days: 20 };

/** The same person's token, over by its own words. */
function ended(token: string): string {
  const [header = '', payload = ''] = token.split('.');
  const [first, claims] = [header, payload].map((part) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()),
  );
  return tokenShaped(first, { ...claims, exp: 1 });
}

test('Trendy waits for the home zone; confirming it derives and sends', async () => {
  const scene = await syncScene({ isHere: true });
  await scene.import(await someWeeks(scene.dir, history));
  await scene.configure('trendy');
  expect(await scene.enable('trendy')).toBe(0);
  await scene.whenResting();
  expect(await scene.card('trendy')).toMatchObject({ pausedBy: 'sync.needs_home_zone', pending: 0 });
  expect(await scene.ask('sync.overview', {})).toMatchObject({ daysToDerive: null });
  expect(scene.sandbox.trendy.requests).toEqual([]);
  await scene.ask('settings.setHomeZone', zone);
  const card = await scene.settled('trendy');
  expect(card.pausedBy).toBeNull();
  expect(card.delivered).toBeGreaterThan(20);
  expect(scene.sandbox.holdings().trendy.events).toBe(card.delivered);
});

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s signed out for good: it stops asking, and another token resumes it',
  async (target) => {
    const scene = await configuredScene({ history, isHere: true });
    await scene.until(({ daysToDerive }) => daysToDerive === 0);
    const far = scene.sandbox[target];
    const mend = far.faults.every('*', { kind: 'unauthorized' });
    // A token of Trendy's that lives says nothing: its backend refuses everybody while its login service is down.
    if (target === 'trendy')
      await scene.ask('settings.setToken', { target, token: ended(scene.token(target)) });
    const items = await scene.enable(target);
    await scene.until(() => far.requests.length > 0);
    await scene.until(({ destinations }) =>
      destinations.some((card) => card.target === target && card.pausedBy === 'sync.signed_out'),
    );
    await scene.whenResting();
    const asked = far.requests.length;
    await scene.ask('sync.runNow', {});
    await scene.whenResting();
    expect(far.requests.length).toBe(asked);
    expect(await scene.card(target)).toMatchObject({ pending: items, delivered: 0, failed: 0 });
    mend();
    const token =
      target === 'atlas'
        ? far.token('auth0|sandbox')
        : scene.sandbox[target === 'trendy' ? 'trendy' : 'foundry'].token();
    await scene.ask('settings.setToken', { target, token });
    expect(await scene.settled(target)).toMatchObject({ delivered: items, pausedBy: null });
  },
);

test('paused by the person survives a crash, for one and for all', async () => {
  const scene = await configuredScene({ history });
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  await scene.ask('sync.pause', {});
  const items = await scene.enable('foundry');
  await scene.enable('atlas');
  const { id } = await scene.card('foundry');
  await scene.ask('sync.pause', { destination: id });
  await scene.kill();
  await scene.restartHere();
  for (const target of ['foundry', 'atlas'] as const)
    await scene.ask('settings.setToken', { target, token: scene.token(target) });
  await scene.ask('sync.runNow', {});
  await scene.whenResting();
  for (const target of ['foundry', 'atlas'] as const) expect(scene.sandbox[target].requests).toEqual([]);
  expect(await scene.ask('sync.overview', {})).toMatchObject({ isPausedByPerson: true });
  expect(await scene.card('foundry')).toMatchObject({ pausedBy: 'sync.paused_by_you', pending: items });
  await scene.ask('sync.resume', {});
  await scene.settled('atlas');
  // Agreeing again is no word about the pause.
  await scene.enable('foundry');
  await scene.whenResting();
  expect(await scene.card('foundry')).toMatchObject({ pausedBy: 'sync.paused_by_you', delivered: 0 });
  expect(scene.sandbox.foundry.requests).toEqual([]);
  await scene.ask('sync.resume', { destination: id });
  expect(await scene.settled('foundry')).toMatchObject({ delivered: items, pausedBy: null });
});

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s out of reach: it waits, fails nothing, and resumes by itself',
  async (target) => {
    const scene = await configuredScene({ history });
    await scene.until(({ daysToDerive }) => daysToDerive === 0);
    const wire = await wireTo(scene.sandbox[target].baseUrl);
    await scene.configure(target, wire.baseUrl);
    await wire.cut();
    const items = await scene.enable(target);
    const { destinations } = await scene.until(({ destinations: cards }) =>
      cards.some(({ isCurrent, pausedBy }) => isCurrent && pausedBy === 'sync.offline'),
    );
    const card = destinations.find((one) => one.target === target && one.isCurrent);
    expect(card).toMatchObject({ pending: items, failed: 0, uncertain: 0, delivered: 0 });
    expect(card?.nextTryAtMs).toBeGreaterThan(0);
    await wire.mend();
    // Nobody presses anything.
    expect(await scene.settled(target)).toMatchObject({
      delivered: items,
      failed: 0,
      uncertain: 0,
      pausedBy: null,
    });
  },
);

test('turned off in the middle, nothing more goes; turned on again, the rest follows', async () => {
  const scene = await configuredScene({ history, isHere: true });
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  // The second batch is on its way and stored, and its answer is not there yet.
  let batches = 0;
  const isSecond = ({ route }: FaultTarget) => route === 'POST /events/batch' && ++batches > 1;
  const held = holdRequests(scene.sandbox.trendy.faults, isSecond, { afterCommit: true });
  const items = await scene.enable('trendy');
  await held.whenHeld;
  await scene.ask('settings.disableTarget', { target: 'trendy' });
  held.release();
  await scene.whenResting();
  const off = await scene.card('trendy');
  expect(off).toMatchObject({ pausedBy: 'sync.off', delivered: scene.sandbox.holdings().trendy.events });
  expect(off.pending + off.delivered).toBe(items);
  const asked = scene.sandbox.trendy.requests.length;
  await scene.ask('sync.runNow', {});
  await scene.whenResting();
  expect(scene.sandbox.trendy.requests.length).toBe(asked);
  await scene.enable('trendy');
  expect(await scene.settled('trendy')).toMatchObject({ delivered: items });
});

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s with a certificate that nobody vouches for: named as such, held with a backoff, and nothing of a request goes out',
  async (target) => {
    const scene = await configuredScene({ history });
    await scene.until(({ daysToDerive }) => daysToDerive === 0);
    let asked = 0;
    const server = createServer(new TestAuthority().issue(), (_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    await scene.configure(target, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const items = await scene.enable(target);
    const { destinations } = await scene.until(({ destinations: cards }) =>
      cards.some(({ isCurrent, pausedBy }) => isCurrent && pausedBy === 'sync.cert_untrusted'),
    );
    const card = destinations.find((one) => one.target === target && one.isCurrent);
    expect(card).toMatchObject({ pending: items, failed: 0, uncertain: 0, delivered: 0 });
    expect(card?.nextTryAtMs).toBeGreaterThan(0);
    expect(asked).toBe(0);
  },
);
