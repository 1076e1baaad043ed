import { expect, type Page, test } from '@playwright/test';
import { actsOf } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { axeFindings } from './real-app.ts';

// The language of the page, over a host that plays the desktop app. By what is no word: its tag, its numbers, and what the host is told.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost((opened) => {
  ({ page, complaints } = opened);
});

const root = () => page.locator('html');
const stored = () => page.evaluate(() => window.localStorage.getItem('health-relay language'));

/** Keeps what the host is told from here on: the page that it is told by is loaded again. */
function keepActs(): Promise<void> {
  return page.evaluate(() => {
    const { healthRelay: host } = window as unknown as { healthRelay: { acts: (readonly unknown[])[] } };
    window.sessionStorage.removeItem('acts');
    host.acts.push = (...acts) => {
      const kept = JSON.parse(window.sessionStorage.getItem('acts') ?? '[]') as unknown[];
      window.sessionStorage.setItem('acts', JSON.stringify([...kept, ...acts]));
      return kept.length + acts.length;
    };
  });
}

/** What the host was told of preferences by the page before this one. */
function keptPreferences(): Promise<unknown[]> {
  return page.evaluate(() => {
    const kept = JSON.parse(window.sessionStorage.getItem('acts') ?? '[]') as [string, unknown][];
    return kept.filter(([name]) => name === 'app.setPreferences').map(([, input]) => input);
  });
}

test('where nobody chose, the page speaks the first language of the browser that it knows', async () => {
  await open('synced', '#/sync');
  await expect(root()).toHaveAttribute('lang', 'en');
  await expect(page.getByText('2,745,309')).toBeVisible();
});

test('in the language that was chosen on this computer, numbers too are written its way', async () => {
  await page.evaluate(() => window.localStorage.setItem('health-relay language', 'de'));
  await open('synced', '#/sync');
  await expect(root()).toHaveAttribute('lang', 'de');
  await expect(page.getByText('2.745.309')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('a language is chosen in Settings: the host is told, and the page is loaded again in it', async () => {
  await open('synced', '#/settings');
  const { languages } = new SettingsPage(page);
  await expect(languages.getByRole('radio', { name: 'Deutsch' })).toBeChecked();
  await keepActs();
  await languages.getByRole('radio', { name: 'Français' }).press('Space');
  await expect(root()).toHaveAttribute('lang', 'fr');
  await expect(languages.getByRole('radio', { name: 'Français' })).toBeChecked();
  expect(await keptPreferences()).toEqual([{ language: 'fr' }]);
  expect(await actsOf(page, 'app.setPreferences')).toEqual([]);
  expect(await stored()).toBe('fr');
});

test('“Match system” goes back to the language of the browser', async () => {
  const { languages } = new SettingsPage(page);
  await keepActs();
  await languages.getByRole('radio').first().press('Space');
  await expect(root()).toHaveAttribute('lang', 'en');
  await expect(languages.getByRole('radio', { name: 'Match system' })).toBeChecked();
  expect(await keptPreferences()).toEqual([{ language: 'system' }]);
  expect(await stored()).toBe('system');
  await open('synced', '#/sync');
  await expect(page.getByText('2,745,309')).toBeVisible();
});

test('in the desktop app, languages and region are the system’s, which Chromium doesn’t tell the page', async () => {
  const play = (locale: string, languages: readonly string[]) =>
    page.evaluate((system) => window.localStorage.setItem('played system language', JSON.stringify(system)), {
      locale,
      languages,
    });
  await play('nl-NL', ['nl-NL', 'de-DE']);
  await open('synced', '#/settings');
  await expect(root()).toHaveAttribute('lang', 'de');
  // English words, German numbers, and the units of Germany.
  await play('en-DE', ['en-DE', 'de-DE']);
  await open('synced', '#/settings');
  await expect(root()).toHaveAttribute('lang', 'en');
  await expect(page.getByText('Kilometers (region)')).toBeVisible();
  await open('synced', '#/sync');
  await expect(page.getByText('2.745.309')).toBeVisible();
  await page.evaluate(() => window.localStorage.removeItem('played system language'));
});

// The words that say where one is, and a sentence with a plural; no label is wider than its window.
for (const [language, settings, deliveries] of [
  ['de', 'Einstellungen', 'Ziele'],
  ['fr', 'Réglages', 'Destinations'],
  ['es', 'Ajustes', 'Destinos'],
  ['ja', '設定', '送信先'],
  ['zh-Hans', '设置', '发送目标'],
] as const)
  test(`the page speaks ${language}, also in a narrow window`, async () => {
    await page.evaluate((chosen) => window.localStorage.setItem('health-relay language', chosen), language);
    await open('synced', '#/settings');
    await expect(page.getByRole('heading', { level: 1, name: settings })).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: deliveries })).toBeVisible();
    await page.setViewportSize({ width: 720, height: 520 });
    // The longest words, and those without spaces, on every page.
    const places = ['#/overview', '#/history', '#/history?tab=events', '#/sync', '#/import'];
    for (const place of ['#/settings', ...(language === 'de' || language === 'ja' ? places : [])]) {
      await open('synced', place);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        place,
      ).toBeLessThanOrEqual(0);
    }
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

test('from right to left, with longer words, the page is mirrored and fits', async () => {
  await page.evaluate(() => window.localStorage.setItem('health-relay language', 'ar-XB'));
  await open('synced', '#/settings');
  await expect(root()).toHaveAttribute('dir', 'rtl');
  const bar = page.getByRole('navigation').first();
  const { x, width } = (await bar.boundingBox()) ?? { x: 0, width: 0 };
  expect(x + width / 2).toBeGreaterThan(640);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  expect(await axeFindings(page)).toEqual([]);
  await page.evaluate(() => window.localStorage.setItem('health-relay language', 'system'));
});

test('nothing was complained of', () => {
  expect(complaints).toEqual([]);
});
