import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { RawSide } from '../../../../src/core/outbox/chunks/raw-side.ts';
import { DestinationStore } from '../../../../src/core/outbox/destination-store.ts';
import { OutboxActs } from '../../../../src/core/outbox/outbox-acts.ts';
import { SyncEngine } from '../../../../src/core/outbox/sync-engine.ts';
import { SyncWork } from '../../../../src/core/outbox/sync-work.ts';
import type { MakeRunner, Step } from '../../../../src/core/outbox/target.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { scratchDir } from '../../data/scratch.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const unasked = () => {
  throw new Error('not asked here');
};

test('a refresh that waits for the end of a loop starts no other once the engine is closed', async () => {
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
  const stepping = Promise.withResolvers<void>();
  const step = Promise.withResolvers<Step>();
  const made: number[] = [];
  const makeRunner: MakeRunner = (context) => {
    made.push(context.destination().id);
    return {
      step: () => {
        stepping.resolve();
        return step.promise;
      },
      test: unasked,
    };
  };
  const faults: unknown[] = [];
  const engine = new SyncEngine({
    writer,
    destinations,
    runners: { trendy: unasked, atlas: makeRunner, foundry: unasked },
    prepare: async () => {},
    requeue: () => {},
    http: { send: unasked },
    credentialsFor: () => ({ token: unasked, renew: unasked }),
    isOtherAccount: () => false,
    hasToken: () => true,
    hasHomeZone: () => true,
    isEverythingPaused: () => false,
    clock: { nowMs: () => 1_760_000_000_000, random: () => 0.5 },
    spoolDir: dir,
    deviceLabel: 'test',
    onChange: () => {},
    onFault: (error) => faults.push(error),
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

test('a derivation that failed is tried again every minute until one comes to its end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const dir = scratchDir();
  const writer = openWriter(':memory:');
  await migrate(writer, join(dir, 'backups'));
  const side = new RawSide(writer, writer, dir, () => 0);
  const faults: unknown[] = [];
  let runs = 0;
  const work = new SyncWork({
    destinations: new DestinationStore(writer),
    sides: { trendy: side, atlas: side, foundry: side },
    acts: new OutboxActs(writer, dir, () => 0),
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
