import { expect, test } from 'vitest';
import { askedProjects, type Report, verdictOf } from '../../e2e/verdict.ts';

const suite = (file: string, ...results: (readonly [project: string, status: string])[]) => ({
  file,
  specs: results.map(([projectName, status]) => ({
    title: 'a test',
    tags: [],
    tests: [{ projectName, status }],
  })),
});
const report = (...suites: Report['suites']): Report => ({ suites });
const electron = {
  path: '/electron',
  dist: '/',
  version: '33.2.1',
  bridge: null,
  lacks: ['windowStatePersistence'],
};

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
  ['journeys.spec.ts', ['electron binary', 'expected'], 'electron binary: passed (33.2.1, 1 journeys)'],
  ['contract.spec.ts', ['electron binary', 'expected'], 'electron binary: passed (33.2.1, 0 journeys)'],
  ['journeys.spec.ts', ['electron binary', 'unexpected'], 'electron binary: failed (33.2.1, 0 journeys)'],
  ['journeys.spec.ts', ['stand-in', 'expected'], 'electron binary: failed (33.2.1, 0 journeys)'],
] as const)('a binary that is here: in %s %o is %s', (file, result, line) => {
  expect(verdictOf(report(suite(file, result)), electron).lines.at(-1)).toBe(line);
});

test.each([
  [['--project=stand-in'], 'electron binary: skipped (only other projects were to run)'],
  [['--project', 'stand-in', 'journeys'], 'electron binary: skipped (only other projects were to run)'],
  [['--project=stand-in', '--project=electron binary'], 'electron binary: failed (33.2.1, 0 journeys)'],
  [['journeys'], 'electron binary: failed (33.2.1, 0 journeys)'],
])('a binary that is here and in no result, with %o: %s', (args, line) => {
  const results = report(suite('journeys.spec.ts', ['stand-in', 'expected']));
  expect(verdictOf(results, electron, askedProjects(args)).lines.at(-1)).toBe(line);
});

test('what a binary did not get is listed with the reason', () => {
  const told = (title: string, tag: string) => ({
    file: 'desktop.spec.ts',
    specs: [{ title, tags: [tag], tests: [{ projectName: 'stand-in', status: 'expected' }] }],
  });
  const { lines } = verdictOf(
    report(told('it comes back', 'windowStatePersistence'), told('it is late', 'movable-clock')),
    electron,
  );
  expect(lines.slice(0, -3)).toEqual([
    "not on Electron 33.2.1: “it is late” (the clock of Electron's own program is the computer's)",
    'not on Electron 33.2.1: “it comes back” (windowStatePersistence came with Electron 44)',
  ]);
});

test('a flaky test is a failed one', () => {
  expect(verdictOf(report(suite('a.spec.ts', ['stand-in', 'flaky'])), { reason: 'x' }).failed).toBe(1);
});
