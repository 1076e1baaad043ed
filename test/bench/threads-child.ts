// A slice of `bench -- threads`: file, seed, count, `ask` or `terminate`. Prints how its threads ended.
import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { ThreadLink } from '../../src/core/import/thread-link.ts';
import { startImportThread } from '../../src/data/threads.ts';
import { seededRandom } from '../sandbox/http/faults.ts';

export interface Lives {
  /** Ended by themselves. */
  byThemselves: number;
  /** Ended from outside: as asked for, or because they did not answer. */
  terminated: number;
  /** Died of an error of their own. */
  failed: number;
  /** Read to the end of the file before they ended. */
  wholeRuns: number;
}

const [path = '', seed = '1', count = '1', how = 'ask'] = process.argv.slice(2);
const entry = new URL('../../src/data/import-thread.ts', import.meta.url);
const random = seededRandom(Number(seed));
const lives: Lives = { byThemselves: 0, terminated: 0, failed: 0, wholeRuns: 0 };
/** More than one at a time, as when one run ends while the thread for the next warms up. */
const atOnce = 3;
let left = Number(count);

/** Starts a thread and takes it as far as `steps` and `ms` say. */
async function take(link: ThreadLink, steps: number, ms: number): Promise<void> {
  if (steps === 0) return;
  if (steps === 1) link.post({ kind: 'warmUp' });
  if (steps === 1) return wait(ms);
  link.post({ kind: 'open', path });
  if (steps === 2) return wait(ms / 10);
  await link.expect('opened');
  link.post({ kind: 'readHead' });
  if (steps === 3) return;
  await link.expect('head');
  link.post({ kind: 'read', storedRoutes: steps % 2 === 0 ? [] : null });
  for (let batches = steps - 4; ; batches--) {
    const message = await link.next();
    if (message.kind === 'xmlEnd') {
      lives.wholeRuns++;
      return;
    }
    // Before the credit or after it, in the middle of the next batch.
    if (batches === 0 && ms < 100) return;
    if (message.kind === 'batch')
      link.post({ kind: 'credit', buffer: message.rows.buffer }, [message.rows.buffer]);
    if (batches === 0) return wait(ms / 20);
    if (batches === 1 && ms > 250) return link.stop();
  }
}

async function live(steps: number, ms: number): Promise<void> {
  let worker: Worker | null = null;
  const link = new ThreadLink(() => {
    worker = startImportThread(entry);
    worker.on('error', () => lives.failed++);
    worker.on('exit', (code) => {
      if (code === 0) lives.byThemselves++;
      else lives.terminated++;
    });
    return worker;
  });
  await take(link, steps, ms);
  if (how === 'terminate') await (worker as Worker | null)?.terminate();
  else await link.close(10_000);
}

await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (left-- > 0) await live(Math.floor(random() * 12), random() * 300);
  }),
);
console.log(JSON.stringify(lives));
