import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { SettingsPage } from '../ui/pages/settings-page.ts';
import { expect, Relay, test } from './relay.ts';
import { isVisible, openFile, press, shownBy, startAgain, watch } from './shell.ts';

// What only the desktop app has: what stands around the page, and how it lives on a computer.
test.describe.configure({ mode: 'serial', timeout: 90_000 });

const root = join(import.meta.dirname, '../..');
let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);
const closeWindow = () =>
  relay.electron.evaluate(({ BrowserWindow }) => {
    for (const one of BrowserWindow.getAllWindows()) one.close();
  });
const shown = () => shownBy(relay.electron);

test.beforeAll(async ({ host }) => {
  test.setTimeout(120_000);
  relay = new Relay(host);
  await generateExport({ zip: file('a.zip'), days: 20, density: 0.05, seed: 5 });
  await generateExport({ zip: file('b.zip'), days: 10, density: 0.05, seed: 6 });
  await generateExport({ zip: file('large.zip'), size: 150_000_000, seed: 3 });
  await relay.start();
  await watch(relay.electron);
});

test.afterAll(() => relay?.close());

test('the menu leads to each page', async () => {
  for (const [label, heading] of [
    ['Settings…', 'Settings'],
    ['History', 'History'],
    ['Sync', 'Sync'],
    ['Import', 'Import'],
  ] as const) {
    await press(relay.electron, label);
    await expect(frame().heading(heading)).toBeVisible();
  }
});

test('the page opens nothing elsewhere and goes nowhere else', async () => {
  const before = relay.page.url();
  await relay.page.evaluate(() => {
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'app.healthrelay.desktop:/callback?code=a',
    ])
      window.open(url);
    const link = document.createElement('a');
    Object.assign(link, { href: 'https://example.org/', target: '_blank' });
    link.click();
    window.location.href = 'https://example.org/';
  });
  await relay.page.waitForTimeout(500);
  expect(relay.page.url()).toBe(before);
  expect(relay.electron.windows()).toHaveLength(1);
  expect((await shown()).opened).toEqual([]);
});

test('a file opened with the app goes in, whichever page is shown', async () => {
  await frame().goTo('Settings');
  await openFile(relay.electron, file('a.zip'));
  await expect(importPage().completed('a.zip')).toBeVisible({ timeout: 30_000 });
});

test('a second start hands on what it was given, and ends', async ({ host }) => {
  expect(await startAgain(host, root, relay.home, [file('b.zip')])).toBe(0);
  await expect(importPage().completed('b.zip')).toBeVisible({ timeout: 30_000 });
});

test('a link that was not begun here gets a sentence, and nothing beside it is taken', async ({ host }) => {
  const link = 'app.healthrelay.desktop:/callback?code=a&state=b';
  expect(await startAgain(host, root, relay.home, ['--', link, file('smuggled.zip')])).toBe(0);
  await expect.poll(async () => (await shown()).messages).toEqual(['This sign-in was not begun here']);
  await expect(relay.page.getByText('smuggled.zip')).toHaveCount(0);
});

test('a file that is not there is named', async () => {
  await openFile(relay.electron, file('gone.zip'));
  await expect(relay.page.getByRole('heading', { name: /^gone\.zip: / })).toBeVisible();
});

test('closing in mid-import asks, and the first answer is to go on', async () => {
  await openFile(relay.electron, file('large.zip'));
  await expect(relay.page).toHaveTitle(/^\d+ % · Import/);
  await closeWindow();
  if (process.platform !== 'darwin')
    await expect.poll(async () => (await shown()).messages.at(-1)).toBe('An import is under way');
  await expect(importPage().completed('large.zip')).toBeVisible({ timeout: 60_000 });
  expect((await shown()).toolTips.some((text) => /^Health Relay: Importing \d+ %$/.test(text))).toBe(true);
  await expect.poll(async () => (await shown()).toolTips.at(-1)).toBe('Health Relay: Kept on this computer');
});

test('closed by the person’s choice it stays in the tray, and says so once', async () => {
  await frame().goTo('Settings');
  await new SettingsPage(relay.page).app.getByRole('switch', { name: /Keep running/ }).press('Space');
  await expect(new SettingsPage(relay.page).app.getByRole('switch', { name: /Keep running/ })).toBeChecked();
  await closeWindow();
  await expect.poll(() => isVisible(relay.electron)).toEqual([false]);
  expect((await shown()).messages.at(-1)).toBe('Health Relay is still running');
  await press(relay.electron, 'Open Health Relay', 'tray');
  await expect.poll(() => isVisible(relay.electron)).toEqual([true]);
});

test('an import that ends while nobody looks is told in counts, and leads back', async () => {
  await closeWindow();
  const told = (await shown()).messages.length;
  await press(relay.electron, 'Open Health Relay', 'tray');
  await openFile(relay.electron, file('a.zip'));
  await closeWindow();
  await expect
    .poll(async () => (await shown()).notices.at(-1)?.title, { timeout: 30_000 })
    .toBe('Already imported');
  expect((await shown()).messages).toHaveLength(told);
  expect(JSON.stringify((await shown()).notices)).not.toContain('.zip');
  await relay.electron.evaluate(() => {
    (globalThis as unknown as { shown: { last: NodeJS.EventEmitter } }).shown.last.emit('click');
  });
  await expect.poll(() => isVisible(relay.electron)).toEqual([true]);
  await expect(frame().heading('Import')).toBeVisible();
});

test('the appearance is that of the menus too', async () => {
  await frame().goTo('Settings');
  await new SettingsPage(relay.page).appearance('Dark').press('Space');
  const source = () => relay.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await expect.poll(source).toBe('dark');
});

test('diagnostics are copied from the menu', async () => {
  await press(relay.electron, 'Copy Diagnostics');
  const copied = () => relay.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/^Health Relay \d.*\n[\s\S]*Data program: ready\n/);
  expect(await copied()).not.toMatch(/\.zip|\/|@/);
});

test('a page that died is shown again', async () => {
  const loaded = relay.page.waitForEvent('load');
  await relay.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  });
  await loaded;
  await expect(frame().heading('Settings')).toBeVisible();
});

test('what was chosen outlives a restart; quitting ends what closing does not', async () => {
  await relay.restart();
  await watch(relay.electron);
  expect(await relay.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await closeWindow();
  await expect.poll(() => isVisible(relay.electron)).toEqual([false]);
  expect((await shown()).messages).toEqual([]);
});
