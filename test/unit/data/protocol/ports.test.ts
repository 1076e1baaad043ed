import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { childProcessPort, utilityProcessPort } from '../../../../src/data/protocol/ports.ts';

/** A utility process as far as its port touches it. */
class Utility extends EventEmitter {
  readonly posted: unknown[] = [];
  pid: number | undefined;
  kills = 0;
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): boolean {
    this.kills += 1;
    return true;
  }
}

test('a fatal error of its engine is no exception here: the end that follows is what counts', () => {
  const utility = new Utility();
  const told: unknown[][] = [];
  const port = utilityProcessPort(utility, (...facts: unknown[]) => told.push(facts));
  let closes = 0;
  port.onClose(() => {
    closes += 1;
  });
  // What Electron tells: type, location, and a report that holds the environment.
  utility.emit('error', 'FatalError', 'v8::Place', '{"environmentVariables":{"TOKEN":"SECRET"}}');
  expect(told).toEqual([[]]);
  expect(closes).toBe(0);
  utility.emit('exit', 1);
  expect(closes).toBe(1);
});

/** A process that ignores SIGTERM. */
async function stubborn(): Promise<ChildProcess> {
  const words = "process.on('SIGTERM', () => {}); process.send?.('here'); setInterval(() => {}, 2 ** 30);";
  const child = spawn(process.execPath, ['--eval', words], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

test.each(['a child process', 'a utility process'])(
  '%s that is given up has ended when its line is closed',
  async (what) => {
    const child = await stubborn();
    const utility = Object.assign(new Utility(), { pid: child.pid });
    child.once('exit', () => utility.emit('exit', 1));
    const port = what === 'a child process' ? childProcessPort(child) : utilityProcessPort(utility);
    const closed = new Promise<NodeJS.Signals | null>((resolve) => {
      port.onClose(() => resolve(child.signalCode));
    });
    port.close();
    // Given up twice is given up.
    port.close();
    expect(await closed).toBe('SIGKILL');
    expect(utility.kills).toBe(0);
  },
);

test('one that is not there yet is asked, and its line is closed if it cannot be', () => {
  const utility = new Utility();
  utility.kill = () => false;
  const port = utilityProcessPort(utility);
  let closes = 0;
  port.onClose(() => {
    closes += 1;
  });
  port.close();
  port.close();
  expect(closes).toBe(1);
});

test.each([
  ['process.abort()', true],
  // 134 is what a shell makes of SIGABRT.
  ['process.exit(134)', true],
  ['process.exit(1)', false],
  ["process.kill(process.pid, 'SIGKILL')", false],
])('a child that ends by %s was ended by its engine: %s', async (words, isByEngine) => {
  const child = spawn(process.execPath, ['--eval', words], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const port = childProcessPort(child);
  await new Promise<void>((resolve) => port.onClose(resolve));
  expect(port.endedByEngine?.()).toBe(isByEngine);
});

test.each([
  ['what Electron tells of it', (utility: Utility) => utility.emit('error', 'FatalError'), 1, true],
  ['its exit code', () => {}, 134, true],
  ['nothing', () => {}, 1, false],
])('a utility process of which %s says so', (_what, before, code, isByEngine) => {
  const utility = new Utility();
  const port = utilityProcessPort(utility);
  before(utility);
  utility.emit('exit', code);
  expect(port.endedByEngine?.()).toBe(isByEngine);
});
