import { expect, onTestFinished, test, vi } from 'vitest';
import { placeOf, reportFaults } from '../../../../src/renderer/app/report-faults.ts';

function page() {
  const window = new EventTarget();
  vi.stubGlobal('window', window);
  onTestFinished(() => void vi.unstubAllGlobals());
  const calls: unknown[][] = [];
  const call = async (...args: unknown[]) => {
    calls.push(args);
    return { ok: true, value: null };
  };
  const caught = reportFaults({ call: call as never });
  const emit = (name: string, facts: object) => window.dispatchEvent(Object.assign(new Event(name), facts));
  return { calls, caught, emit };
}

const failed = (stack: string) => Object.assign(new Error('SECRET 72'), { stack });

test('what nobody caught is told by its kind and place, never by its text', () => {
  const { calls, caught, emit } = page();
  emit('error', { error: failed('Error: SECRET 72\n    at f (app://bundle/assets/index-SECRET.js:12:345)') });
  emit('unhandledrejection', { reason: 'SECRET' });
  caught(failed('Error\n    at app://bundle/a.js:7:8\n    at app://bundle/a.js:1:2'));
  emit('error', { error: null });
  expect(calls).toEqual([
    ['app.reportFault', { fault: 'error', line: 12, column: 345 }],
    ['app.reportFault', { fault: 'rejection', line: 0, column: 0 }],
    ['app.reportFault', { fault: 'render', line: 7, column: 8 }],
  ]);
});

test('a page that fails with every frame reports twenty times', () => {
  const { calls, caught } = page();
  for (let i = 0; i < 1000; i += 1) caught(new Error('again'));
  expect(calls).toHaveLength(20);
});

test('a text that ends like a place is none', () => {
  expect(placeOf('SECRET:1:2')).toEqual({ line: 0, column: 0 });
});
