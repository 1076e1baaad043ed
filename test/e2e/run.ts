// `npm run test:electron`: the journeys and the contract on every host that is here. `npm test` runs it too, and then it
// reports as Playwright does (PLAYWRIGHT_JSON_OUTPUT_NAME). With --complete it fails where there is no real Electron.
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { findProgram } from '../support/programs.ts';
import { missingHere } from '../support/test-verdict.ts';
import { findTestElectron, type TestElectron, testUser } from './real-electron/find.ts';
import { askedProjects, type Report, verdictOf } from './verdict.ts';

const root = join(import.meta.dirname, '../..');
const isComplete = process.argv.includes('--complete');
const user = testUser();
/** Everything that the suites write; theirs when root lets another user run them. */
const folder = mkdtempSync(join(tmpdir(), 'health-relay-electron-'));
const report = join(folder, 'report.json');
const config = ['--config', join(import.meta.dirname, 'playwright.config.ts')];
const playwright = join(root, 'node_modules/@playwright/test/cli.js');
const home = join(folder, 'home');
mkdirSync(home);
if (user) for (const dir of [folder, home]) chownSync(dir, user.uid, user.gid);

// Where there is no display, one that nobody sees does.
const isBlind = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
const electron: TestElectron | { readonly reason: string } =
  isBlind && findProgram(['Xvfb']) === null
    ? { reason: 'there is no display, and no `Xvfb` that would be one' }
    : process.getuid?.() === 0 && user === null
      ? { reason: 'root runs the tests, and there is no other user for Electron' }
      : await findTestElectron(root, folder, user, (line) => console.log(line));

const read = (text: string) => JSON.parse(text) as Report;

/** What this binary is too old for, and what no binary can show, listed without being run. */
function left({ lacks }: TestElectron): Report {
  const { stdout } = spawnSync(
    process.execPath,
    [playwright, 'test', ...config, '--list', '--reporter=json', '--project=electron binary'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: undefined,
        TEST_ELECTRON: 'any',
        TEST_ELECTRON_LACKS: lacks.join(' '),
        TEST_ELECTRON_LISTS: 'left',
      },
    },
  );
  return read(stdout);
}

try {
  await buildIfStale(root, (line) => console.log(line));
  const { status } = spawnSync(
    process.execPath,
    [
      playwright,
      'test',
      ...config,
      '--reporter=line,json',
      `--output=${join(folder, 'results')}`,
      ...process.argv
        .slice(2)
        .filter((argument) => argument !== '--complete' && !argument.startsWith('--reporter')),
    ],
    {
      ...user,
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...(user ? { HOME: home, TMPDIR: folder, XDG_CACHE_HOME: join(home, '.cache') } : {}),
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        ...('path' in electron
          ? {
              TEST_ELECTRON: electron.path,
              TEST_ELECTRON_DIST: electron.dist,
              TEST_ELECTRON_VERSION: electron.version,
              TEST_ELECTRON_BRIDGE: electron.bridge ?? '',
              TEST_ELECTRON_LACKS: electron.lacks.join(' '),
              TEST_ELECTRON_DISPLAY: isBlind ? 'own' : '',
            }
          : {}),
      },
    },
  );
  const asked = process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'];
  if (asked !== undefined) copyFileSync(report, asked);
  const kept = join(root, 'test-results/e2e');
  rmSync(kept, { recursive: true, force: true });
  if (existsSync(join(folder, 'results'))) cpSync(join(folder, 'results'), kept, { recursive: true });
  const verdict = verdictOf(read(readFileSync(report, 'utf8')), electron, {
    projects: askedProjects(process.argv.slice(2)),
    left: 'path' in electron ? left(electron) : undefined,
  });
  for (const what of missingHere()) console.log(`missing here: ${what}`);
  for (const line of verdict.lines) console.log(line);
  process.exitCode = status === 0 && verdict.failed === 0 && !(isComplete && 'reason' in electron) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
