import { describe, expect, test } from 'vitest';
import { timeFaults } from '../../checks/time-rules.ts';

const path = 'test/unit/x.test.ts';
const faults = (text: string) => timeFaults([{ path, text }], {}).map(({ rule }) => rule);

describe('a test that depends on how fast a machine is', () => {
  test.each([
    ['sleep', 'await new Promise((resolve) => setTimeout(resolve, 50));'],
    ['sleep', 'await new Promise<void>((done) => {\n  setTimeout(done);\n});'],
    ['sleep', 'setTimeout(() => controller.abort(), 100);'],
    ['sleep', 'const timer = setInterval(() => turns++, 1);'],
    ['sleep', 'await page.waitForTimeout(100);'],
    ['sleep', 'const signal = AbortSignal.timeout(100);'],
    ['sleep', 'Atomics.wait(shared, 0, 0, 100);'],
    ['sleep', "import { setTimeout as sleep } from 'node:timers/promises';"],
    ['sleep', "import {\n  setImmediate,\n  setTimeout as wait,\n} from 'timers/promises';"],
    ['sleep', "import timers from 'node:timers/promises';"],
    ['sleep', "import * as timers from 'node:timers/promises';"],
    ['sleep', "const { setTimeout: wait } = await import('node:timers/promises');"],
    ['sleep', "require('timers/promises').setTimeout;"],
    ['sleep', 'const wait = promisify(setTimeout);'],
    ['stopwatch', 'const took = performance.now() - began;'],
    ['stopwatch', 'const left = until - Date.now();'],
    ['stopwatch', 'const ns = process.hrtime.bigint() - began;'],
    ['assertion on a time', 'expect(Date.now()).toBeGreaterThanOrEqual(until);'],
    [
      'assertion on a time',
      'expect(card.nextTryAtMs).toBeGreaterThan(Date.now());\nexpect(Date.now()).toBeLessThan(9);',
    ],
    ['assertion on a time', "expect(calls['all']?.p95Ms).toBeLessThan(100);"],
    ['assertion on a time', 'expect(tookMs).not.toBeGreaterThan(100);'],
    ['guard', 'await expect(line).toBeVisible({ timeout: 2_000 });'],
    ['guard', 'spawn(program, [], {\n  timeout: 20000,\n});'],
    ['guard', 'client.send({ url, timeoutMs: 20_000 });'],
    ['guard', 'const absenceMs = 20_000;'],
    ['guard', 'const startLimitMs: number = 3000;'],
    ['guard', 'async function started({ limitMs = 5000, thread }: Options) {}'],
    ['guard', 'function windowOf(app: App, patienceMs = 30_000) {}'],
    ['slow', 'await startSandbox({ trendy: { latencyPerEventMs: 20 } });'],
    ['forced', "await dialog.getByRole('radio', { name: 'JSON' }).check({ force: true });"],
    ['slow', "far.faults.every('*', { kind: 'latency', ms: 50 });"],
  ])('%s: %s', (kind, text) => {
    expect(faults(text)).toEqual([expect.stringContaining(kind)]);
  });
});

test('by the clock of a stand-in, its own tests may make it slow', () => {
  const text = 'trendyBench({ clock, latencyPerEventMs: 60_000 });';
  expect(timeFaults([{ path: 'test/unit/sandbox/trendy/x.test.ts', text }], {})).toEqual([]);
});

test.each([
  'const limitMs = 600_000;',
  'const quarterOfAnHourMs = 900;',
  "faults.every('*', { kind: 'latency', ms: 0 });",
  "import { setImmediate } from 'node:timers/promises';\nawait setImmediate();",
  "import { setImmediate as nextTurn } from 'node:timers/promises';",
  'await new Promise((resolve) => setImmediate(resolve));',
  'test.setTimeout(120_000);',
  'vi.useFakeTimers({ toFake: ["setTimeout"] });\nvi.advanceTimersByTime(5000);',
  'await vi.waitFor(() => expect(seen).toHaveLength(2));',
  'await expect(line).toBeVisible({ timeout: 120_000 });',
  'const from = Date.now();\nconst at = Date.now() - 3_600_000;',
  'expect(rows.length).toBeLessThan(60);',
  "// setTimeout(done, 50) is no way to wait\nconst example = 'setTimeout(done, 50); expect(Date.now()).toBeLessThan(1)';",
  'const script = `setTimeout(() => {}, 50)`;',
])('%s depends on none', (text) => {
  expect(faults(text)).toEqual([]);
});

test('a fault is told with its line', () => {
  const text = '/* a\nb */\n\nawait page.waitForTimeout(1);\n';
  expect(timeFaults([{ path, text }], {})).toMatchObject([{ path, line: 4 }]);
});

test('who is allowed to wait may, and is taken off the list when that is over', () => {
  const allowed = { [path]: 'a reason' };
  expect(timeFaults([{ path, text: 'setTimeout(look, 5);' }], allowed)).toEqual([]);
  expect(timeFaults([{ path, text: '' }], allowed)).toMatchObject([
    { path, rule: expect.stringContaining('take it off the list') },
  ]);
});
