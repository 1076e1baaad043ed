import { expect, test } from 'vitest';
import { type Report, verdictOf } from '../../e2e/verdict.ts';

const suite = (file: string, ...results: (readonly [project: string, status: string])[]) => ({
  file,
  specs: results.map(([projectName, status]) => ({ tests: [{ projectName, status }] })),
});
const report = (...suites: Report['suites']): Report => ({ suites });

test('journeys on the stand-in are counted without the contract', () => {
  const { lines, failed } = verdictOf(
    report(
      suite('journeys.spec.ts', ['stand-in', 'expected'], ['headless host', 'expected']),
      { file: 'desktop.spec.ts', suites: [suite('desktop.spec.ts', ['stand-in', 'expected'])] },
      suite('contract.spec.ts', ['stand-in', 'expected']),
    ),
    { reason: 'there is no display' },
  );
  expect(failed).toBe(0);
  expect(lines).toEqual([
    '4 passed, 0 failed',
    'stand-in journeys: 2 passed',
    'electron binary: skipped (there is no display)',
  ]);
});

test.each([
  [['electron binary', 'expected'], 'electron binary: passed'],
  [['electron binary', 'unexpected'], 'electron binary: failed'],
  [['stand-in', 'expected'], 'electron binary: failed'],
] as const)('a binary that is here: %o is %s', (result, line) => {
  const { lines } = verdictOf(report(suite('contract.spec.ts', result)), { path: '/electron' });
  expect(lines.at(-1)).toBe(line);
});

test('a flaky test is a failed one', () => {
  expect(verdictOf(report(suite('a.spec.ts', ['stand-in', 'flaky'])), { reason: 'x' }).failed).toBe(1);
});
