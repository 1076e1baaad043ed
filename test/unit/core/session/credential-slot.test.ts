import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { hourMs, keptByAda, minuteMs, slotScene } from './slot-scene.ts';

const ada = { id: 'ada', name: 'Ada' };

test('ten askers at once make one request, and all get its token', async () => {
  const { slot, service } = slotScene();
  await slot.adopt(keptByAda, null);
  service.gate = Promise.withResolvers();
  const asked = Array.from({ length: 10 }, () => slot.take());
  service.gate.resolve();
  const taken = await Promise.all(asked);
  expect(taken).toEqual(Array(10).fill({ kind: 'token', token: 'access-1', account: ada }));
  expect(service.renewals).toBe(1);
});

test('ten that were refused at once make one request, too', async () => {
  const { slot, service } = slotScene();
  await slot.adopt(keptByAda, null);
  await slot.take();
  const taken = await Promise.all(
    Array.from({ length: 10 }, () => {
      slot.reject('access-1');
      return slot.take();
    }),
  );
  expect(new Set(taken.map((one) => one.kind === 'token' && one.token))).toEqual(new Set(['access-2']));
  expect(service.renewals).toBe(2);
  // Who comes late with the old one does not spend the new one.
  slot.reject('access-1');
  expect(await slot.take()).toMatchObject({ token: 'access-2' });
  expect(service.renewals).toBe(2);
});

test('what renews next is kept before the new token is given', async () => {
  const { slot, secrets, stored } = slotScene();
  await slot.adopt(keptByAda, null);
  secrets.keychain.hang();
  let isGiven = false;
  const asked = slot.take().then((taken) => {
    isGiven = true;
    return taken;
  });
  await vi.waitUntil(() => secrets.keychain.asked.at(-1) === 'set');
  // Everything that needs no word of the keychain's is done by the next turn.
  await setImmediate();
  expect(isGiven).toBe(false);
  expect(stored()).toContain('refresh-0');
  secrets.keychain.release();
  expect(await asked).toMatchObject({ token: 'access-1' });
  expect(stored()).toContain('refresh-1');
});

test('renewed a minute before its end, and at once after a night asleep', async () => {
  const { slot, service, clock } = slotScene();
  await slot.adopt(keptByAda, null);
  await slot.take();
  clock.nowMs += hourMs - minuteMs - 1;
  expect(await slot.take()).toMatchObject({ token: 'access-1' });
  clock.nowMs += 1;
  expect(await slot.take()).toMatchObject({ token: 'access-2' });
  clock.nowMs += 9 * hourMs;
  expect(slot.access).toBeNull();
  expect(await slot.take()).toMatchObject({ token: 'access-3' });
  expect(service.renewals).toBe(3);
});

test('a token of less than a minute is used for three quarters of its life', async () => {
  const { slot, service, clock } = slotScene();
  await slot.adopt(keptByAda, { token: 'short', untilMs: clock.nowMs + 20_000, lifeMs: 20_000 });
  clock.nowMs += 14_000;
  expect(await slot.take()).toMatchObject({ token: 'short' });
  clock.nowMs += 2000;
  expect(await slot.take()).toMatchObject({ token: 'access-1' });
  expect(service.renewals).toBe(1);
});

test('revoked: it ends, is forgotten, and nobody asks again', async () => {
  const { slot, service, stored, changes } = slotScene();
  await slot.adopt(keptByAda, null);
  service.newest = 'another';
  expect(await slot.take()).toEqual({ kind: 'none' });
  expect(await slot.take()).toEqual({ kind: 'none' });
  expect(service.renewals).toBe(1);
  expect(stored()).toBe('');
  expect(slot.ended).toEqual({ method: 'auth0', account: ada, code: 'account.revoked', wasSignedIn: true });
  expect(changes).toEqual(['changed', 'changed']);
});

test('out of reach: the sign-in stays, and the next one to ask tries again', async () => {
  const { slot, service, stored } = slotScene();
  await slot.adopt(keptByAda, null);
  service.next.push({ kind: 'away', code: 'sync.network' }, { kind: 'away', code: 'sync.far_side_failing' });
  expect(await slot.take()).toEqual({ kind: 'away', code: 'sync.network' });
  expect(await slot.take()).toEqual({ kind: 'away', code: 'sync.far_side_failing' });
  expect(slot.isUsable).toBe(true);
  expect(stored()).toContain('refresh-0');
  expect(await slot.take()).toMatchObject({ token: 'access-3' });
});

test('a crash after a rotation that was kept goes on; one before it was kept ends by the verdict of the server', async () => {
  const scene = slotScene();
  await scene.slot.adopt(keptByAda, null);
  await scene.slot.take();
  const next = scene.again();
  await next.restore();
  expect(await next.take()).toMatchObject({ token: 'access-2', account: ada });
  // Dies between the answer and the keychain: the server has rotated, we have not.
  scene.service.newest = 'refresh-that-nobody-kept';
  const last = scene.again();
  await last.restore();
  expect(await last.take()).toEqual({ kind: 'none' });
  expect(last.ended?.code).toBe('account.revoked');
  expect(scene.stored()).toBe('');
});

test('signed out while it renews: the token is given to nobody, kept nowhere, and withdrawn', async () => {
  const { slot, service, stored } = slotScene();
  await slot.adopt(keptByAda, null);
  service.gate = Promise.withResolvers();
  const asked = slot.take();
  const forgotten = slot.forget();
  expect(await slot.take()).toEqual({ kind: 'none' });
  service.gate.resolve();
  await forgotten;
  expect(await asked).toEqual({ kind: 'none' });
  expect(stored()).toBe('');
  expect(service.revoked).toEqual(['refresh-1']);
});

test('signed out while a full disk refuses what follows from it: the next start is not signed in', async () => {
  const scene = slotScene();
  await scene.slot.adopt(keptByAda, null);
  expect(scene.stored()).toContain('refresh-0');
  scene.faults.onChange = new Error('database or disk is full');
  await expect(scene.slot.forget()).rejects.toThrow('full');
  expect(scene.stored()).toBe('');
});

test('somebody else signs in while it renews: the first answer is nobody’s and spoils nothing', async () => {
  const { slot, service, stored } = slotScene();
  await slot.adopt(keptByAda, null);
  service.gate = Promise.withResolvers();
  const asked = slot.take();
  const ben = { id: 'ben', name: 'Ben' };
  await slot.adopt({ ...keptByAda, secret: 'refresh-of-ben', account: ben }, null);
  service.gate.resolve();
  expect(await asked).toEqual({ kind: 'none' });
  expect(stored()).toContain('refresh-of-ben');
  expect(service.revoked).toEqual([]);
  service.newest = 'refresh-of-ben';
  service.next.push({
    kind: 'renewed',
    access: { token: 'access-of-ben', untilMs: null, lifeMs: null },
    refresh: null,
    account: ben,
  });
  expect(await slot.take()).toEqual({ kind: 'token', token: 'access-of-ben', account: ben });
});

test('an answer about another person than the one who signed in ends it', async () => {
  const { slot, service } = slotScene();
  await slot.adopt({ ...keptByAda, account: { id: 'ben', name: 'Ben' } }, null);
  expect(await slot.take()).toEqual({ kind: 'none' });
  expect(slot.ended?.code).toBe('account.not_their_answer');
  expect(service.renewals).toBe(1);
});

test('nothing to renew it: it lasts as long as the token, and is not kept', async () => {
  const { slot, service, clock, stored } = slotScene();
  service.isRenewable = false;
  await slot.adopt(keptByAda, { token: 'only', untilMs: clock.nowMs + hourMs, lifeMs: hourMs });
  expect(stored()).toBe('');
  // Used to its end: there is no other one to come.
  clock.nowMs += hourMs - 1;
  expect(await slot.take()).toMatchObject({ token: 'only' });
  expect(slot.isUsable).toBe(true);
  clock.nowMs += 1;
  expect(slot.isUsable).toBe(false);
  expect(await slot.take()).toEqual({ kind: 'none' });
  expect(slot.ended?.code).toBe('account.ended');
  expect(service.renewals).toBe(0);
});

test('a pasted token that was refused ends for this run and stays in the keychain', async () => {
  const scene = slotScene();
  await scene.slot.adopt({ ...keptByAda, method: 'token', secret: 'pasted' }, null);
  scene.slot.reject('another');
  expect(await scene.slot.take()).toMatchObject({ token: 'pasted' });
  scene.slot.reject('pasted');
  expect(await scene.slot.take()).toEqual({ kind: 'none' });
  expect(scene.slot.ended).toMatchObject({ code: 'account.ended', wasSignedIn: true });
  const next = scene.again();
  await next.restore();
  expect(await next.take()).toMatchObject({ token: 'pasted' });
});

test('kept for another place than the settings mean: it is not given, and comes back with the place', async () => {
  const scene = slotScene();
  await scene.slot.adopt(keptByAda, null);
  scene.move(false);
  expect(scene.slot.isUsable).toBe(false);
  expect(await scene.slot.take()).toEqual({ kind: 'none' });
  expect(scene.service.renewals).toBe(0);
  expect(scene.stored()).toContain('refresh-0');
  scene.move(true);
  expect(await scene.slot.take()).toMatchObject({ token: 'access-1' });
});

test('no keychain: it lasts until the program ends', async () => {
  const scene = slotScene();
  scene.secrets.keychain.failWith('no keychain here');
  await scene.slot.adopt(keptByAda, null);
  expect(await scene.slot.take()).toMatchObject({ token: 'access-1' });
  const next = scene.again();
  await next.restore().catch(() => {});
  expect(await next.take()).toEqual({ kind: 'none' });
});
