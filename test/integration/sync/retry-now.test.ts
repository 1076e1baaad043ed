import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { configuredScene } from './sync-scene.ts';

const quarterOfAnHourMs = 15 * 60_000;

/** A target that holds everything; then one item failed, and the destination is held as after a long outage. */
async function heldScene(
  target: 'trendy' | 'atlas' | 'foundry',
  code: string,
  state: 'failed' | 'waiting' = 'failed',
  isHere = false,
) {
  const scene = await configuredScene({ history: { days: 20 }, isHere });
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  const items = await scene.enable(target);
  await scene.settled(target);
  const { id: destination } = await scene.card(target);
  const kind = target === 'trendy' ? 'mutation' : 'chunk';
  const heldUntilMs = Date.now() + quarterOfAnHourMs;
  const writer = openWriter(join(scene.profile, 'history.sqlite'));
  const id = writer
    .prepare<[string, string, number], number>(
      `UPDATE ${kind} SET state = ?, code = ?, next_at_ms = ? WHERE id = (SELECT max(id) FROM ${kind}) RETURNING id`,
    )
    .pluck()
    .get(state, 'sync.rejected', heldUntilMs) as number;
  writer
    .prepare('UPDATE destination SET not_before_ms = ?, not_before_code = ? WHERE id = ?')
    .run(heldUntilMs, code, destination);
  writer.close();
  expect(await scene.card(target)).toMatchObject({ pausedBy: code });
  return { scene, items, destination, item: { kind, id } as const };
}

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s held for a quarter of an hour: Retry of one item sends it now',
  async (target) => {
    const { scene, items, item } = await heldScene(target, 'sync.server_error');
    const asked = scene.sandbox[target].requests.length;
    await scene.ask('sync.retry', item);
    const card = await scene.settled(target);
    expect(card).toMatchObject({ delivered: items, failed: 0, pausedBy: null });
    expect(scene.sandbox[target].requests.length).toBeGreaterThan(asked);
  },
);

test('Retry all ends the wait, too', async () => {
  const { scene, items, destination } = await heldScene('trendy', 'sync.server_error');
  const asked = scene.sandbox.trendy.requests.length;
  expect(await scene.ask('sync.retryAll', { destination, states: ['failed'] })).toEqual({ items: 1 });
  expect(await scene.settled('trendy')).toMatchObject({ delivered: items, failed: 0, pausedBy: null });
  expect(scene.sandbox.trendy.requests.length).toBeGreaterThan(asked);
});

test.each(['Resume of it', 'Resume of all', 'Send the changes'])('%s ends the wait, too', async (act) => {
  const { scene, destination } = await heldScene('trendy', 'sync.server_error', 'waiting');
  const one = act === 'Resume of it' ? { destination } : {};
  if (act === 'Send the changes') await scene.ask('sync.releaseUpdates', { destination, updates: 0 });
  else {
    await scene.ask('sync.pause', one);
    await scene.ask('sync.resume', one);
  }
  expect(await scene.settled('trendy')).toMatchObject({ pending: 0, failed: 0, pausedBy: null });
});

test('a rate limit stands: the item is queued and waits for its end', async () => {
  const { scene, items, item } = await heldScene('trendy', 'sync.rate_limited', 'failed', true);
  await scene.whenResting();
  const asked = scene.sandbox.trendy.requests.length;
  await scene.ask('sync.retry', item);
  await scene.whenResting();
  expect(scene.sandbox.trendy.requests).toHaveLength(asked);
  expect(await scene.card('trendy')).toMatchObject({
    pausedBy: 'sync.rate_limited',
    pending: 1,
    failed: 0,
    delivered: items - 1,
  });
});

test('Retry while a locked keychain keeps the sync from starting ends the wait, too', async () => {
  const { scene, item } = await heldScene('trendy', 'sync.server_error', 'failed', true);
  await scene.stop();
  // Until the test ends, nobody answers the keychain's question.
  const answered = Promise.withResolvers<void>();
  await scene.restart(() => answered.promise.then(memorySecrets().open));
  onTestFinished(() => answered.resolve());
  expect(await scene.card('trendy')).toMatchObject({ pausedBy: 'sync.server_error' });
  await scene.ask('sync.retry', item);
  expect(await scene.card('trendy')).toMatchObject({ failed: 0, nextTryAtMs: null });
});
