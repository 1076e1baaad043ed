import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSecretStore, startKeychainThread } from '../../../../src/core/secret-store/keychain-store.ts';
import { ThreadedKeychain } from '../../../../src/core/secret-store/threaded-keychain.ts';
import { startStore } from '../../../support/secret-store-line.ts';

/** Longer than any thread takes to start: what is told apart here is a keychain that says nothing, and one that is absent. */
const limitMs = 600_000;

/** A thread of these lines of code, in a folder of its own. */
function threadOf(lines: (dir: string) => string): URL {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-thread-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'thread.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${lines(dir)}`);
  return pathToFileURL(file);
}

test.each([
  ['that cannot be loaded', () => "import 'a-binding-that-is-not-there';"],
  ['that dies at a question', () => "parentPort.on('message', () => process.exit(1));"],
])('a thread %s is a keychain that is absent', async (_, lines) => {
  const thread = threadOf(lines);
  const store = await openSecretStore({ startThread: () => startKeychainThread(thread), limitMs });
  expect(store.state()).toEqual({ kind: 'session_only', code: 'account.keychain_absent' });
  expect(await store.set('p:atlas', 'held')).toBe('account.keychain_absent');
  expect(await store.get('p:atlas')).toBe('held');
  await store.close();
});

test('why a thread did not run is told to the log, once', async () => {
  const faults: unknown[] = [];
  const store = await openSecretStore({
    startThread: () => {
      throw new Error('no more threads');
    },
    onFault: (error) => faults.push(error),
  });
  expect(faults).toEqual([new Error('no more threads')]);
  expect(store.kind).toBe('session_only');
});

const answering = (onEnd: string) =>
  `parentPort.on('message', (said) => said === 'end' ? ${onEnd} : parentPort.postMessage({ id: said.id, answer: { ok: true, value: null } }));`;

test.each([
  ['is asked to end, and ends by itself', 'parentPort.close()', limitMs, 0],
  ['that does not listen is ended after a while', 'null', 0, 1],
] as const)('a thread %s', async (_, onEnd, patienceMs, times) => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => terminate.mockRestore());
  const thread = threadOf(() => answering(onEnd));
  const keychain = new ThreadedKeychain(
    () => startKeychainThread(thread),
    (error) => {
      throw error;
    },
  );
  expect(await keychain.ask({ kind: 'probe' })).toMatchObject({ ok: true });
  await keychain.close(patienceMs);
  expect(terminate).toHaveBeenCalledTimes(times);
});

// mkfifo makes what hangs, and Windows has no such pipe.
test.skipIf(process.platform === 'win32')(
  'a thread that hangs inside native code holds neither the calls nor the end of the process',
  async () => {
    // Opening a pipe that nobody writes to blocks in the system, as a keychain's question does: nothing ends such a thread.
    const thread = threadOf((dir) => {
      execFileSync('mkfifo', [join(dir, 'pipe')]);
      return `import { openSync } from 'node:fs';
        parentPort.on('message', () => openSync(${JSON.stringify(join(dir, 'pipe'))}, 'r'));`;
    });
    const store = await startStore({}, { limitMs: 200, thread });
    expect(store.states).toEqual([{ kind: 'session_only', code: 'account.keychain_locked' }]);
    expect(await store.call('set', 'p:atlas', 'held')).toBe('account.keychain_locked');
    expect(await store.call('get', 'p:atlas')).toBe('held');
    expect(await store.end()).toEqual({ code: null, signal: 'SIGKILL' });
  },
);
