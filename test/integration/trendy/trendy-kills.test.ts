import { afterEach, expect, test } from 'vitest';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { seededRandom } from '../../sandbox/http/faults.ts';
import { transientFaults } from '../../sandbox/trendy/trendy-faults.ts';
import { midnights, propertiesOf } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, expectExactlyOnce } = looksAt(() => scene);

test.each([1, 2, 3, 4, 5, 6, 7, 8])('random faults, seed %i: every item exactly once', async (seed) => {
  scene = await openScene({ seed });
  scene.renewed = scene.trendy.token();
  const events = midnights(150).map((start) => scene.put({ start }));
  const stop = scene.trendy.faults.random(seed, 0.4, transientFaults);
  scene.http = renewing;
  await scene.sync(400).catch(() => {});
  for (const event of events.slice(0, 20)) scene.change(event, 100 + seed);
  await scene.sync(400).catch(() => {});
  stop();
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  expectExactlyOnce(150);
  const value = (id: number) => {
    const [{ sample_id } = { sample_id: '' }] = scene.writer
      .prepare<[number], { sample_id: string }>('SELECT sample_id FROM event WHERE id = ?')
      .all(id);
    return far().find(({ sampleId }) => sampleId === sample_id)?.properties;
  };
  for (const event of events.slice(0, 20)) expect(value(event)).toEqual(propertiesOf('steps', 100 + seed));
});

const renewing = (client: HttpClient): HttpClient => ({
  send(request) {
    scene.renewed = scene.trendy.token();
    return client.send(request);
  },
});

test.each([...Array(50).keys()])(
  'killed at random, seed %i: every item exactly once, nothing lost',
  async (seed) => {
    scene = await openScene({ seed });
    const random = seededRandom(seed + 1000);
    const events = midnights(120).map((start) => scene.put({ start }));
    for (let kill = 0; kill < 5; kill++) {
      let left = Math.floor(random() * 6);
      const isAfterCommit = random() < 0.5;
      const { promise: died, resolve: die } = Promise.withResolvers<void>();
      // A killed program hears nothing any more: the request may have been acted on all the same.
      scene.http = (client) => ({
        async send(request) {
          if (left-- > 0) return client.send(request);
          if (isAfterCommit) await client.send(request);
          die();
          return new Promise<never>(() => {});
        },
      });
      scene.restart();
      const [changed] = events.slice(kill);
      if (changed !== undefined) scene.change(changed, 500 + kill);
      await Promise.race([died, scene.sync()]);
    }
    scene.http = (client) => client;
    scene.restart();
    await scene.sync();
    expectExactlyOnce(120);
    const values = far().filter(
      ({ properties }) =>
        Number(properties['Step Count']?.value) >= 500 && Number(properties['Step Count']?.value) < 505,
    );
    expect(values).toHaveLength(5);
  },
);
