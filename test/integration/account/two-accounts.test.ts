import { expect, test, vi } from 'vitest';
import type { FaultTarget } from '../../sandbox/http/faults.ts';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import { personOf } from '../../sandbox/identity/people.ts';
import { someWeeks } from '../sync/sync-scene.ts';
import { type AccountScene, accountScene } from './account-scene.ts';

const subOf = (person: string) => personOf(person).sub;

const cardOf = async (scene: AccountScene, id: number) =>
  (await scene.ask('sync.overview', {})).destinations.find((card) => card.id === id);

test('another person signs in while it sends: nothing of the first one’s reaches the second, and it goes on when she is back', async () => {
  const scene = await accountScene();
  const { sandbox, ask } = scene;
  await ask('account.configure', { trendySignIn: 'auth0' });
  await scene.signIn('ada');
  await scene.import(await someWeeks(scene.dir, { days: 30 }));
  let batches = 0;
  const isSecond = ({ route }: FaultTarget) => route === 'POST /events/batch' && ++batches > 1;
  const held = holdRequests(sandbox.trendy.faults, isSecond);
  const trendy = await scene.enable('trendy');
  const atlas = await scene.enable('atlas');
  const first = { trendy: await scene.card('trendy'), atlas: await scene.card('atlas') };
  expect(first.trendy.account).toBe(subOf('ada'));
  await held.whenHeld;
  expect((await scene.card('trendy')).delivered).toBeGreaterThan(0);
  await scene.signIn('ben');
  // Each target means another destination now, with nothing agreed to.
  for (const target of ['trendy', 'atlas'] as const)
    expect(await scene.card(target)).toMatchObject({
      account: subOf('ben'),
      isEnabled: false,
      delivered: 0,
      pausedBy: 'sync.off',
    });
  const left = await cardOf(scene, first.trendy.id);
  expect(left).toMatchObject({ isCurrent: false, isEnabled: true, pausedBy: 'sync.wrong_account' });
  expect(left?.pending).toBeGreaterThan(0);
  expect((await ask('account.read', {})).otherAccounts.find(({ target }) => target === 'trendy')).toEqual({
    target: 'trendy',
    destination: first.trendy.id,
    before: { id: subOf('ada'), name: 'Ada' },
    now: { id: subOf('ben'), name: 'Ben' },
    pending: left?.pending,
  });
  held.release();
  await scene.program().sync.service.whenResting();
  const asked = sandbox.holdingsOf('ada').trendy.requests;
  await ask('sync.runNow', {});
  await scene.program().sync.service.whenResting();
  expect(sandbox.holdingsOf('ada').trendy.requests).toBe(asked);
  expect(sandbox.holdingsOf('ben')).toMatchObject({
    trendy: { requests: 0, held: { events: 0 } },
    atlas: { requests: 0, held: { samples: 0 } },
  });
  await scene.signIn('ada');
  expect(await scene.settled('trendy')).toMatchObject({ id: first.trendy.id, delivered: trendy, failed: 0 });
  expect(await scene.settled('atlas')).toMatchObject({ id: first.atlas.id, delivered: atlas, failed: 0 });
  expect(sandbox.holdingsOf('ada')).toMatchObject({
    trendy: { held: { events: trendy } },
    atlas: { held: { samples: atlas, doubled: 0 } },
  });
  expect(sandbox.holdingsOf('ben')).toMatchObject({ trendy: { requests: 0 }, atlas: { requests: 0 } });
  expect((await ask('account.read', {})).otherAccounts).toEqual([]);
});

test('to the new account as well, only after its own review; each has the whole history once', async () => {
  const scene = await accountScene();
  await scene.signIn('ada');
  await scene.import(await someWeeks(scene.dir, { days: 8 }));
  const items = await scene.enable('atlas');
  await scene.settled('atlas');
  await scene.ask('account.signOut', { target: 'atlas' });
  await scene.signIn('ben');
  expect((await scene.ask('account.read', {})).otherAccounts).toMatchObject([
    { target: 'atlas', before: { name: 'Ada' }, now: { name: 'Ben' }, pending: 0 },
  ]);
  const scope = { target: 'atlas', kinds: ['record'], startDay: null } as const;
  const review = await scene.ask('settings.reviewTarget', { ...scope, kinds: [...scope.kinds] });
  expect(review).toMatchObject({ account: subOf('ben'), added: review.items });
  // What was shown for the one is no consent for the other.
  expect(
    await scene.refusal('settings.enableTarget', {
      ...scope,
      kinds: [...scope.kinds],
      items: review.items,
      account: subOf('ada'),
    }),
  ).toBe('settings.review_changed');
  expect(await scene.enable('atlas')).toBe(items);
  await scene.settled('atlas');
  for (const person of ['ada', 'ben'])
    expect(scene.sandbox.holdingsOf(person).atlas.held).toEqual({ samples: items, doubled: 0 });
  expect((await scene.ask('account.read', {})).otherAccounts).toEqual([]);
});

test('Foundry: another person there stops it where it is, until the person agrees for the new one', async () => {
  const scene = await accountScene();
  await scene.signInFoundry('ada');
  await scene.import(await someWeeks(scene.dir, { days: 8 }));
  await scene.ask('sync.pause', {});
  const items = await scene.enable('foundry');
  await scene.signInFoundry('ben');
  await scene.ask('sync.resume', {});
  await vi.waitUntil(async () => (await scene.card('foundry')).pausedBy === 'sync.wrong_account');
  expect((await scene.ask('account.read', {})).otherAccounts).toEqual([
    {
      target: 'foundry',
      destination: (await scene.card('foundry')).id,
      before: { id: personOf('ada').foundryId, name: expect.any(String) },
      now: { id: personOf('ben').foundryId, name: expect.any(String) },
      pending: items,
    },
  ]);
  expect(scene.sandbox.holdings().foundry.samples).toBe(0);
  await scene.enable('foundry');
  expect(await scene.settled('foundry')).toMatchObject({ delivered: items, pausedBy: null });
  expect(scene.sandbox.holdingsOf('ben').foundry.held).toEqual({ samples: items, doubled: 0 });
  expect(scene.sandbox.holdingsOf('ada').foundry.held.samples).toBe(0);
});

test('a destination of no known account belongs to the first who signs in, unless something went there', async () => {
  const scene = await accountScene();
  await scene.import(await someWeeks(scene.dir, { days: 5 }));
  const items = await scene.enable('atlas');
  const before = await scene.card('atlas');
  expect(before).toMatchObject({ account: '', pausedBy: 'sync.signed_out', pending: items });
  await scene.signIn('ada');
  expect(await scene.settled('atlas')).toMatchObject({
    id: before.id,
    account: subOf('ada'),
    delivered: items,
  });
  await scene.signIn('ben');
  const now = await scene.card('atlas');
  expect(now).toMatchObject({ account: subOf('ben'), isEnabled: false });
  expect(now.id).not.toBe(before.id);
});
