import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { environmentIn, programOf, windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';

// What only an app of the desktop does: one profile, step by step.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

const root = join(import.meta.dirname, '../..');
let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);

const windowState = () => windowOf(relay.electron);

/** Keeps what is asked of the system instead of asking it, as `kept` in main. */
async function listen(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow, Notification, Tray, clipboard, dialog, shell }) => {
    const kept: Record<string, unknown[]> = {
      opened: [],
      asked: [],
      notices: [],
      tray: [],
      progress: [],
      copied: [],
    };
    const keep = (name: string, detail: unknown) => void kept[name]?.push(detail);
    Object.assign(globalThis, { kept });
    shell.openExternal = async (url) => keep('opened', url);
    shell.openPath = async (path) => {
      keep('opened', path);
      return '';
    };
    // The first button: what is the default does no harm.
    dialog.showMessageBox = async (...args: unknown[]) => {
      keep('asked', (args.at(-1) as { message: string }).message);
      return { response: 0, checkboxChecked: false };
    };
    Notification.prototype.show = function show() {
      keep('notices', `${this.title}: ${this.body}`);
    };
    Tray.prototype.setToolTip = (text) => keep('tray', text);
    clipboard.writeText = async (text) => keep('copied', text);
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.setProgressBar = (progress) => keep('progress', progress);
  });
}
const kept = (name: string) =>
  relay.electron.evaluate(
    (_electron, wanted) => (globalThis as unknown as { kept: Record<string, unknown[]> }).kept[wanted] ?? [],
    name,
  );

/** Starts the app again beside the one that runs, as a person, a file manager or a browser does. */
function startAgain(...args: readonly string[]): number | null {
  return spawnSync(programOf(relay.host), [root, ...args], {
    env: environmentIn(relay.home),
    timeout: 20_000,
    stdio: 'ignore',
  }).status;
}

/** Chooses an item of the app's menu by its words. */
const choose = (label: string) =>
  relay.electron.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const item = items.find((each) => each.label === wanted);
    if (!item) throw new Error(`no item ${wanted} in ${items.map((each) => each.label).join(', ')}`);
    item.click(undefined, BrowserWindow.getAllWindows()[0]);
  }, label);

test.beforeAll(async ({ host }) => {
  test.setTimeout(240_000);
  relay = new Relay(host);
  for (const [seed, name] of ['first', 'second', 'third'].entries())
    await generateExport({ zip: file(`${name}.zip`), days: 5, density: 0.05, seed: seed + 11 });
  await generateExport({ zip: file('large.zip'), size: 120_000_000, seed: 3 });
  await relay.start();
  await listen(relay.electron);
});

test.afterAll(async () => {
  await relay?.close();
});

test('a second start with a file brings the first to the front, and the file goes in', async () => {
  expect(startAgain(file('first.zip'))).toBe(0);
  await expect(importPage().completed('first.zip')).toBeVisible({ timeout: 60_000 });
  await expect.poll(windowState).toMatchObject({ isVisible: true, isFocused: true });
});

test('a file opened with the app goes in', async () => {
  await frame().goTo('Settings');
  await relay.electron.evaluate(({ app }, path) => {
    app.emit('open-file', { preventDefault() {} }, path);
  }, file('second.zip'));
  await expect(importPage().completed('second.zip')).toBeVisible({ timeout: 60_000 });
});

test('a sign-in that comes back late, or from nowhere, is told of and changes nothing', async () => {
  await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(startAgain('app.healthrelay.desktop:/callback?code=1&state=2')).toBe(0);
  await expect.poll(windowState).toMatchObject({ isVisible: true });
  expect(startAgain('app.healthrelay.desktop://elsewhere/', '--profile', '/')).toBe(0);
  await relay.electron.evaluate(({ app }) => {
    app.emit('open-url', { preventDefault() {} }, 'app.healthrelay.desktop:/callback?code=3&state=4');
  });
  await expect
    .poll(async () => new Set(await kept('asked')))
    .toEqual(new Set(['This sign-in was not begun here']));
  await expect(importPage().completed('second.zip')).toBeVisible();
});

test('the menu leads to every page', async () => {
  for (const name of ['History', 'Sync', 'Import']) {
    await choose(name);
    await expect(frame().heading(name)).toBeVisible();
  }
  await choose('Settings…');
  await expect(frame().heading('Settings')).toBeVisible();
});

test('the logs are shown, and what is copied for a report names no file', async () => {
  await choose('Show Logs');
  await expect.poll(() => kept('opened')).toEqual([expect.stringMatching(/logs$/)]);
  await choose('Copy Diagnostics');
  await expect.poll(async () => (await kept('copied')).length).toBe(1);
  const [text] = await kept('copied');
  expect(text).toContain('Health Relay');
  expect(text).not.toContain('first.zip');
  expect(text).not.toContain(relay.dir);
});

test('an import shows on the icon and ends with a notification that tells no values', async () => {
  await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await relay.electron.evaluate(({ app }, path) => {
    app.emit('open-file', { preventDefault() {} }, path);
    // It came to the front; the person looks elsewhere again.
  }, file('third.zip'));
  await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await expect
    .poll(() => kept('notices'), { timeout: 60_000 })
    .toEqual([expect.stringMatching(/^Import finished: [\d,]+ new records\.$/)]);
  expect((await kept('progress')).at(-1)).toBe(-1);
  expect(await kept('progress')).not.toEqual([-1]);
  expect((await kept('tray')).some((text) => /Importing/.test(String(text)))).toBe(true);
  await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
});

test('kept in the tray, closing the window leaves the app, and says so once', async () => {
  await frame().goTo('Settings');
  await relay.page.getByRole('switch', { name: 'Keep running when the window is closed' }).press('Space');
  await expect(
    relay.page.getByRole('switch', { name: 'Keep running when the window is closed' }),
  ).toBeChecked();
  for (const _time of [1, 2]) {
    await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(windowState).toMatchObject({ isVisible: false });
    expect(startAgain()).toBe(0);
    await expect.poll(windowState).toMatchObject({ isVisible: true });
  }
  const said = (await kept('asked')).filter((text) => text === 'Health Relay is still running');
  expect(said).toHaveLength(1);
  await relay.page.getByRole('switch', { name: 'Keep running when the window is closed' }).press('Space');
  await expect(
    relay.page.getByRole('switch', { name: 'Keep running when the window is closed' }),
  ).not.toBeChecked();
});

test('closing in mid-import asks, and keeping on keeps on', async () => {
  await frame().goTo('Import');
  await importPage().choose(file('large.zip'));
  await expect(importPage().running('large.zip').getByRole('progressbar')).toHaveAttribute(
    'aria-valuenow',
    /[1-9]/,
    {
      timeout: 60_000,
    },
  );
  await relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(async () => (await kept('asked')).at(-1)).toBe('An import is under way');
  await expect(importPage().running('large.zip')).toBeVisible();
});

test('sleep and resume in mid-import do no harm', async () => {
  await relay.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  await importPage().running('large.zip').getByRole('button', { name: 'Cancel' }).click();
  await expect(importPage().receipt('large.zip').getByRole('heading', { name: 'Cancelled' })).toBeVisible({
    timeout: 30_000,
  });
});
