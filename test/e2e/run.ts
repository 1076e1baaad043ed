// `npm run test:electron`: the journeys and the contract on every host that is here. `npm test` runs it too, and then it
// reports as Playwright does (PLAYWRIGHT_JSON_OUTPUT_NAME).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { findElectron } from '../../src/headless/launch/electron-binary.ts';
import { findProgram } from '../support/programs.ts';
import { missingHere } from '../support/test-verdict.ts';
import { type Report, verdictOf } from './verdict.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'health-relay-electron-'));
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? join(folder, 'report.json');

// Where there is no display, one that nobody sees does.
const isBlind = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
const xvfb = isBlind ? findProgram(['xvfb-run']) : null;
const binary = await findElectron(root, {
  env: xvfb === null ? process.env : { ...process.env, DISPLAY: ':99' },
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
});

try {
  await buildIfStale(root, (line) => console.log(line));
  const runner = [
    process.execPath,
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    join(import.meta.dirname, 'playwright.config.ts'),
    '--reporter=line,json',
    ...process.argv.slice(2).filter((argument) => !argument.startsWith('--reporter')),
  ];
  const isUnderXvfb = xvfb !== null && 'path' in binary;
  const [program = process.execPath, ...args] = isUnderXvfb ? [xvfb, '-a', ...runner] : runner;
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      ...('path' in binary ? { TEST_ELECTRON: binary.path } : {}),
    },
  });
  const verdict = verdictOf(JSON.parse(readFileSync(report, 'utf8')) as Report, binary);
  for (const what of missingHere()) console.log(`missing here: ${what}`);
  for (const line of verdict.lines) console.log(line);
  process.exitCode = status === 0 && verdict.failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
