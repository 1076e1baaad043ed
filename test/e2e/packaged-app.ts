import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createPackageWithOptions, extractAll } from '@electron/asar';
import { expect, type Page } from '@playwright/test';
// For what it says of `window`.
import type {} from '../../src/renderer/bridge/preload-bridge.ts';
import { ImportGate } from '../support/import-gate.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { type PackedApp, packApp } from '../unit/packaging/packed-app.ts';
import { DrivenApp } from './driven-app.ts';
import { environmentIn } from './electron-host.ts';
import { bridgeNodeApi } from './real-electron/prepare.ts';

/** Longer than a whole step takes on a machine that does other things too. */
const patienceMs = 120_000;

/** What electron-builder packs around the real Electron, so that a test can look into it. */
export const packDriven = (dir: string): PackedApp =>
  packApp(dir, process.env['TEST_ELECTRON_DIST'] ?? '', 'test/e2e/real-electron/driven.config.ts');

/** What a person starts; where the Electron is older, over the bridge. */
export function startOf(program: string): string {
  const bridge = process.env['TEST_ELECTRON_BRIDGE'];
  const root = join(import.meta.dirname, '../..');
  return bridge ? bridgeNodeApi(root, program, bridge, dirname(program)) : program;
}

/** The files of an archive, to be packed again without one of them. */
export class Repacking {
  private readonly packed: PackedApp;
  private readonly files: string;
  private readonly dir: string;
  private count = 0;

  constructor(packed: PackedApp, dir: string) {
    this.packed = packed;
    this.dir = dir;
    this.files = join(dir, 'files');
    extractAll(packed.asar, this.files);
  }

  /** Packs without the file (null: without none), as electron-builder does unless `unpack` says otherwise. Returns the program. */
  async without(leftOut: string | null, unpack = '**/*.node'): Promise<string> {
    this.count += 1;
    const app = join(this.dir, `app-${this.count}`);
    const aside = join(this.dir, 'left-out');
    // The same files, without another 250 MB.
    const { status } = spawnSync('cp', ['-al', dirname(this.packed.resources), app]);
    if (status !== 0) throw new Error(`cp ended with ${status}`);
    const resources = join(app, 'resources');
    for (const name of ['app.asar', 'app.asar.unpacked']) rmSync(join(resources, name), { recursive: true });
    if (leftOut !== null) renameSync(join(this.files, leftOut), aside);
    try {
      await createPackageWithOptions(this.files, join(resources, 'app.asar'), { unpack });
    } finally {
      if (leftOut !== null) renameSync(aside, join(this.files, leftOut));
    }
    return join(app, basename(this.packed.program));
  }
}

/** What was left out on purpose is not there after any time; what comes before it takes as long as the machine needs. */
const absenceMs = 20_000;

/**
 * Starts a packaged app over a home of its own in `home` and uses each of its processes and threads once. Returns the first thing that
 * a person would miss, or null. `leftOut`: the thing that is to be missed, if any: it alone is waited for only briefly.
 */
export async function missedIn(
  program: string,
  home: string,
  exported: string,
  leftOut: Missed | null = null,
): Promise<Missed | null> {
  const mostMs = (step: Missed) => (step === leftOut ? absenceMs : patienceMs);
  mkdirSync(home, { recursive: true });
  // Not in a packaged app: its imports go through.
  const gate = new ImportGate(join(home, 'gate'));
  gate.holdEverything();
  let electron: DrivenApp;
  try {
    electron = await DrivenApp.start(
      startOf(program),
      ['--', exported],
      { ...environmentIn(home), ...gate.env },
      mostMs('it does not start'),
    );
  } catch {
    return 'it does not start';
  }
  let isWhole = false;
  try {
    const page = await electron.window();
    for (const missed of stepNames) {
      page.setDefaultTimeout(mostMs(missed));
      const isThere = steps[missed](page, electron, home, exported, mostMs(missed));
      if (!(await isThere.catch(() => false))) return missed;
    }
    isWhole = true;
    return null;
  } catch {
    return 'no window';
  } finally {
    await electron.close(isWhole ? 'SIGTERM' : 'SIGKILL');
  }
}

type Step = (
  page: Page,
  electron: DrivenApp,
  home: string,
  exported: string,
  maxMs: number,
) => Promise<boolean>;

const steps = {
  'no page': async (page) => {
    await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
    return page.evaluate(() => window.healthRelay !== undefined);
  },
  'no import': async (page, _electron, home, exported, maxMs) => {
    const done = new ImportPage(page).completed(exported.split('/').at(-1) ?? '');
    // What ended does not come back by waiting.
    const isOver = async () => (await done.isVisible()) || ended(home).some(isNeeded);
    await expect.poll(isOver, { timeout: maxMs }).toBe(true);
    return done.isVisible();
  },
  'no backup that can be looked into': async (page, electron, home) => {
    const backup = join(home, 'backup.sqlite');
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, backup);
    await page.evaluate(() => window.healthRelay?.call('profiles.backUp', {}));
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'chosen' }));
    });
    // Over this connection Playwright passes contents, which have no path.
    const devTools = await page.context().newCDPSession(page);
    const { root } = await devTools.send('DOM.getDocument');
    const chosen = await devTools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#chosen' });
    await devTools.send('DOM.setFileInputFiles', { nodeId: chosen.nodeId, files: [backup] });
    const review = await page.evaluate(async () => {
      const file = document.querySelector<HTMLInputElement>('#chosen')?.files?.[0];
      const offered = file && (await window.healthRelay?.offerFile(file));
      return offered?.ok
        ? window.healthRelay?.call('profiles.reviewBackup', { offer: offered.value.offer })
        : undefined;
    });
    return review?.ok === true;
  },
  'no picture beside the clock': (_page, electron) =>
    electron.evaluate(({ app, nativeImage }) => {
      const icon = process.platform === 'win32' ? 'tray.ico' : 'tray.png';
      // Without it, Electron makes do with the denser one beside it.
      return nativeImage
        .createFromPath(`${app.getAppPath()}/resources/tray/${icon}`)
        .getScaleFactors()
        .includes(1);
    }),
  'a process or a thread crashed': async (page, _electron, home) => {
    // Asks the keychain's thread, whether or not there is a keychain.
    await page.evaluate(() => window.healthRelay?.call('account.read', {}));
    return ended(home).length === 0;
  },
} satisfies Readonly<Record<string, Step>>;

const stepNames = Object.keys(steps) as (keyof typeof steps)[];

export type Missed = 'it does not start' | 'no window' | keyof typeof steps;

/** What the logs of all processes say of those that are gone. */
function ended(home: string): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => dirname(name).endsWith('logs'))
    .flatMap((name) => readFileSync(join(home, name), 'utf8').split('\n'))
    .filter((line) => /"(?:thread|process)\.(?:crashed|fault)"|"data\.ended"/.test(line));
}

/** An import goes on without a keychain. */
const isNeeded = (line: string) => !line.includes('"keychain"');
