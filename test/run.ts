// `npm test`: every runner in turn, what this machine lacks by name, and one closing line over all of them.
// With --complete (as .ci/run calls it) something missing or skipped is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../src/headless/launch/build.ts';
import { findChromium } from './support/chromium.ts';
import { noSessionBus } from './support/secret-service.ts';
import { isFailedRun, missingHere, type Tally } from './support/test-verdict.ts';

const root = join(import.meta.dirname, '..');
const isComplete = process.argv.includes('--complete');
const folder = mkdtempSync(join(tmpdir(), 'health-relay-test-'));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const missing = missingHere();

function run(name: string, script: string, args: readonly string[], read: (report: string) => Tally): void {
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
    tally = read(readFileSync(report, 'utf8'));
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

function readVitest(report: string): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report) as Record<
    string,
    number
  >;
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

function readPlaywright(report: string): Tally {
  const { stats } = JSON.parse(report) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

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
    // Ends with lines of its own: the journeys on the stand-in, and on which real Electron; with --complete there must be one.
    run('electron', 'test/e2e/run.ts', isComplete ? ['--complete'] : [], readPlaywright);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const what of missing) console.log(`missing here: ${what}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
const isFailed = isFailedRun(total, missing, isComplete);
if (isComplete && isFailed && total.failed === 0) console.log('nothing may be missing or skipped here');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = isFailed ? 1 : 0;
