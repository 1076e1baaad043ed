import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { ThreadSupply } from '../../../../src/core/import/thread-supply.ts';

const started: Worker[] = [];
function start(): Worker {
  const worker = new Worker(`require('node:worker_threads').parentPort.on('message', () => {})`, {
    eval: true,
  });
  started.push(worker);
  return worker;
}

afterEach(async () => {
  for (const worker of started.splice(0)) await worker.terminate();
});

describe('ThreadSupply', () => {
  it('starts a thread when one is taken, and none before', async () => {
    const supply = new ThreadSupply(start);
    expect(started).toHaveLength(0);
    const link = supply.take();
    expect(started).toHaveLength(1);
    await supply.giveBack(link);
    expect(started).toHaveLength(1);
    expect(started[0]?.threadId).toBe(-1);
    await supply.close();
  });

  it('keeps one ready, gives it out once, and has the next ready after the run', async () => {
    const supply = new ThreadSupply(start);
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
    expect(told).toEqual([]);
    supply.keepReady();
    supply.keepReady();
    expect(told).toEqual([{ kind: 'warmUp' }]);
    await supply.close();
  });

  it('does not give out a thread that died while it waited', async () => {
    const supply = new ThreadSupply(start);
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
