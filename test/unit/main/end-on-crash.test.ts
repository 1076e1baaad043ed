import { EventEmitter } from 'node:events';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

const shown = vi.hoisted(() => ({
  boxes: [] as string[],
  quits: 0,
  exits: [] as number[],
  listeners: new Map<string, (...args: unknown[]) => void>(),
}));
vi.mock('electron', () => ({
  app: {
    quit: () => {
      shown.quits += 1;
    },
    exit: (code: number) => void shown.exits.push(code),
    on: (name: string, listener: (...args: unknown[]) => void) => void shown.listeners.set(name, listener),
    once: (name: string, listener: (...args: unknown[]) => void) => void shown.listeners.set(name, listener),
  },
  dialog: { showErrorBox: (title: string, text: string) => void shown.boxes.push(`${title}: ${text}`) },
}));

import { endOnCrash, endWhenAsked, logEndings } from '../../../src/main/processes.ts';

const lines: [string, object][] = [];
const log = (event: string, fields: object = {}) => void lines.push([event, fields]);

beforeEach(() => {
  lines.length = 0;
  Object.assign(shown, { boxes: [], quits: 0, exits: [] });
});

/** What was listening to the process from `install` on, and nobody after the test. */
function listeners(
  install: () => void,
): Record<'uncaughtException' | 'unhandledRejection', (thrown: unknown) => void> {
  const names = ['uncaughtException', 'unhandledRejection'] as const;
  const before = names.map((name) => process.listeners(name as 'uncaughtException').length);
  install();
  const added = names.map(
    (name, index) => process.listeners(name as 'uncaughtException')[before[index] ?? 0],
  );
  onTestFinished(() => {
    for (const [index, name] of names.entries()) process.off(name, added[index] as () => void);
  });
  return Object.fromEntries(names.map((name, index) => [name, added[index]])) as never;
}

test('an exception that nobody caught is logged, told of in our words, and ends the app in order', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { uncaughtException } = listeners(() => endOnCrash(log));
  uncaughtException(new RangeError('SECRET'));
  expect(lines).toEqual([['process.crashed', expect.objectContaining({ error: 'RangeError' })]]);
  expect(shown.boxes).toEqual([expect.stringMatching(/^Health Relay needs to quit: /)]);
  expect(shown.boxes.join()).not.toContain('SECRET');
  expect([shown.quits, shown.exits]).toEqual([1, []]);
  // Should quitting hang.
  vi.advanceTimersByTime(10_000);
  expect(shown.exits).toEqual([1]);
});

test('another one while it ends ends it at once', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { uncaughtException } = listeners(() => endOnCrash(log));
  uncaughtException(new Error('one'));
  uncaughtException(new Error('two'));
  expect([shown.boxes.length, shown.quits, shown.exits]).toEqual([1, 1, [1]]);
});

test('a rejection is logged and the app goes on', () => {
  const { unhandledRejection } = listeners(() => endOnCrash(log));
  unhandledRejection(new TypeError('SECRET'));
  expect(lines).toEqual([['process.fault', expect.objectContaining({ error: 'TypeError' })]]);
  expect([shown.boxes, shown.quits, shown.exits]).toEqual([[], 0, []]);
});

test('who started it may ask it to quit, and for nothing else', () => {
  const parent = new EventEmitter();
  endWhenAsked(parent);
  for (const message of ['exit', null, { quit: true }]) parent.emit('message', message);
  expect(shown.quits).toBe(0);
  parent.emit('message', 'quit');
  expect(shown.quits).toBe(1);
});

test('processes of Chromium’s that end are logged by words of ours', () => {
  logEndings(log);
  shown.listeners.get('render-process-gone')?.({}, {}, { reason: 'oom', exitCode: 5 });
  shown.listeners.get('child-process-gone')?.(
    {},
    { type: 'GPU', reason: 'SECRET', exitCode: 9, name: 'SECRET' },
  );
  shown.listeners.get('child-process-gone')?.({}, { type: 'SECRET', reason: 'crashed', exitCode: 11 });
  expect(lines).toEqual([
    ['page.ended', { ending: 'oom', exitCode: 5 }],
    ['chromium.ended', { chromium: 'GPU', ending: 'other', exitCode: 9 }],
    ['chromium.ended', { chromium: 'Unknown', ending: 'crashed', exitCode: 11 }],
  ]);
});
