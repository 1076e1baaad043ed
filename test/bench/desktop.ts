import { spawnSync } from 'node:child_process';
import { chownSync, constants, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { findTestElectron, testUser } from '../e2e/real-electron/find.ts';
import { parseSize } from '../generator/arguments.ts';
import { findProgram } from '../support/programs.ts';
import { benchExport } from './bench-export.ts';
import { benchOptions } from './bench-options.ts';
import type { DesktopIdle } from './desktop-idle.ts';
import type { DesktopStart } from './desktop-starts.ts';
import type { DesktopUse } from './desktop-use.ts';
import { benchDatabase } from './history-database.ts';

const root = join(import.meta.dirname, '../..');
const limits = {
  shownMs: 1000,
  usableMs: 1500,
  memoryMB: 450,
  idlePercent: 0.5,
  progressMs: 200,
  importMB: 700,
  quitMs: 3000,
};

/**
 * `npm run bench -- desktop [--json] [--records N] [--starts N] [--seconds N] [--size SIZE]`: the built app on a real Electron, with a
 * history of N records. How long from the start of its process until its window is on the screen (with nothing that drives it; and, driven, until
 * it has painted), and until the page has an answer of the history; what each process takes of memory then. What all of them take of a processor
 * over so many seconds with nothing to do (`0`: not measured), how often their threads wake, and which do, soon after the start and later; how long
 * from a drop of an export of SIZE (`0`: none) until its progress is on the screen; the most memory over its import; how long it takes to quit, at
 * rest and in the middle of an import. The floor is a window with a heading and nothing else, started in turns with it. Chromium's sandbox is on, so
 * root has another user run it. Where there is no real Electron it says why and fails.
 */
export async function runDesktopBench(args: string[]): Promise<void> {
  const values = benchOptions(args, { records: '5000000', starts: '5', seconds: '60', size: '3GB' });
  const say = (line: string) => console.error(line);
  const user = testUser();
  const folder = mkdtempSync(join(tmpdir(), 'health-relay-desktop-bench-'));
  try {
    const home = join(folder, 'home');
    const profile = join(folder, 'profile');
    for (const dir of [home, profile]) mkdirSync(dir, { mode: 0o700 });
    const database = join(profile, 'history.sqlite');
    if (Number(values.records) > 0)
      copyFileSync(benchDatabase(Number(values.records)).path, database, constants.COPYFILE_FICLONE);
    if (user)
      for (const path of [folder, home, profile, ...(Number(values.records) > 0 ? [database] : [])])
        chownSync(path, user.uid, user.gid);
    const isBlind =
      process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
    if (isBlind && findProgram(['Xvfb']) === null) throw new Error('there is no display, and no `Xvfb`');
    const electron = await findTestElectron(root, folder, user, say);
    if ('reason' in electron) throw new Error(electron.reason);
    await buildIfStale(root, say);
    const answer = join(folder, 'starts.json');
    const zips = values.size === '0' ? [] : [await exportOf(values.size), await exportOf('300MB')];
    const script = [
      join(root, 'src/headless/before-node.cjs'),
      join(import.meta.dirname, 'desktop-starts.ts'),
    ];
    const { status } = spawnSync(
      process.execPath,
      ['-r', ...script, values.starts, profile, answer, values.seconds, ...zips],
      {
        ...user,
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          ...(user ? { HOME: home, TMPDIR: folder, XDG_CACHE_HOME: join(home, '.cache') } : {}),
          TEST_ELECTRON: electron.path,
          TEST_ELECTRON_BRIDGE: electron.bridge ?? '',
          TEST_ELECTRON_DISPLAY: isBlind ? 'own' : '',
        },
      },
    );
    if (status !== 0) throw new Error('the app was not measured');
    const starts = JSON.parse(readFileSync(answer, 'utf8')) as Answer;
    const app = middleOf(starts.app);
    const floor = middleOf(starts.floor);
    const { idle, use } = starts;
    const result = {
      electron: electron.version,
      records: Number(values.records),
      app,
      floor,
      ratio: { shownMs: app.shownMs / floor.shownMs, memoryMB: app.memoryMB / floor.memoryMB },
      ...(idle === undefined ? {} : { idle }),
      ...(use === undefined ? {} : { use }),
      starts,
      limits,
      isWithin:
        (idle === undefined ||
          Math.max(...Object.values(idle.app).map(({ percent }) => percent)) <= limits.idlePercent) &&
        isUsedWithin(use) &&
        app.shownMs <= limits.shownMs &&
        app.usableMs <= limits.usableMs &&
        app.memoryMB <= limits.memoryMB,
    };
    console.log(values.json ? JSON.stringify(result) : result);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** What desktop-starts.ts writes; `idle` and `use` where they were asked for. */
interface Answer {
  readonly app: readonly DesktopStart[];
  readonly floor: readonly DesktopStart[];
  readonly idle?: DesktopIdle;
  readonly use?: DesktopUse;
}

const exportOf = (size: string) => benchExport(size, { size: parseSize(size), shuffle: false });

const isUsedWithin = (use: DesktopUse | undefined) =>
  use === undefined ||
  (use.progressMs <= limits.progressMs &&
    use.importMB <= limits.importMB &&
    Math.max(use.quitMs.idle, use.quitMs.importing) <= limits.quitMs);

function middleOf(starts: readonly DesktopStart[]) {
  const middle = (figure: (start: DesktopStart) => number) =>
    starts.map(figure).sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? Number.NaN;
  return {
    shownMs: middle(({ shownMs }) => shownMs),
    paintedMs: middle(({ paintedMs }) => paintedMs),
    usableMs: middle(({ usableMs }) => usableMs),
    memoryMB: middle(({ memoryMB }) => Object.values(memoryMB).reduce((sum, one) => sum + one, 0)),
  };
}
