import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { dispatch } from '../../../src/data/dispatch.ts';
import { createDataProgram } from '../../../src/data/program.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { type SyncScene, someWeeks, syncScene } from './sync-scene.ts';

const midnightHour = (zone: string) => {
  const hour = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  return (micros: number) => hour.format(micros / 1000);
};

async function deliveredScene(): Promise<SyncScene> {
  const scene = await syncScene({ history: { days: 21 } });
  await scene.configure('trendy');
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  await scene.enable('trendy');
  await scene.settled('trendy');
  return scene;
}

const countOf = ({ sandbox }: SyncScene, route: string) =>
  sandbox.trendy.requests.filter((request) => request.route === route).length;
const dailies = ({ sandbox }: SyncScene) =>
  sandbox.trendy.events().filter(({ category }) => category === 'steps' || category === 'active_energy');

test('another home zone: the review says what goes out, and exactly that arrives as DELETE, PUT and new events', async () => {
  const scene = await deliveredScene();
  const before = scene.sandbox.trendy.events().length;
  const review = await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' });
  expect(review.created).toBeGreaterThan(20);
  expect(review.deleted).toBeGreaterThan(20);
  // The day of the export is derived, and goes nowhere.
  expect(review.sent).toBeLessThan(review.created + review.changed + review.deleted);
  expect([countOf(scene, 'DELETE /events/:id'), countOf(scene, 'PUT /events/:id')]).toEqual([0, 0]);

  await scene.ask('settings.setHomeZone', { homeZone: 'Asia/Tokyo' });
  expect(await scene.settled('trendy')).toMatchObject({ failed: 0, uncertain: 0, updatesWaiting: 0 });
  const [deletes, puts] = [countOf(scene, 'DELETE /events/:id'), countOf(scene, 'PUT /events/:id')];
  const creates = scene.sandbox.trendy.events().length - before + deletes;
  expect(deletes).toBeGreaterThan(20);
  // An old night and a new one that begin in one second are one event there: a change of it instead of two.
  expect(review.changed).toBe(0);
  expect(deletes + creates + 2 * puts).toBe(review.sent);
  const hours = new Set(dailies(scene).map(({ timestamp }) => midnightHour('Asia/Tokyo')(timestamp)));
  expect(hours).toEqual(new Set(['00']));
  expect(await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' })).toEqual({
    created: 0,
    changed: 0,
    deleted: 0,
    sent: 0,
  });
});

test('another order of sources: the review says how many figures change there, and one PUT each arrives', async () => {
  const scene = await deliveredScene();
  const before = scene.sandbox.trendy.events().length;
  const { sources } = (await scene.ask('settings.read', {})).sourcePriority;
  const sourcePriority = sources.map(({ id }) => id).reverse();
  const review = await scene.ask('settings.reviewRules', { sourcePriority });
  expect(review.sent).toBeGreaterThan(5);
  await scene.ask('settings.setSourcePriority', { sources: sourcePriority });
  // Nothing tells of the new order before derivation has met it.
  await scene.until(() => countOf(scene, 'PUT /events/:id') >= review.sent);
  await scene.settled('trendy');
  expect(countOf(scene, 'PUT /events/:id')).toBe(review.sent);
  expect(scene.sandbox.trendy.events()).toHaveLength(before);
  // Back again by the same way, an empty order being the default.
  const back = await scene.ask('settings.reviewRules', { sourcePriority: [] });
  await scene.ask('settings.setSourcePriority', { sources: [] });
  await scene.until(() => countOf(scene, 'PUT /events/:id') >= review.sent + back.sent);
  await scene.settled('trendy');
  expect(countOf(scene, 'PUT /events/:id')).toBe(review.sent + back.sent);
});

test('what an import changed since it was shown is shown again before another zone or order is set', async () => {
  const scene = await deliveredScene();
  const { sources } = (await scene.ask('settings.read', {})).sourcePriority;
  const reversed = sources.map(({ id }) => id).reverse();
  const zone = (await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' })).sent;
  const order = (await scene.ask('settings.reviewRules', { sourcePriority: reversed })).sent;
  // While the dialog is open, a later export comes in: it has more days, and sends those that the last one left incomplete.
  await scene.import(await someWeeks(scene.dir, { days: 28 }));
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  await scene.settled('trendy');
  const before = scene.sandbox.trendy.events();
  const nowSent = (await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' })).sent;
  expect(nowSent).not.toBe(zone);
  expect(
    await scene.client().call('settings.setHomeZone', { homeZone: 'Asia/Tokyo', sent: zone }),
  ).toMatchObject({
    error: { code: 'settings.review_changed', details: { items: nowSent } },
  });
  expect(
    await scene.client().call('settings.setSourcePriority', { sources: reversed, sent: order }),
  ).toMatchObject({ error: { code: 'settings.review_changed' } });
  await scene.settled('trendy');
  expect(await scene.ask('settings.read', {})).toMatchObject({
    homeZone: 'Europe/Berlin',
    sourcePriority: { isChosen: false },
  });
  expect(scene.sandbox.trendy.events()).toEqual(before);

  await scene.ask('settings.setHomeZone', { homeZone: 'Asia/Tokyo', sent: nowSent });
  expect((await scene.ask('settings.read', {})).homeZone).toBe('Asia/Tokyo');
});

test('a restart before what the person agreed to is derived asks nothing again', async () => {
  const scene = await deliveredScene();
  const review = await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' });
  expect(review.deleted).toBeGreaterThan(20);
  await scene.kill();
  // As if it had been killed right after the word: this program derives nothing.
  const program = await createDataProgram({
    profileDir: scene.profile,
    threads: {
      startImport: () => expect.fail('nothing is imported here'),
      openSecrets: memorySecrets().open,
    },
    push: () => {},
    relaying: 'never',
  });
  await dispatch(
    program,
    { kind: 'call', name: 'settings.setHomeZone', input: { homeZone: 'Asia/Tokyo' } },
    () => {},
  );
  await program.close();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'trendy', token: scene.token('trendy') });
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  expect(await scene.settled('trendy')).toMatchObject({ failed: 0, uncertain: 0, updatesWaiting: 0 });
  expect(countOf(scene, 'DELETE /events/:id')).toBeGreaterThan(20);
  expect(await scene.ask('settings.reviewRules', { homeZone: 'Asia/Tokyo' })).toMatchObject({ sent: 0 });
});

test('a later version of the rules changes nothing there before the person has seen how many', async () => {
  const scene = await deliveredScene();
  await scene.kill();
  const nights = () => scene.sandbox.trendy.events().filter(({ category }) => category === 'sleep').length;
  const slept = nights();
  expect(slept).toBeGreaterThan(5);
  // As if this version made other figures and no nights of the same records, and an older one had made what is stored.
  const writer = openWriter(join(scene.profile, 'history.sqlite'));
  writer.exec(`
    UPDATE record SET value = value + 500, value_key = value_key + 500 WHERE id IN (
      SELECT min(record.id) FROM record JOIN record_type AS type ON type.id = record.type
      WHERE type.name = 'HKQuantityTypeIdentifierStepCount' GROUP BY record.start / 86400 LIMIT 5);
    DELETE FROM record WHERE type IN (SELECT id FROM record_type WHERE name = 'HKCategoryTypeIdentifierSleepAnalysis');
    INSERT OR REPLACE INTO setting VALUES ('agreedRules', '0');
    UPDATE setting SET value = json_set(value, '$.rulesVersion', 0) WHERE key = 'events.derived'`);
  writer.close();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'trendy', token: scene.token('trendy') });
  await scene.until(
    ({ daysToDerive, destinations }) => daysToDerive === 0 && (destinations[0]?.updatesWaiting ?? 0) > 0,
  );
  const { id: destination, updatesWaiting: updates } = await scene.settled('trendy');
  expect(updates).toBeGreaterThan(slept + 1);
  const written = () => [countOf(scene, 'PUT /events/:id'), countOf(scene, 'DELETE /events/:id'), nights()];
  expect(written()).toEqual([0, 0, slept]);

  // They wait over a restart, and another number than the one that was shown sends nothing.
  await scene.kill();
  await scene.restart();
  await scene.until(({ destinations }) => destinations[0]?.updatesWaiting === updates);
  await scene.ask('settings.setToken', { target: 'trendy', token: scene.token('trendy') });
  const wrong = await scene.client().call('sync.releaseUpdates', { destination, updates: updates - 1 });
  expect(wrong).toMatchObject({ error: { code: 'settings.review_changed', details: { items: updates } } });
  await scene.settled('trendy');
  expect(written()).toEqual([0, 0, slept]);

  await scene.ask('sync.releaseUpdates', { destination, updates });
  expect(await scene.settled('trendy')).toMatchObject({ failed: 0, updatesWaiting: 0 });
  await scene.until(() => nights() === 0);
  await scene.settled('trendy');
  expect(written()).toEqual([updates - slept, slept, 0]);
});
