import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../sandbox/http/faults.ts';
import { expectOnceEach } from './expect-once.ts';
import { type FoundryScene, openFoundryScene } from './foundry-scene.ts';

const kills = 50;
const recordsAtATime = 60;
const mostRequests = 8;

/**
 * One life of the program, killed as its n-th request arrives; true when it was killed before it was done. `request` null: it
 * may finish. Counted by requests, not by time: a kill meets the same step on any machine.
 */
async function live(scene: FoundryScene, request: number | null): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'drain-process.ts'), scene.path, scene.spoolDir, scene.token ?? ''],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'exit') as Promise<[number | null, string | null]>;
  let seen = 0;
  const unwatch = scene.far.faults.every(
    () => {
      if (++seen === request) child.kill('SIGKILL');
      return false;
    },
    { kind: 'latency', ms: 0 },
  );
  const [code, signal] = await gone;
  unwatch();
  if (signal !== 'SIGKILL') expect(code).toBe(0);
  return signal === 'SIGKILL';
}

it(`killed ${kills} times at random: everything arrives exactly once, nothing stays pending`, async () => {
  const scene = await openFoundryScene();
  const random = seededRandom(7);
  // So that a life has room for being cut anywhere: before, in and after each request.
  scene.far.faults.every('*', { kind: 'latency', ms: 6 });
  scene.far.faults.every('*', { kind: 'latency', ms: 6, afterCommit: true });
  let records = 0;
  let killed = 0;
  for (let lives = 0; killed < kills && lives < 3 * kills; lives++) {
    scene.add(recordsAtATime);
    records += recordsAtATime;
    if (await live(scene, 1 + Math.floor(random() * mostRequests))) killed++;
  }
  expect(killed).toBe(kills);
  scene.far.faults.clear();
  expect(await live(scene, null)).toBe(false);
  expectOnceEach(scene, records);
  // The kills met transactions half done, or the test would prove nothing.
  expect(scene.far.transactions().filter(({ status }) => status === 'ABORTED').length).toBeGreaterThan(0);
});
