import { expect, type Page, test } from '@playwright/test';
import { actsOf } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { axeFindings } from './real-app.ts';

// What the page has of the desktop app around it, over a host that plays it.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost(
  (opened) => {
    ({ page, complaints } = opened);
  },
  (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
);

const push = (name: string, payload: object) =>
  page.evaluate(
    ([given, value]) =>
      (
        window as unknown as { healthRelay: { push(name: unknown, payload: unknown): void } }
      ).healthRelay.push(given, value),
    [name, payload] as const,
  );

test('how the app lives on this computer is chosen in Settings', async () => {
  await open('synced', '#/settings');
  const app = new SettingsPage(page).app;
  await app.getByRole('switch', { name: /Keep running when the window is closed/ }).press('Space');
  await app.getByRole('switch', { name: /Start when I log in/ }).press('Space');
  await app.getByRole('switch', { name: /Notifications/ }).press('Space');
  await new SettingsPage(page).appearance('Dark').press('Space');
  await expect
    .poll(() => actsOf(page, 'app.setPreferences'))
    .toEqual([{ closesToTray: true }, { startsAtLogin: true }, { notifies: false }, { theme: 'dark' }]);
  await expect(app.getByRole('switch', { name: /Start when I log in/ })).toBeChecked();
  await expect(app.getByRole('switch', { name: /Notifications/ })).not.toBeChecked();
  expect(await axeFindings(page)).toEqual([]);
  await new SettingsPage(page).appearance('Match system').press('Space');
});

test('updates are off until they are turned on; what is found, how far it is and what is new are seen', async () => {
  const app = new SettingsPage(page).app;
  const updates = app.getByRole('region', { name: 'Updates' });
  const look = updates.getByRole('switch', { name: /Check for updates/ });
  await expect(look).not.toBeChecked();
  await expect(updates.getByRole('button')).toHaveCount(0);
  await look.press('Space');
  await updates.getByRole('button', { name: 'Check now' }).click();
  await expect(updates.getByText('This is the newest version.')).toBeVisible();
  const none = { place: 'here', version: null, notes: null, percent: null, code: null };
  const found = { ...none, version: '0.2.0', notes: 'Finds more.\n<b>Faster.</b>' };
  await push('app.updateState', { ...found, state: 'downloading', percent: 41 });
  await expect(updates.getByRole('progressbar', { name: 'Downloading version 0.2.0' })).toHaveAttribute(
    'aria-valuenow',
    '41',
  );
  await expect(updates.getByRole('region', { name: 'New in 0.2.0' })).toContainText('<b>Faster.</b>');
  await updates.getByRole('button', { name: 'Stop' }).click();
  await expect(updates.getByText('Stopped. Nothing was changed.')).toBeVisible();
  await push('app.updateState', { ...found, state: 'failed', code: 'update.damaged' });
  await expect(updates.getByText('The update arrived damaged')).toBeVisible();
  await push('app.updateState', { ...found, state: 'ready' });
  await expect(updates.getByText('Version 0.2.0 is ready')).toBeVisible();
  await expect(updates.getByRole('button')).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
});

test('diagnostics are copied, logs and the folder are shown', async () => {
  const app = new SettingsPage(page).app;
  // Said for two seconds.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 600_000);
  await app.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(app.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.clock.runFor(2_000);
  await expect(app.getByRole('button', { name: 'Copy diagnostics' })).toBeVisible();
  await page.clock.resume();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Health Relay 0.1.0');
  await app.getByRole('button', { name: 'Show logs' }).click();
  await expect.poll(() => actsOf(page, 'app.showLogs')).toEqual([{}]);
  await app.getByRole('button', { name: 'Open the folder' }).click();
  await expect.poll(() => actsOf(page, 'app.showProfile')).toEqual([{}]);
});

test('a page without a sandbox is said to be', async () => {
  const line = () => new SettingsPage(page).app.getByText('Sandbox', { exact: true });
  await expect(line()).toHaveCount(0);
  await open('unsandboxed', '#/settings');
  await expect(line()).toBeVisible();
});

test('a menu leads to a page', async () => {
  await push('app.navigate', { page: 'sync' });
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
});

test('back on the network, what waited is tried at once', async () => {
  const before = (await actsOf(page, 'sync.runNow')).length;
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await expect.poll(async () => (await actsOf(page, 'sync.runNow')).length).toBe(before + 1);
});

test('the title says how far an import is, on every page', async () => {
  await open('running', '#/settings');
  await expect(page).toHaveTitle(/^\d+% · Settings — Health Relay$/);
  await open('synced', '#/settings');
  await expect(page).toHaveTitle('Settings — Health Relay');
});

test('nothing was complained of', () => {
  expect(complaints).toEqual([]);
});
