import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { RawSide } from '../../../../src/core/outbox/chunks/raw-side.ts';
import { Spool } from '../../../../src/core/outbox/chunks/spool.ts';
import { DestinationStore } from '../../../../src/core/outbox/destination-store.ts';
import { OutboxActs } from '../../../../src/core/outbox/outbox-acts.ts';
import { SyncEngine } from '../../../../src/core/outbox/sync-engine.ts';
import { SyncWork } from '../../../../src/core/outbox/sync-work.ts';
import type { MakeRunner, Step } from '../../../../src/core/outbox/target.ts';
import { SettingsStore } from '../../../../src/core/profile/settings-store.ts';
import { CodedError, type ErrorCode } from '../../../../src/shared/errors.ts';
import { scratchDir } from '../../data/scratch.ts';

const nowMs = 1_760_000_000_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const unasked = () => {
  throw new Error('not asked here');
};

/** An engine with one target, whose steps the test takes. */
async function engineScene(makeRunner: MakeRunner) {
  const dir = scratchDir();
  const writer = openWriter(join(dir, 'history.sqlite'));
  await migrate(writer, join(dir, 'backups'));
  const destinations = new DestinationStore(writer);
  const move = (baseUrl: string) => {
    const row = destinations.makeCurrent('atlas', { baseUrl, dataset: '', branch: '', account: 'me' });
    writer
      .prepare<[string, number]>('UPDATE destination SET is_enabled = 1, consent = ? WHERE id = ?')
      .run(JSON.stringify({ kinds: ['record'], startDay: null, at: 0 }), row.id);
    return row.id;
  };
  const faults: unknown[] = [];
  const engine = new SyncEngine({
    shared: { writer, http: { send: unasked }, clock: { nowMs: () => nowMs, random: () => 0.5 } },
    runners: { trendy: unasked, atlas: makeRunner, foundry: unasked },
    destinations,
    settings: new SettingsStore(writer),
    signIns: {
      hasToken: () => true,
      isOtherAccount: () => false,
      credentialsFor: () => ({ token: unasked, renew: unasked }),
    },
    queues: { prepare: async () => {}, requeue: () => {}, changed: () => {} },
    onFault: (error) => faults.push(error),
  });
  return { engine, destinations, move, faults, writer };
}

test('a refresh that waits for the end of a loop starts no other once the engine is closed', async () => {
  const stepping = Promise.withResolvers<void>();
  const step = Promise.withResolvers<Step>();
  const made: number[] = [];
  const { engine, move, faults, writer } = await engineScene((context) => {
    made.push(context.destination().id);
    return {
      step: () => {
        stepping.resolve();
        return step.promise;
      },
      test: unasked,
    };
  });
  const first = move('https://one.example');
  await engine.refresh();
  await stepping.promise;
  const second = move('https://two.example');
  // The first loop is no more meant: it waits for the step under way to end.
  const refreshed = engine.refresh();
  await turn();
  const closed = engine.close();
  step.resolve({ kind: 'idle', dueAtMs: null });
  await Promise.all([refreshed, closed]);
  await engine.refresh();
  // A loop that was begun makes its runner within a few turns of promises.
  await turn();
  expect(engine.loop(second)).toBeNull();
  expect(made).toEqual([first]);
  expect(faults).toEqual([]);
  writer.close();
});

/** Takes the steps one by one: each is failing when the test says what came of it. */
async function steppedScene() {
  const steps: PromiseWithResolvers<Step>[] = [];
  const begun: (() => void)[] = [];
  const scene = await engineScene(() => ({
    step: () => {
      const step = Promise.withResolvers<Step>();
      steps.push(step);
      begun.shift()?.();
      return step.promise;
    },
    test: unasked,
  }));
  const nextBegun = () => new Promise<void>((resolve) => begun.push(resolve));
  const id = scene.move('https://one.example');
  const isBegun = nextBegun();
  await scene.engine.refresh();
  await isBegun;
  const held = () => scene.destinations.row(id)?.not_before_code;
  const end = async () => {
    await scene.engine.close();
    scene.writer.close();
    expect(scene.faults).toEqual([]);
  };
  return { ...scene, id, steps, nextBegun, held, end };
}

type Stepped = Awaited<ReturnType<typeof steppedScene>>;
const failed = (code: ErrorCode): Step => ({ kind: 'pause', code, untilMs: nowMs + 15 * 60_000 });

test.each([
  ['“Sync now” or a network that is back', (scene: Stepped) => scene.engine.runNow()],
  ['a new token or address', (scene: Stepped) => scene.destinations.release(scene.id)],
] as const)('%s while a try is failing: it is tried again at once, and once', async (_, act) => {
  const scene = await steppedScene();
  act(scene);
  const again = scene.nextBegun();
  scene.steps[0]?.resolve(failed('sync.offline'));
  await again;
  expect(scene.held()).toBeNull();
  scene.steps[1]?.resolve(failed('sync.offline'));
  await scene.engine.whenResting();
  expect(scene.steps).toHaveLength(2);
  expect(scene.held()).toBe('sync.offline');
  await scene.end();
});

test('a rate limit that comes of the try under way is kept', async () => {
  const scene = await steppedScene();
  scene.engine.runNow();
  scene.steps[0]?.resolve(failed('sync.rate_limited'));
  await scene.engine.whenResting();
  expect(scene.steps).toHaveLength(1);
  expect(scene.held()).toBe('sync.rate_limited');
  await scene.end();
});

test('a derivation that failed is tried again every minute until one comes to its end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const dir = scratchDir();
  const writer = openWriter(':memory:');
  await migrate(writer, join(dir, 'backups'));
  const spool = new Spool(dir);
  const side = new RawSide(writer, writer, spool, () => 0);
  const faults: unknown[] = [];
  let runs = 0;
  const work = new SyncWork({
    destinations: new DestinationStore(writer),
    sides: { trendy: side, atlas: side, foundry: side },
    acts: new OutboxActs(writer, spool, () => 0),
    derivation: {
      pendingDays: () => 1,
      run: () => (++runs < 3 ? Promise.reject(new CodedError('disk.full')) : Promise.resolve()),
    },
    engine: () => null,
    signal: new AbortController().signal,
    onChange: () => {},
    onFault: (error) => faults.push(error),
  });
  work.run();
  await work.done();
  expect([runs, work.derivationCode]).toEqual([1, 'disk.full']);
  vi.advanceTimersByTime(59_999);
  await work.done();
  expect(runs).toBe(1);
  for (const after of [2, 3, 3]) {
    vi.advanceTimersByTime(60_000);
    await work.done();
    expect(runs).toBe(after);
  }
  expect([work.derivationCode, faults.length]).toEqual([null, 2]);
  work.close();
  writer.close();
});
