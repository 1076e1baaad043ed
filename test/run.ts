// `npm test`: every runner in turn, what this machine lacks by name, and one closing line over all of them.
// With --complete (as .ci/run calls it) something missing or skipped is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildIfStale } from '../src/headless/launch/build.ts';
import { findChromium } from './support/chromium.ts';
import { noSessionBus } from './support/secret-service.ts';
import { isFailedRun, missingHere, type Tally } from './support/test-verdict.ts';

const root = join(import.meta.dirname, '..');
const isComplete = process.argv.includes('--complete');
const folder = mkdtempSync(join(tmpdir(), 'health-relay-test-'));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
// Named once more before the closing line: the end of a long log is what people, and CI pages, look at.
const failures: string[] = [];
const missing = missingHere();

type Read = (report: string) => Tally & { failures: readonly string[] };

function run(name: string, script: string, args: readonly string[], read: Read): void {
  const report = join(folder, `${name}.json`);
  const env = {
    ...process.env,
    // No test may reach the keychain of whoever runs it; those of the keychain start their own.
    DBUS_SESSION_BUS_ADDRESS: noSessionBus,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  const { status } = spawnSync(process.execPath, [join(root, script), ...args, ...reportTo(name, report)], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  let tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  try {
    const found = read(readFileSync(report, 'utf8'));
    tally = found;
    failures.push(...found.failures.map((title) => `${name}: ${title}`));
  } catch {
    console.error(`${name}: no report`);
  }
  // A runner that failed without a failed test (a file that does not load, nothing run) is a failure all the same.
  if (status !== 0 && tally.failed === 0) tally.failed = 1;
  if (status === 0 && tally.passed === 0) tally.failed += 1;
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
}

const reportTo = (name: string, report: string) =>
  name === 'vitest'
    ? ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
    : ['--reporter=line,json'];

type VitestReport = {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults?: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
};

const readVitest: Read = (text) => {
  const report = JSON.parse(text) as VitestReport;
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    failures: (report.testResults ?? []).flatMap((file) => {
      const failed = file.assertionResults.filter(({ status }) => status === 'failed');
      const titles = failed.map(({ fullName }) => fullName);
      // A file that does not load has no tests.
      if (titles.length === 0 && file.status === 'failed')
        titles.push(file.message?.split('\n')[0] ?? 'failed');
      return titles.map((title) => `${relative(root, file.name)}: ${title}`);
    }),
  };
};

type PlaywrightSuite = {
  file: string;
  specs?: { title: string; file: string; ok: boolean }[];
  suites?: PlaywrightSuite[];
};

const failedSpecs = (suite: PlaywrightSuite): string[] => [
  ...(suite.specs ?? []).filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`),
  ...(suite.suites ?? []).flatMap(failedSpecs),
];

const readPlaywright: Read = (text) => {
  const { stats, suites } = JSON.parse(text) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: PlaywrightSuite[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap(failedSpecs),
  };
};

try {
  await buildIfStale(root, (line) => console.log(line));
  run('vitest', 'node_modules/vitest/vitest.mjs', ['run', '--config', 'test/vitest.config.ts'], readVitest);
  if (findChromium()) {
    run(
      'playwright',
      'node_modules/@playwright/test/cli.js',
      ['test', '--config', 'test/playwright.config.ts'],
      readPlaywright,
    );
    // Ends with lines of its own: the journeys in a browser, and on which real Electron; with --complete there must be one.
    run('electron', 'test/e2e/run.ts', isComplete ? ['--complete'] : [], readPlaywright);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const title of failures) console.log(`failed: ${title}`);
for (const what of missing) console.log(`missing here: ${what}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
const isFailed = isFailedRun(total, missing, isComplete);
if (isComplete && isFailed && total.failed === 0) console.log('nothing may be missing or skipped here');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = isFailed ? 1 : 0;
