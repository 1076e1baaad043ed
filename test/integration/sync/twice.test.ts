import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type SyncScene, someWeeks, syncScene } from './sync-scene.ts';

const batches = ({ sandbox }: SyncScene) =>
  sandbox.trendy.requests.filter(({ route }) => route === 'POST /events/batch').length;
const held = ({ sandbox }: SyncScene) =>
  sandbox.trendy
    .events()
    .map(({ id, sampleId, updatedAt }) => `${id} ${sampleId} ${updatedAt}`)
    .sort();

async function sendToTrendy(scene: SyncScene, zip: string): Promise<void> {
  await scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await scene.configure('trendy');
  await scene.import(zip);
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  await scene.enable('trendy');
  expect(await scene.settled('trendy')).toMatchObject({ failed: 0, uncertain: 0 });
}

test('the same history imported twice, and again into a profile that knows nothing: nothing is sent again', async () => {
  const scene = await syncScene();
  const zip = await someWeeks(scene.dir);
  await sendToTrendy(scene, zip);
  const [before, sent] = [held(scene), batches(scene)];
  expect(before.length).toBeGreaterThan(100);
  expect(sent).toBeGreaterThan(0);

  // The same file, and an export of the same days that is another file.
  expect(await scene.import(zip)).toMatchObject({ state: 'already_imported' });
  rmSync(zip);
  const again = await scene.import(await someWeeks(scene.dir, { locale: 'de_DE' }));
  expect(again).toMatchObject({ state: 'completed', records: { added: 0 } });
  await scene.settled('trendy');
  expect([held(scene), batches(scene)]).toEqual([before, sent]);

  // The computer is lost: a new profile finds everything there.
  await scene.kill();
  rmSync(scene.profile, { recursive: true });
  await scene.restart();
  await sendToTrendy(scene, zip);
  expect([held(scene), batches(scene)]).toEqual([before, sent]);
});
