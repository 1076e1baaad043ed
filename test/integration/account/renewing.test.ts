import { expect, test, vi } from 'vitest';
import { type HeldRequests, holdRequests } from '../../sandbox/http/wire-faults.ts';
import { personOf } from '../../sandbox/identity/people.ts';
import { someWeeks } from '../sync/sync-scene.ts';
import { type AccountScene, accountScene } from './account-scene.ts';

async function signedIn(options: Parameters<typeof accountScene>[0] = {}): Promise<AccountScene> {
  const scene = await accountScene(options);
  await scene.ask('account.configure', { trendySignIn: 'auth0' });
  await scene.signIn('ada');
  return scene;
}

/** Trendy and Atlas by the one sign-in, with some weeks to send. */
async function sending() {
  const scene = await signedIn();
  await scene.import(await someWeeks(scene.dir, { days: 30 }));
  const held = holdSecond(scene);
  const counts = { trendy: await scene.enable('trendy'), atlas: await scene.enable('atlas') };
  await held.whenHeld;
  return { scene, held, ...counts };
}

/** From now on one request to Trendy passes, and the next ones wait. */
function holdSecond({ sandbox }: AccountScene): HeldRequests {
  let seen = 0;
  return holdRequests(sandbox.trendy.faults, () => ++seen > 1);
}

test('a sync goes on across ten rotations with no page, and everything arrives once', async () => {
  const scene = await signedIn();
  const { identity } = scene.sandbox;
  await scene.import(await someWeeks(scene.dir, { days: 150, density: 0.02 }));
  const { refreshes } = identity.holdings();
  let held = holdSecond(scene);
  const trendy = await scene.enable('trendy');
  for (let rotation = 1; rotation <= 10; rotation++) {
    await held.whenHeld;
    identity.expireAccessTokens();
    // The one that is held is refused; one is good with the new token; then that one is over, too.
    const { release } = held;
    held = holdSecond(scene);
    release();
    await vi.waitUntil(() => identity.holdings().refreshes === refreshes + rotation);
  }
  await held.whenHeld;
  expect((await scene.card('trendy')).pending).toBeGreaterThan(0);
  held.release();
  const atlas = await scene.enable('atlas');
  expect(await scene.settled('trendy')).toMatchObject({ delivered: trendy, failed: 0, pausedBy: null });
  expect(await scene.settled('atlas')).toMatchObject({ delivered: atlas, failed: 0, pausedBy: null });
  expect(scene.sandbox.holdingsOf('ada')).toMatchObject({
    trendy: { held: { events: trendy } },
    atlas: { held: { samples: atlas, doubled: 0 } },
  });
  expect(identity.holdings()).toMatchObject({ refusals: 0, grants: 1 });
});

test('ten calls of three targets after a night asleep make one request', async () => {
  const scene = await signedIn();
  const { identity } = scene.sandbox;
  const before = identity.holdings().refreshes;
  // Every token is over by our clock; the servers have their own.
  const now = vi
    .spyOn(Date, 'now')
    .mockImplementation(() => performance.timeOrigin + performance.now() + 86_400_000);
  try {
    const asked = Array.from({ length: 10 }, (_, i) =>
      scene.ask('settings.testConnection', { target: i % 2 === 0 ? 'atlas' : 'trendy' }),
    );
    await Promise.all(asked);
  } finally {
    now.mockRestore();
  }
  expect(identity.holdings().refreshes).toBe(before + 1);
});

test('revoked: the destinations pause as signed out, the page hears of it, and signing in again goes on', async () => {
  const { scene, held, trendy, atlas } = await sending();
  const { identity } = scene.sandbox;
  identity.revoke('ada');
  identity.expireAccessTokens();
  held.release();
  await vi.waitUntil(async () => (await scene.card('trendy')).pausedBy === 'sync.signed_out');
  await vi.waitUntil(async () => (await scene.card('atlas')).pausedBy === 'sync.signed_out');
  for (const target of ['atlas', 'trendy'] as const)
    expect(await scene.credential(target)).toMatchObject({
      state: 'ended',
      code: 'account.revoked',
      account: { id: personOf('ada').sub },
      keptIn: null,
    });
  expect(scene.secrets.stored.size).toBe(0);
  await vi.waitUntil(() =>
    scene.pushes.some(
      ({ name, payload }) =>
        name === 'account.changed' && JSON.stringify(payload).includes('account.revoked'),
    ),
  );
  await scene.program().sync.service.whenResting();
  const asked = identity.holdings().requests['POST /oauth/token'];
  await scene.ask('sync.runNow', {});
  await scene.program().sync.service.whenResting();
  expect(identity.holdings().requests['POST /oauth/token']).toBe(asked);
  await scene.signIn('ada');
  expect(await scene.settled('trendy')).toMatchObject({ delivered: trendy, failed: 0 });
  expect(await scene.settled('atlas')).toMatchObject({ delivered: atlas, failed: 0 });
});

test.each([
  ['a 500', { kind: 'internalError' }],
  ['a busy service', { kind: 'tooManyRequests' }],
] as const)(
  '%s of the sign-in service ends nothing: the sync waits and goes on by itself',
  async (_, fault) => {
    const scene = await signedIn();
    await scene.import(await someWeeks(scene.dir, { days: 5 }));
    const mend = scene.sandbox.identity.faults.every('POST /oauth/token', fault);
    scene.sandbox.identity.expireAccessTokens();
    const atlas = await scene.enable('atlas');
    const card = await vi.waitUntil(async () => {
      const seen = await scene.card('atlas');
      return seen.pausedBy !== null && seen;
    });
    expect(card).toMatchObject({ pausedBy: 'sync.far_side_failing', pending: atlas, failed: 0 });
    expect(card.nextTryAtMs).not.toBeNull();
    expect(await scene.credential('atlas')).toMatchObject({
      state: 'signed_in',
      code: null,
      keptIn: 'keychain',
    });
    mend();
    expect(await scene.settled('atlas')).toMatchObject({ delivered: atlas, pausedBy: null });
  },
);

test.each([-1, 1])('a far clock that is %i h off changes nothing', async (hours) => {
  const fromMs = Date.now();
  const scene = await signedIn({ identity: { skewMs: hours * 3_600_000, accessLifetimeS: 7200 } });
  const { accessUntilMs } = await scene.credential('atlas');
  const toMs = Date.now();
  // Tokens tell whole seconds.
  expect(accessUntilMs).toBeGreaterThanOrEqual(fromMs + 7_200_000 - 1000);
  expect(accessUntilMs).toBeLessThanOrEqual(toMs + 7_200_000 + 1000);
  await scene.restart();
  expect(await scene.ask('settings.testConnection', { target: 'atlas' })).toMatchObject({ isOk: true });
  expect(scene.sandbox.identity.holdings()).toMatchObject({ refreshes: 1, refusals: 0, grants: 1 });
});

test('a token that was used by somebody else as well ends the sign-in, and says so', async () => {
  const scene = await signedIn();
  const [name = ''] = scene.secrets.stored.keys();
  const { secret, clientId, place } = JSON.parse(scene.secrets.secret(name));
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: secret,
  });
  expect((await fetch(`${place}/oauth/token`, { method: 'POST', body })).status).toBe(200);
  scene.sandbox.identity.expireAccessTokens();
  expect(await scene.ask('settings.testConnection', { target: 'atlas' })).toMatchObject({ isOk: false });
  expect(await scene.credential('atlas')).toMatchObject({ state: 'ended', code: 'account.revoked' });
});
