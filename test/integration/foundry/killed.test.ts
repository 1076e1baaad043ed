import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSteppedClock } from '../../sandbox/http/clock.ts';
import { expectOnceEach } from './expect-once.ts';
import { type FoundryScene, openFoundryScene } from './foundry-scene.ts';

const recordsAtATime = 60;

const look = 'GET /v2/datasets/:rid/files/:path';
const create = 'POST /v2/datasets/:rid/transactions';
const upload = 'POST /v2/datasets/:rid/files/:path/upload';
const commit = 'POST /v2/datasets/:rid/transactions/:txn/commit';
const abort = 'POST /v2/datasets/:rid/transactions/:txn/abort';
const statusOf = 'GET /v2/datasets/:rid/transactions/:txn';
const latest = 'GET /v2/datasets/:rid/branches/:branch/transactions';
const filesOf = 'GET /v2/datasets/:rid/files';

/** A life is cut as its first request of a route arrives, which is done all the same or not at all. */
type Death = readonly [route: string, isDone: boolean];

/** In an order in which each life meets what the one before it left, so that each is cut. */
const deaths: readonly Death[] = [
  [look, false],
  [look, true],
  [create, false],
  [create, true],
  // An empty transaction whose rid nobody was told: whose is it, what is in it, away with it.
  [latest, true],
  [filesOf, true],
  [abort, false],
  [abort, true],
  [upload, false],
  // One whose rid is known.
  [statusOf, true],
  [abort, true],
  [upload, true],
  [commit, false],
  [commit, true],
  [filesOf, true],
  [create, true],
];

/**
 * One life of the program; true when it was killed before it was done. `death` null: it may finish. Told by its requests and
 * not by time: a kill meets the same step on any machine.
 */
async function live(scene: FoundryScene, death: Death | null): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'drain-process.ts'), scene.path, scene.spoolDir, scene.token ?? ''],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit') as Promise<[number | null, string | null]>;
  let isKilled = false;
  const unwatch = scene.far.faults.every(
    ({ route }) => {
      if (isKilled || route !== death?.[0]) return false;
      isKilled = child.kill('SIGKILL');
      return !death[1];
    },
    { kind: 'dropBeforeCommit' },
  );
  const [code, signal] = await gone;
  unwatch();
  // Not 3: nobody was asked anything.
  if (signal !== 'SIGKILL') expect(code).toBe(0);
  return signal === 'SIGKILL';
}

it('killed at each request, done or not: everything arrives exactly once, nothing stays pending, nobody is asked', async () => {
  const scene = await openFoundryScene({ clock: createSteppedClock(Date.now()) });
  let records = 0;
  for (const death of [...deaths, ...deaths]) {
    scene.add(recordsAtATime);
    records += recordsAtATime;
    expect([...death, await live(scene, death)]).toEqual([...death, true]);
  }
  expect(await live(scene, null)).toBe(false);
  expectOnceEach(scene, records);
});
