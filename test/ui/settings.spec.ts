import { expect, type Page, test } from '@playwright/test';
import { actsOf, beginsAnew } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { axeFindings } from './real-app.ts';

// Settings and the first run, over a host that remembers what is set.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost((opened) => {
  ({ page, complaints } = opened);
});

const target = (name: string) => page.getByRole('region', { name, exact: true });

test('Atlas is set up by its preset, with a token that is not shown again', async () => {
  await open('full', '#/settings');
  const atlas = target('Foundry (Atlas)');
  await expect(atlas.getByText('Not set up')).toBeVisible();
  await expect(atlas.getByRole('button', { name: 'Turn on…' })).toBeDisabled();
  await atlas.getByRole('button', { name: 'Use Atlas' }).click();
  await atlas.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.configureTarget'))
    .toEqual([{ target: 'atlas', baseUrl: 'https://atlas-backend-proxy.onrender.com' }]);
  const token = atlas.getByLabel('Access token');
  await expect(token).toHaveAttribute('type', 'password');
  await token.fill('opaque-token');
  await atlas.getByRole('button', { name: 'Use it' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.setToken'))
    .toEqual([{ target: 'atlas', token: 'opaque-token' }]);
  await expect(token).toHaveValue('');
  await expect(atlas.getByRole('button', { name: 'Forget it' })).toBeVisible();
  expect(await page.content()).not.toContain('opaque-token');
  expect(await axeFindings(page)).toEqual([]);
});

test('the review shows where to, what and how much; only Send starts it', async () => {
  await target('Foundry (Atlas)').getByRole('button', { name: 'Turn on…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Before anything is sent to Foundry (Atlas)' });
  await expect(dialog.getByText('atlas-backend-proxy.onrender.com')).toBeVisible();
  for (const name of [
    'Clinical records',
    'Reproductive health records',
    'Routes',
    'ECGs',
    /^Records of other types/,
  ])
    await expect(dialog.getByRole('checkbox', { name })).not.toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Send 404,519 items' })).toBeEnabled();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('checkbox', { name: 'Routes' }).press('Space');
  await expect(dialog.getByRole('button', { name: 'Send 404,576 items' })).toBeEnabled();
  expect(await actsOf(page, 'settings.enableTarget')).toEqual([]);
  await dialog.getByRole('button', { name: 'Send 404,576 items' }).click();
  await expect(dialog).toHaveCount(0);
  const [sent] = (await actsOf(page, 'settings.enableTarget')) as { items: number; kinds: string[] }[];
  expect(sent?.items).toBe(404_576);
  expect(sent?.kinds).toContain('route');
  expect(sent?.kinds).not.toContain('clinical');
  await expect(target('Foundry (Atlas)').getByText('On', { exact: true })).toBeVisible();
});

test('a wider choice later shows what it adds and asks again', async () => {
  await target('Foundry (Atlas)').getByRole('button', { name: 'Change the data…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sent to Foundry (Atlas)' });
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeEnabled();
  await dialog.getByRole('checkbox', { name: 'Clinical records' }).press('Space');
  await expect(dialog.getByRole('button', { name: 'Send 12 more' })).toBeEnabled();
  await dialog.getByRole('checkbox', { name: 'Only from a certain day' }).press('Space');
  await expect(dialog.getByRole('spinbutton').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await actsOf(page, 'settings.enableTarget')).length).toBe(1);
});

test('turned on again, the review counts what goes, not what was delivered', async () => {
  await target('Foundry (Atlas)').getByRole('button', { name: 'Turn off' }).click();
  await target('Foundry (Atlas)').getByRole('button', { name: 'Turn on…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Before anything is sent to Foundry (Atlas)' });
  await expect(dialog.getByText('404,576 items in total, none of them to send.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Turn on', exact: true })).toBeEnabled();
  await dialog.getByRole('checkbox', { name: 'Clinical records' }).press('Space');
  await expect(dialog.getByText('404,588 items in total, 12 of them to send.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send 12 items' })).toBeEnabled();
  await dialog.getByRole('checkbox', { name: 'Clinical records' }).press('Space');
  await dialog.getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(target('Foundry (Atlas)').getByText('On', { exact: true })).toBeVisible();
});

test('the connection test says in words what is wrong', async () => {
  await open('testFails', '#/settings');
  await target('Trendy').getByRole('button', { name: 'Test connection' }).click();
  await expect(target('Trendy').getByText('Trendy doesn’t accept the token')).toBeVisible();
  await open('synced', '#/settings');
  await target('Trendy').getByRole('button', { name: 'Test connection' }).click();
  await expect(target('Trendy').getByText('Connected to Trendy as anna@example.org.')).toBeVisible();
});

test('removing says what is lost and asks twice', async () => {
  await target('Trendy')
    .getByRole('button', { name: /^Remove/ })
    .click();
  const dialog = page.getByRole('alertdialog', { name: 'Remove Trendy at api.trendy.example?' });
  await expect(dialog.getByText(/12,045 deliveries/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Remove' })).toBeDisabled();
  await dialog.getByRole('checkbox').press('Space');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => actsOf(page, 'settings.removeDestination')).toEqual([{ destination: 1 }]);
});

test('removing a raw target says that everything would be stored there twice', async () => {
  for (const [name, isTwice] of [
    ['Trendy', false],
    ['Foundry (Atlas)', true],
  ] as const) {
    await target(name)
      .getByRole('button', { name: /^Remove/ })
      .click();
    const dialog = page.getByRole('alertdialog', {
      name: new RegExp(`^Remove ${name.replace(/[()]/g, '.')}`),
    });
    await expect(dialog.getByText(/would be stored twice there/)).toHaveCount(isTwice ? 1 : 0);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  }
});

test('another home zone shows what it changes before it does', async () => {
  await open('synced', '#/settings?at=zone');
  const zone = page.getByRole('button', { name: /Home time zone/ });
  await zone.press('Enter');
  await page.keyboard.type('new york');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(zone).toContainText('America/New York');
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /America\/New York/ });
  await expect(dialog.getByText('2,201 events')).toBeVisible();
  await expect(dialog.getByText('12 events')).toBeVisible();
  await expect(dialog.getByText('3 events', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.setHomeZone'))
    .toEqual([{ homeZone: 'America/New_York', sent: 2_216 }]);
});

test('sources are put in order by keyboard, and the focus stays with the one that moved', async () => {
  await open('synced', '#/settings');
  const up = page.getByRole('button', { name: 'Move Withings up' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(up).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Move Withings down' })).toBeFocused();
  await page.getByRole('button', { name: 'Use this order…' }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.setSourcePriority'))
    .toEqual([{ sources: [3, 1, 2, 4], sent: 2_216 }]);
});

test('the phone switch and the appearance keep what was chosen', async () => {
  await page.getByRole('switch', { name: /My phone also uses Trendy/ }).press('Space');
  await expect.poll(() => actsOf(page, 'settings.setPhoneUsesTrendy')).toEqual([{ phoneUsesTrendy: false }]);
  await page.getByText('Dark', { exact: true }).click();
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(await scheme()).toBe('dark');
  await open('synced', '#/settings');
  expect(await scheme()).toBe('dark');
  const appearance = page.getByRole('radiogroup', { name: 'Appearance' });
  await appearance.getByText('Match system', { exact: true }).click();
  expect(await scheme()).toBe('light dark');
});

test('the first run leads from the zone over a target to the review, step by step', async () => {
  await open('first', '#/import');
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('button', { name: /Home time zone/ })).toContainText('Europe/Berlin');
  expect(await axeFindings(page)).toEqual([]);
  await steps.getByRole('button', { name: 'Confirm' }).click();
  await steps.getByRole('radio', { name: /^Foundry \(Atlas\)/ }).press('Space');
  await steps.getByRole('button', { name: 'Use Atlas' }).click();
  await steps.getByRole('button', { name: 'Save' }).click();
  await steps.getByRole('button', { name: 'Review before sending…' }).click();
  await page.getByRole('button', { name: /^Send [\d,]+ items$/ }).click();
  await expect(steps).toHaveCount(0);
});

test('each step can be left for later and taken up again', async () => {
  await open('first', '#/import');
  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.getByRole('button', { name: 'Later' }).click();
  await expect(steps.getByRole('radio', { name: /^Trendy/ })).toBeVisible();
  await steps.getByRole('button', { name: 'Later' }).click();
  await expect(steps.getByText(/^Left for later: your home time zone and a target\./)).toBeVisible();
  await steps.getByRole('button', { name: 'Continue setup' }).click();
  await expect(steps.getByRole('button', { name: /Home time zone/ })).toBeVisible();
});

test('it fits the smallest window', async () => {
  await page.setViewportSize({ width: 720, height: 520 });
  await open('problems', '#/settings');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
});

for (const [scene, title, kept, act] of [
  ['damaged', 'The history file is damaged', /It was left as it is/, 'Start from the last backup…'],
  ['gaveUp', 'keeps crashing', /Stored data is safe/, 'Try again'],
  [
    'engineFailed',
    'A fatal error stopped the part that stores your history',
    /Stored data is safe.*Close other programs/,
    'Try again',
  ],
] as const)
  test(`nobody keeps the history, ${scene}: what happened, what was kept and what to do, on every page`, async () => {
    for (const hash of ['#/import', '#/settings']) {
      await open(scene, hash);
      const card = page.getByRole('region', { name: 'The history can’t be opened' });
      await expect(card.getByRole('heading', { name: title })).toBeVisible();
      await expect(card.getByText(kept)).toBeVisible();
      await expect(card.getByRole('button', { name: act })).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
    }
  });

test('the last backup is put back only after a question that says from when it is', async () => {
  await open('damaged', '#/import');
  await page.getByRole('button', { name: 'Start from the last backup…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Start from the last backup?' });
  await expect(dialog.getByText(/made it on .*2026/)).toBeVisible();
  await expect(dialog.getByText(/damaged file is kept/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  expect(await actsOf(page, 'profiles.startFromBackup')).toEqual([]);
  await beginsAnew(page, () => dialog.getByRole('button', { name: 'Start from the backup' }).press('Enter'));
});

test('a proxy that asks for a password is named, and gets one that is not shown again', async () => {
  await open('proxy', '#/sync');
  await page
    .getByRole('button', { name: /^Enter password…/ })
    .first()
    .click();
  const proxy = page.getByRole('region', { name: 'Proxy http://proxy.example.org:8080' });
  await expect(page.getByRole('region', { name: 'Network' })).toBeFocused();
  await expect(proxy).toBeInViewport();
  await expect(proxy.getByText('This proxy requires a password')).toBeVisible();
  await expect(proxy.getByRole('button', { name: 'Save' })).toBeDisabled();
  await proxy.getByLabel('Name').fill('ada');
  const password = proxy.getByLabel('Password', { exact: true });
  await expect(password).toHaveAttribute('type', 'password');
  await password.fill('open: sesame ');
  await proxy.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.setProxyLogin'))
    .toEqual([{ place: 'http://proxy.example.org:8080', name: 'ada', password: 'open: sesame ' }]);
  await expect(proxy.getByText('This proxy requires a password')).toHaveCount(0);
  expect(await page.content()).not.toContain('sesame');
  expect(await axeFindings(page)).toEqual([]);
  await proxy.getByRole('button', { name: 'Forget this password' }).click();
  await expect
    .poll(() => actsOf(page, 'settings.forgetProxyLogin'))
    .toEqual([{ place: 'http://proxy.example.org:8080' }]);
  await expect(proxy.getByText('This proxy requires a password')).toBeVisible();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
