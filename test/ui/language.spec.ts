import { expect, type Page, test } from '@playwright/test';
import { actsOf } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { overRealApp } from './over-real-app.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { axeFindings } from './real-app.ts';
import { addressOf, type SeededIds, seedHistory } from './seeded-history.ts';

// The language of the page, over a host that plays the desktop app, and over the real one where it shows a history. By what is no word: its tag, its numbers, and what the host is told.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost((opened) => {
  ({ page, complaints } = opened);
});

let real: Page;
let ids: SeededIds;
let origin: string;
let ofHistory: string[];

overRealApp({
  async begin(app) {
    ids = await seedHistory(app);
    ({ origin } = new URL(app.link()));
  },
  opened(there) {
    real = there.page;
    ofHistory = there.complaints;
  },
});

/** Opens a view of the seeded history afresh, in the language that its page is set to. */
async function openHistory(hash: string): Promise<void> {
  await real.goto('about:blank');
  await real.goto(`${origin}/${addressOf(hash, ids)}`);
  await real.locator('h1').waitFor();
}

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

/** One view of each kind of page, with something that stands there once its answers have. */
const places: readonly (readonly [host: 'history' | 'full' | 'synced', hash: string, there: string])[] = [
  ['history', '#/overview', 'main [role=img]'],
  ['history', '#/history', 'main [role=option]'],
  ['history', '#/history?tab=events', 'main [role=option]'],
  ['history', '#/history?type=HKQuantityTypeIdentifierHeartRate', 'main canvas'],
  ['history', '#/history?tab=sleep', 'main figure'],
  ['history', '#/history?tab=workouts', 'main [role=option]'],
  ['history', '#/history?tab=workouts&item={route}', 'main canvas'],
  ['history', '#/history?tab=rings', 'main svg'],
  ['history', '#/history?tab=heart', 'main a, main [role=option]'],
  ['history', '#/history?tab=heart&item={ecg}', 'main svg'],
  ['history', '#/history?tab=documents', 'main table'],
  ['history', '#/history?tab=documents&group=clinical%3AObservation&item={clinical}', 'main table'],
  ['history', '#/report?from=2026-08-01&to=2026-10-30', 'main article'],
  ['full', '#/import', 'main article'],
  ['synced', '#/sync', 'main [role=tab]'],
  ['synced', '#/settings', 'main h3'],
];

/**
 * What is wider than its place: the page, text that an edge cuts without the dots that say so, and words of a control or a cell that stand
 * beyond it.
 */
function tooWide(shown = page): Promise<string[]> {
  return shown.evaluate(() => {
    const beyond = document.documentElement.scrollWidth - window.innerWidth;
    const found = beyond > 0 ? [`the page, by ${beyond} px`] : [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { overflowX, textOverflow, visibility, display } = getComputedStyle(element);
      const wide = element.scrollWidth - element.clientWidth;
      // What only a screen reader says is one pixel wide.
      if (wide <= 1 || element.clientWidth <= 1 || visibility === 'hidden' || element.closest('svg'))
        continue;
      const isCut = ['hidden', 'clip'].includes(overflowX) && textOverflow !== 'ellipsis';
      const isBeyond =
        overflowX === 'visible' &&
        display !== 'inline' &&
        element.matches('a, button, label, [role=tab], h1, h2, h3, h4, td, th, dt, dd');
      const text = element.textContent.trim();
      if ((isCut || isBeyond) && text !== '') found.push(`${text.slice(0, 60)}, by ${wide} px`);
    }
    return found;
  });
}

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
    await open('synced', '#/settings');
    expect(await tooWide()).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

// The longest words, those without spaces, and those from right to left.
for (const language of ['de', 'ja', 'ar-XB'])
  test(`on every page the words of ${language} have room in a narrow window`, async () => {
    for (const one of [page, real]) {
      await one.evaluate((chosen) => window.localStorage.setItem('health-relay language', chosen), language);
      await one.setViewportSize({ width: 720, height: 520 });
    }
    for (const [host, hash, there] of places) {
      const shown = host === 'history' ? real : page;
      if (host === 'history') await openHistory(hash);
      else await open(host, hash);
      await expect(shown.locator(there).first()).toBeVisible();
      await expect(shown.locator('[aria-busy=true], [class*="skeleton"]')).toHaveCount(0);
      expect(await tooWide(shown), hash).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

test('from right to left, with longer words, the page is mirrored and fits', async () => {
  await page.evaluate(() => window.localStorage.setItem('health-relay language', 'ar-XB'));
  await open('synced', '#/settings');
  await expect(root()).toHaveAttribute('dir', 'rtl');
  const bar = page.getByRole('navigation').first();
  const { x, width } = (await bar.boundingBox()) ?? { x: 0, width: 0 };
  expect(x + width / 2).toBeGreaterThan(640);
  expect(await tooWide()).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.evaluate(() => window.localStorage.setItem('health-relay language', 'system'));
});

test('nothing was complained of', () => {
  expect([...complaints, ...ofHistory]).toEqual([]);
});
