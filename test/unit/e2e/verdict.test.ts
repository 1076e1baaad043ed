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

test('without a binary it says so, and what ran in a browser', () => {
  const { lines, failed } = verdictOf(
    report(suite('journeys.spec.ts', ['headless host', 'expected']), {
      file: 'journeys-a.spec.ts',
      suites: [suite('journeys-a.spec.ts', ['headless host', 'expected'])],
    }),
    { reason: 'there is no display' },
  );
  expect(failed).toBe(0);
  expect(lines).toEqual([
    '2 passed, 0 failed',
    'journeys in a browser: 2 passed',
    'electron binary: skipped (there is no display)',
  ]);
});

test.each([
  ['journeys.spec.ts', ['electron binary', 'expected'], 'electron binary: passed (33.2.1, 1 journeys)'],
  ['contract.spec.ts', ['electron binary', 'expected'], 'electron binary: passed (33.2.1, 0 journeys)'],
  ['journeys.spec.ts', ['electron binary', 'unexpected'], 'electron binary: failed (33.2.1, 0 journeys)'],
  ['journeys.spec.ts', ['headless host', 'expected'], 'electron binary: failed (33.2.1, 0 journeys)'],
] as const)('a binary that is here: in %s %o is %s', (file, result, line) => {
  expect(verdictOf(report(suite(file, result)), electron).lines.at(-1)).toBe(line);
});

test.each([
  [['--project=headless host'], 'electron binary: skipped (only other projects were to run)'],
  [['--project', 'headless host', 'journeys'], 'electron binary: skipped (only other projects were to run)'],
  [['--project=headless host', '--project=electron binary'], 'electron binary: failed (33.2.1, 0 journeys)'],
  [['journeys'], 'electron binary: failed (33.2.1, 0 journeys)'],
])('a binary that is here and in no result, with %o: %s', (args, line) => {
  const results = report(suite('journeys.spec.ts', ['headless host', 'expected']));
  expect(verdictOf(results, electron, { projects: askedProjects(args) }).lines.at(-1)).toBe(line);
});

test('what a binary did not get is listed with the reason', () => {
  const told = (title: string, tag: string) => ({
    file: 'desktop.spec.ts',
    specs: [{ title, tags: [tag], tests: [{ projectName: 'electron binary', status: 'skipped' }] }],
  });
  const { lines } = verdictOf(report(suite('journeys.spec.ts', ['electron binary', 'expected'])), electron, {
    left: report(told('it comes back', 'windowStatePersistence'), told('it is late', 'movable-clock')),
  });
  expect(lines.slice(0, -3)).toEqual([
    "not on Electron 33.2.1: “it is late” (the clock of Electron's own program is the computer's)",
    'not on Electron 33.2.1: “it comes back” (windowStatePersistence came with Electron 44)',
  ]);
});

test('a flaky test is a failed one', () => {
  expect(verdictOf(report(suite('a.spec.ts', ['headless host', 'flaky'])), { reason: 'x' }).failed).toBe(1);
});
