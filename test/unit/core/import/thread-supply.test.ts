import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ThreadLink } from '../../../../src/core/import/thread-link.ts';
import { ThreadSupply } from '../../../../src/core/import/thread-supply.ts';
import { hangMs } from '../../../support/hang-guard.ts';

const started: Worker[] = [];
/** A thread that does nothing until it is told to close, or not even then. */
function start({ isDeaf = false } = {}): Worker {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ kind }) => kind === 'close' && !${isDeaf} && parentPort.close());`,
    { eval: true },
  );
  started.push(worker);
  return worker;
}

afterEach(async () => {
  for (const worker of started.splice(0)) await worker.terminate();
});

describe('ThreadLink', () => {
  it('asks its thread to end, and leaves the ending to it', async () => {
    const link = new ThreadLink(() => start());
    const [worker] = started as [Worker];
    const terminate = vi.spyOn(worker, 'terminate');
    const code = once(worker, 'exit');
    await link.close(hangMs);
    expect(await code).toEqual([0]);
    expect(terminate).not.toHaveBeenCalled();
    // Again, and of a thread that has ended: at once.
    await link.close(hangMs);
    expect(terminate).not.toHaveBeenCalled();
  });

  it('ends a thread that does not answer', async () => {
    const link = new ThreadLink(() => start({ isDeaf: true }));
    await link.close(1);
    expect(started[0]?.threadId).toBe(-1);
  });
});

describe('ThreadSupply', () => {
  it('starts a thread when one is taken, and none before', async () => {
    const supply = new ThreadSupply(() => start());
    expect(started).toHaveLength(0);
    const link = supply.take();
    expect(started).toHaveLength(1);
    await supply.giveBack(link);
    expect(started).toHaveLength(1);
    expect(started[0]?.threadId).toBe(-1);
    await supply.close();
  });

  it('keeps one ready, gives it out once, and has the next ready after the run', async () => {
    const supply = new ThreadSupply(() => start());
    supply.keepReady();
    supply.keepReady();
    expect(started).toHaveLength(1);
    const link = supply.take();
    expect(started).toHaveLength(1);
    await supply.giveBack(link);
    expect(started).toHaveLength(2);
    await supply.close();
    expect(started.every(({ threadId }) => threadId === -1)).toBe(true);
  });

  it('warms up the one that waits, and none that is taken at once', async () => {
    const told: unknown[] = [];
    const supply = new ThreadSupply(() => {
      const worker = start();
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message: unknown) => {
        told.push(message);
        post(message);
      };
      return worker;
    });
    await supply.giveBack(supply.take());
    expect(told.splice(0)).toEqual([{ kind: 'close' }]);
    supply.keepReady();
    supply.keepReady();
    expect(told).toEqual([{ kind: 'warmUp' }]);
    await supply.close();
  });

  it('does not give out a thread that died while it waited', async () => {
    const supply = new ThreadSupply(() => start());
    supply.keepReady();
    const [first] = started as [Worker];
    const ended = once(first, 'exit');
    await first.terminate();
    await ended;
    const link = supply.take();
    expect(started).toHaveLength(2);
    expect(link.hasFailed).toBe(false);
    await supply.giveBack(link);
    await supply.close();
  });
});
