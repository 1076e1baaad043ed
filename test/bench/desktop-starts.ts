// Starts the app and an empty window in turns and writes what each took; run by desktop.ts as a user whom Chromium's sandbox takes.
// For what it says of `window`.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type {} from '../../src/renderer/bridge/preload-bridge.ts';
import { launch } from '../e2e/electron-host.ts';
import openDisplay from '../e2e/real-electron/session.ts';

/** Milliseconds from the start of the app's process; `memoryMB` by process, as Electron tells it: what is shared counts in each. */
export interface DesktopStart {
  readonly paintedMs: number;
  readonly usableMs: number;
  readonly memoryMB: Readonly<Record<string, number>>;
}

const root = join(import.meta.dirname, '../..');
const [starts = '1', profile = '', answer = ''] = process.argv.slice(2);
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

/** Playwright holds `ready` until it is connected, in the app and in the floor alike. */
async function measured(
  appDir: string,
  args: readonly string[],
  isUsable: (page: Page) => Promise<void>,
): Promise<DesktopStart> {
  const dir = mkdtempSync(join(work, 'home-'));
  const electron = await launch('electron', appDir, dir, args);
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
    const processes = await metricsOf(electron);
    const startedAt = Math.min(...processes.map(({ startedAt: at }) => at));
    return {
      paintedMs: Math.round(paintedAt - startedAt),
      usableMs: Math.round(usableAt - startedAt),
      memoryMB: Object.fromEntries(processes.map(({ name, memoryMB }) => [name, Math.round(memoryMB)])),
    };
  } finally {
    await electron.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const metricsOf = (electron: ElectronApplication) =>
  electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, name, creationTime, memory }) => ({
      name: name ?? type,
      startedAt: creationTime,
      memoryMB: memory.workingSetSize / 1024,
    })),
  );

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

const closeDisplay = await openDisplay();
try {
  const empty = emptyApp();
  const app: DesktopStart[] = [];
  const floor: DesktopStart[] = [];
  for (let start = 0; start < Number(starts); start += 1) {
    floor.push(await measured(empty, [], async () => {}));
    app.push(await measured(root, ['--profile', profile], historyAnswers));
  }
  writeFileSync(answer, JSON.stringify({ app, floor }));
} finally {
  await closeDisplay();
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
