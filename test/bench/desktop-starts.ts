// Starts the app and an empty window in turns, uses the app for a while, and writes what each took; run by desktop.ts as a user whom
// Chromium's sandbox takes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
// For what it says of `window`.
import type {} from '../../src/renderer/bridge/preload-bridge.ts';
import { electronProgram, environmentIn, launch } from '../e2e/electron-host.ts';
import { openDisplay } from '../e2e/real-electron/session.ts';
import { windowTitles } from '../e2e/x-windows.ts';
import { type DesktopIdle, idleSpans } from './desktop-idle.ts';
import {
  type DesktopUse,
  dropUntilProgress,
  type MemoryMB,
  measureImport,
  memoryOf,
  processesOf,
  quitMsOf,
} from './desktop-use.ts';

/** Milliseconds from the start of the app's process. */
export interface DesktopStart {
  /** Until its window is on the screen, without anything that drives the app. */
  readonly shownMs: number;
  readonly paintedMs: number;
  readonly usableMs: number;
  readonly memoryMB: MemoryMB;
}

const root = join(import.meta.dirname, '../..');
const [starts = '1', profile = '', answer = '', seconds = '0', large = '', small = ''] =
  process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'desktop-starts-'));

/** A window with a heading and nothing else. */
function emptyApp(): string {
  const dir = join(work, 'empty');
  mkdirSync(dir);
  writeFileSync(join(dir, 'package.json'), '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }');
  writeFileSync(
    join(dir, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
     app.enableSandbox();
     app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 840 }).loadFile('index.html'));
     app.on('window-all-closed', () => app.quit());`,
  );
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Empty</title><h1>Empty</h1>');
  return dir;
}

/** By the display itself, which is asked over and over: a look takes a millisecond or two. The title of the page comes before that of the app. */
async function shownMsOf(appDir: string, args: readonly string[], title: string): Promise<number> {
  const dir = mkdtempSync(join(work, 'home-'));
  const display = process.env['DISPLAY'] ?? '';
  const startedAt = Date.now();
  const app = spawn(electronProgram(), [appDir, ...args], { env: environmentIn(dir), stdio: 'ignore' });
  const ended = once(app, 'exit');
  try {
    const isThere = async () => (await windowTitles(display, 'shown')).some((shown) => shown.endsWith(title));
    while (!(await isThere()))
      if (app.exitCode !== null) throw new Error(`the app ended with ${app.exitCode}`);
    return Date.now() - startedAt;
  } finally {
    app.kill();
    await ended;
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Painted and usable: Playwright holds `ready` until it is connected, in the app and in the floor alike. */
async function measured(
  appDir: string,
  args: readonly string[],
  title: string,
  isUsable: (page: Page) => Promise<void>,
): Promise<DesktopStart> {
  const shownMs = await shownMsOf(appDir, args, title);
  const dir = mkdtempSync(join(work, 'home-'));
  const electron = await launch(appDir, dir, args);
  try {
    const page = await electron.firstWindow();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await isUsable(page);
    const usableAt = Date.now();
    const paintedAt = await page.evaluate(
      () =>
        new Promise<number>((resolve) =>
          new PerformanceObserver((list) => {
            const [paint] = list.getEntriesByName('first-contentful-paint');
            if (paint) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true }),
        ),
    );
    const processes = await processesOf(electron);
    const startedAt = Math.min(...processes.map(({ startedAt: at }) => at));
    return {
      shownMs,
      paintedMs: Math.round(paintedAt - startedAt),
      usableMs: Math.round(usableAt - startedAt),
      memoryMB: memoryOf(processes),
    };
  } finally {
    await electron.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function historyAnswers(page: Page): Promise<void> {
  const refusal = await page.evaluate(async () => {
    for (;;) {
      const answer = await window.healthRelay?.call('history.overview', {});
      if (answer === undefined) return 'no bridge';
      if (answer.ok) return null;
      // A call waits a few seconds for the data program and no longer; on a busy machine its start takes more.
      if (answer.error.code !== 'data.unavailable') return answer.error.code;
    }
  });
  if (refusal !== null) throw new Error(`the history gave no answer: ${refusal}`);
}

/** The app on the profile, once it has answers of the history. */
async function openApp(dir: string) {
  const electron = await launch(root, dir, ['--profile', profile]);
  const page = await electron.firstWindow();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await historyAnswers(page);
  return { electron, page };
}

/** Nothing to do for two spans of `ms`, first the empty window, then the app. */
async function idled(emptyDir: string, ms: number): Promise<DesktopIdle> {
  const empty = await launch(emptyDir, mkdtempSync(join(work, 'home-')));
  await (await empty.firstWindow()).getByRole('heading', { level: 1 }).waitFor();
  const floor = await idleSpans(empty, ms);
  await empty.close();
  const { electron } = await openApp(mkdtempSync(join(work, 'home-')));
  const app = await idleSpans(electron, ms);
  await electron.close();
  return { app, floor };
}

/** An import of each file: the end of the first is waited for, the app quits in the middle of the second. */
async function used(): Promise<DesktopUse> {
  const dir = mkdtempSync(join(work, 'home-'));
  const first = await openApp(dir);
  const imported = await measureImport(first.electron, first.page, large);
  const idle = await quitMsOf(first.electron);
  const second = await openApp(dir);
  await dropUntilProgress(second.page, small);
  const importing = await quitMsOf(second.electron);
  return { ...imported, quitMs: { idle, importing } };
}

const display = process.env['TEST_ELECTRON_DISPLAY'] ? await openDisplay() : null;
if (display) process.env['DISPLAY'] = display.name;
try {
  const empty = emptyApp();
  const app: DesktopStart[] = [];
  const floor: DesktopStart[] = [];
  for (let start = 0; start < Number(starts); start += 1) {
    floor.push(await measured(empty, [], 'Empty', async () => {}));
    app.push(await measured(root, ['--profile', profile], 'Health Relay', historyAnswers));
  }
  const idle = Number(seconds) > 0 ? { idle: await idled(empty, Number(seconds) * 1000) } : {};
  const use = large === '' ? {} : { use: await used() };
  writeFileSync(answer, JSON.stringify({ app, floor, ...idle, ...use }));
} finally {
  await display?.close();
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
