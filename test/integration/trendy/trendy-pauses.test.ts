import { afterEach, expect, test } from 'vitest';
import { midnights } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, open, routes, expectExactlyOnce } = looksAt(() => scene);

test('401: the token is renewed once and the same request goes on', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  scene.renewed = scene.trendy.token();
  scene.trendy.faults.next('POST /events/batch', { kind: 'unauthorized' });
  await scene.sync();
  expectExactlyOnce(20);
  expect(scene.pauses).toEqual([]);
});

test('turned off while the token is renewed: the request is not made once more, and is made once it is on again', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  const turn = (isOn: 0 | 1) => scene.writer.prepare('UPDATE destination SET is_enabled = ?').run(isOn);
  scene.renewed = scene.trendy.token();
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (outcome.kind === 'answer' && outcome.answer.status === 401) turn(0);
      return outcome;
    },
  });
  const route = 'POST /events/batch';
  scene.trendy.faults.next(route, { kind: 'unauthorized' });
  while (routes(route).length === 0) await scene.step();
  expect([routes(route).length, far()]).toEqual([1, []]);
  turn(1);
  await scene.sync();
  expectExactlyOnce(20);
});

test('turned off while the token is renewed early, before the request: nothing is sent, and all is once it is on again', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  const turn = (isOn: 0 | 1) => scene.writer.prepare('UPDATE destination SET is_enabled = ?').run(isOn);
  let turns = 0;
  scene.tokenAsked = () => {
    if (turns > 0 || scene.count('sending') === 0) return;
    turns++;
    turn(0);
  };
  while (turns === 0) await scene.step();
  expect([routes('POST /events/batch'), far(), scene.count('sending')]).toEqual([[], [], 0]);
  turn(1);
  await scene.sync();
  expectExactlyOnce(20);
});

test('401 for good: paused until somebody signs in, nothing counted, nothing lost', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  scene.trendy.signOut();
  expect(await scene.sync()).toBe('sync.signed_out');
  expect([scene.count('queued'), scene.count('failed')]).toEqual([20, 0]);
  scene.token = scene.trendy.token();
  await scene.sync();
  expectExactlyOnce(20);
});

test.each(['before a request', 'after a 401'])(
  'no token %s: the pause says why, and an unanswered renewal is tried again with the time of a failure',
  async (when) => {
    scene = await openScene();
    for (const start of midnights(20)) scene.put({ start });
    if (when === 'after a 401') scene.trendy.signOut();
    else scene.token = null;
    scene.noToken = { isOk: false, code: 'sync.wrong_account', isPassing: false };
    expect(await scene.step()).toEqual({ kind: 'pause', code: 'sync.wrong_account', untilMs: null });
    scene.noToken = { isOk: false, code: 'sync.timeout', isPassing: true };
    const before = scene.clock.now();
    const away = await scene.step();
    expect(away).toEqual({ kind: 'pause', code: 'sync.timeout', untilMs: expect.any(Number) });
    const untilMs = away.kind === 'pause' ? (away.untilMs ?? 0) : 0;
    // The scene counts every pause as a failure, and this is the second in a row.
    expect([untilMs >= before + 1_000, untilMs <= scene.clock.now() + 10_000]).toEqual([true, true]);
    expect([scene.count('queued'), scene.count('failed')]).toEqual([20, 0]);
    scene.token = scene.trendy.token();
    await scene.sync();
    expectExactlyOnce(20);
  },
);

test.each(['nothing renews the token', 'a new token is refused as well'])(
  '401 of a login service that is down, %s: it backs off by itself, and goes on',
  async (how) => {
    scene = await openScene();
    for (const start of midnights(20)) scene.put({ start });
    if (how === 'nothing renews the token') scene.isAlive = true;
    else scene.renewed = scene.trendy.token();
    scene.trendy.settings.loginService = 'down';
    await expect(scene.sync(4)).rejects.toThrow('still not at rest');
    expect(scene.pauses).toEqual(Array(4).fill('sync.far_side_failing'));
    scene.trendy.settings.loginService = 'up';
    await scene.sync();
    expectExactlyOnce(20);
    expect(scene.mutations().every(({ attempts }) => attempts === 0)).toBe(true);
  },
);

test('429: not one request for more than 60 s, then the queue goes on by itself', async () => {
  scene = await openScene();
  for (const start of midnights(500)) scene.put({ start });
  scene.trendy.phone.spendRequests(298);
  await scene.sync();
  expectExactlyOnce(500);
  const refused = scene.trendy.requests.findIndex(({ status }) => status === 429);
  const next = scene.trendy.requests[refused + 1];
  expect(refused).toBeGreaterThan(0);
  expect((next?.at ?? 0) - (scene.trendy.requests[refused]?.at ?? 0)).toBeGreaterThan(60_000);
  expect(scene.trendy.requests.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(scene.pauses).toContain('sync.rate_limited');
});

test('offline in the middle: everything waits without an attempt and arrives later', async () => {
  scene = await openScene();
  let isOffline = false;
  scene.http = (client) => ({
    send: (request) =>
      isOffline
        ? Promise.resolve({ kind: 'failure', code: 'sync.network', hasLeft: false } as const)
        : client.send(request),
  });
  for (const start of midnights(200)) scene.put({ start });
  for (let steps = 0; steps < 8; steps++) await scene.step();
  isOffline = true;
  await expect(scene.sync(10)).rejects.toThrow('still not at rest');
  expect(scene.pauses.every((code) => code === 'sync.network')).toBe(true);
  isOffline = false;
  await scene.sync();
  expectExactlyOnce(200);
  expect(scene.mutations().every(({ attempts }) => attempts === 0)).toBe(true);
});

test('two edits while a request is under way: the last one reaches them', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1 });
  let edits = 0;
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (request.url.endsWith('/events/batch') && edits === 0) {
        edits = 2;
        scene.change(event, 50);
        scene.change(event, 77);
      }
      return outcome;
    },
  });
  await scene.sync();
  expect(far()[0]?.properties['Step Count']?.value).toBe(77);
  expect(scene.count('delivered')).toBe(1);
});

test('deleted while its creation is under way: gone there as well', async () => {
  scene = await openScene();
  const event = scene.put({ start: midnights(1)[0] ?? 0 });
  let isRemoved = false;
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (request.url.endsWith('/events/batch') && !isRemoved) {
        isRemoved = true;
        scene.remove(event);
      }
      return outcome;
    },
  });
  await scene.sync();
  expect([far().length, open()]).toEqual([0, 0]);
});

test('a delivery that nobody confirmed is no delivery: an answer that leaves an item out stays visible', async () => {
  scene = await openScene();
  const [missing] = midnights(3).map((start) => scene.put({ start }));
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (!request.url.endsWith('/events/batch') || outcome.kind !== 'answer') return outcome;
      const answer = JSON.parse(outcome.answer.text) as { created: { healthkit_sample_id: string }[] };
      const created = answer.created.filter((row) => row.healthkit_sample_id !== 'steps-2025-05-29');
      return { ...outcome, answer: { ...outcome.answer, json: { ...answer, created } } };
    },
  });
  for (let steps = 0; steps < 7; steps++) await scene.step();
  const row = scene.mutations().find(({ event }) => event === missing);
  expect(row).toMatchObject({ state: 'waiting', code: 'sync.count_mismatch', attempts: 1 });
  expect(scene.count('delivered')).toBe(2);
  // It was stored after all: the next pull shows it, by our own id, and nothing is sent twice.
  await scene.sync();
  expectExactlyOnce(3);
});

test('new rules change no delivered event before the person has seen how many', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 100 });
  await scene.sync();
  scene.rederive(event, 150);
  expect([scene.count('queued'), scene.side.countWaitingUpdates(scene.target())]).toEqual([0, 1]);
  scene.side.changeScope(scene.target(), null, { kinds: new Set(scene.side.kinds), fromDay: null });
  await scene.enqueue();
  expect(scene.count('queued')).toBe(0);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect(far()[0]?.properties['Step Count']?.value).toBe(150);
  expect(scene.side.countWaitingUpdates(scene.target())).toBe(0);
});
