import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { utilityProcessPort } from '../../../../src/data/protocol/ports.ts';

/** A utility process as far as its port touches it. */
class Utility extends EventEmitter {
  readonly posted: unknown[] = [];
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
