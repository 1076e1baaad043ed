import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { retryChunks } from '../../../src/core/outbox/chunks/user-acts.ts';
import { seededRandom } from '../../sandbox/http/faults.ts';
import { AtlasScene, batchRoute, bulky } from './atlas-scene.ts';

class Killed extends Error {}

/**
 * Dies at a point of a step: before a request leaves, while it is under way, or when its answer is here. What was written
 * to the database by then is all that the next runner finds.
 */
function mortal(http: HttpClient, random: () => number): HttpClient {
  return {
    async send(request) {
      const fate = random();
      if (fate < 0.25) throw new Killed();
      const outcome = http.send(request);
      if (fate < 0.5) {
        await outcome;
        throw new Killed();
      }
      return outcome;
    },
  };
}

/** A runner that may also die wherever it looks at the clock: between two chunks of an answer, or with a spool file just written. */
function mortalRunner(scene: AtlasScene, random: () => number) {
  const context = scene.context(mortal(scene.http, random));
  const nowMs = () => {
    if (random() < 0.02) throw new Killed();
    return context.clock.nowMs();
  };
  return scene.makeRunner({ ...context, clock: { nowMs, random: () => context.clock.random() } });
}

test('killed 50 times at random during a sync: at least once, each possible repeat marked, nothing lost', async () => {
  let kills = 0;
  for (let seed = 1; kills < 50; seed++) {
    const scene = await AtlasScene.open({}, seed);
    const random = seededRandom(seed);
    scene.chunks.addRecords([0, 1], { perDay: 250, metadata: bulky });
    scene.atlas.faults.random(
      seed,
      0.3,
      [
        { kind: 'commitThenDrop' },
        { kind: 'dropBeforeCommit' },
        { kind: 'htmlError', status: 502, afterCommit: true },
        { kind: 'truncatedJson' },
        { kind: 'captivePortal' },
      ],
      batchRoute,
    );
    for (let i = 0; i < 12; i++) {
      scene.runner = mortalRunner(scene, random);
      try {
        await scene.run(1 + Math.floor(random() * 4));
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        kills++;
      }
      await scene.restart();
    }
    scene.atlas.faults.clear();
    await scene.run();
    expect(scene.chunks.column('SELECT max(resends) FROM chunk')[0]).toBeLessThanOrEqual(3);
    // What was resent as often as may be waits for the user.
    retryChunks(scene.chunks.writer, scene.id, ['uncertain'], 0);
    await scene.run();
    expect(scene.lines('delivered')).toBe(500);
    expect(scene.atlas.records().size).toBe(500);
    expect(scene.unmarkedRepeats()).toEqual([]);
    await expect.poll(() => readdirSync(scene.chunks.spoolDir)).toEqual([]);
    for (const state of ['queued', 'sending', 'waiting', 'failed', 'uncertain'])
      expect(scene.count(state)).toBe(0);
    await scene.close();
  }
});
