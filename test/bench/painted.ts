import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { openWriter } from '../../src/core/db/open.ts';
import { SettingsStore } from '../../src/core/profile/settings-store.ts';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { pick, type Random, randomFor, whole } from '../generator/random.ts';
import { chromiumLaunch } from '../support/chromium.ts';
import { noSessionBus } from '../support/secret-service.ts';
import { benchOptions } from './bench-options.ts';
import { benchProfile } from './bench-profile.ts';
import { summed } from './call-times.ts';
import { proportionalMB } from './desktop-use.ts';
import { benchZone, makeFigures } from './history.ts';
import { benchTypes } from './history-census.ts';
import { benchDatabase, benchEnd, benchStart } from './history-database.ts';
import { processorPercent, startHostProcess } from './idle-host.ts';

const root = join(import.meta.dirname, '../..');
const limits = { chartMs: 100, overviewMs: 150, memoryMB: 300 };
/** What a start of a made history leaves to be done is waited for, as in `desktop-use.ts`. */
const settleMs = 5_000;
const maxSettling = 12;
const restPercent = 2;
/** Between two looks at the memory. */
const lookMs = 250;
/** Those of which every month has some, also in a small history. */
const chartedTypes = 13;
const ranges = ['Week', '6 months', 'Year', 'All'] as const;

/**
 * `npm run bench -- painted [--json] [--records N] [--rounds N]` (Linux): the headless host on a history of N records, in Chromium. How long
 * from a click until its answer is painted: another range of a type's page, of another type and date each round so that no figure is there
 * already, and Overview, in a page that was loaded anew. The floor is a page with a button that adds a heading, in turns with them. And
 * what the data program holds of memory (Pss), at rest before and after, and the most of all looks between.
 */
export async function runPaintedBench(args: string[]): Promise<void> {
  const values = benchOptions(args, { records: '5000000', rounds: '50' });
  const { path } = benchDatabase(Number(values.records));
  await makeFigures(path);
  const { dir, profile, database } = benchProfile(path, 'painted');
  const writer = openWriter(database);
  new SettingsStore(writer).set('homeZone', benchZone);
  writer.close();
  await buildIfStale(root, (line) => console.error(line));
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const measured = await measure(browser, profile, Number(values.rounds));
    const isWithin =
      measured.chart.p50Ms <= limits.chartMs &&
      measured.overview.p50Ms <= limits.overviewMs &&
      measured.memoryMB.most <= limits.memoryMB;
    const result = { records: Number(values.records), ...measured, limits, isWithin };
    console.log(values.json ? JSON.stringify(result) : result);
  } finally {
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, profile: string, rounds: number) {
  // No keychain of this computer is asked.
  const host = await startHostProcess(profile, { DBUS_SESSION_BUS_ADDRESS: noSessionBus });
  const [, dataPid = 0] = host.pids;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    const empty = await context.newPage();
    await empty.setContent(
      '<button onclick="document.body.append(document.createElement(`h3`))">Go</button>',
    );
    await page.goto(host.link);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const resting = await memoryAtRest(host.pids, dataPid);
    const memory = watchMemory(dataPid);
    const times = { chart: [] as number[], overview: [] as number[], floor: [] as number[] };
    const random = randomFor(3, 'painted');
    for (let round = 0; round < rounds; round += 1) {
      times.floor.push(await clickEmpty(empty));
      times.chart.push(await clickRange(page, random));
      times.overview.push(await clickOverview(page));
    }
    const most = memory.stop();
    return {
      chart: summed(times.chart),
      overview: summed(times.overview),
      floor: summed(times.floor),
      memoryMB: { resting, most, after: await memoryAtRest(host.pids, dataPid) },
    };
  } finally {
    await context.close();
    await host.stop();
  }
}

async function clickEmpty(page: Page): Promise<number> {
  await page.bringToFront();
  await page.evaluate(() => document.querySelector('h3')?.remove());
  return untilPainted(page, 'h3', () => page.getByRole('button').click());
}

/** Another range of a type, at a day that was not looked at before. */
async function clickRange(page: Page, random: Random): Promise<number> {
  await page.bringToFront();
  // The values of the made-up sleep are none of sleep's, so it has no figures.
  const types = benchTypes().slice(0, chartedTypes);
  const charted = types.filter(({ name }) => name !== 'HKCategoryTypeIdentifierSleepAnalysis');
  const type = charted[whole(random, 0, charted.length - 1)]?.name ?? '';
  const day = new Date(whole(random, benchStart, benchEnd - 1) * 1000).toISOString().slice(0, 10);
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/history?type=${type}&range=month&at=${day}`);
  await page.locator(`[aria-busy=false] section[aria-label]`).first().waitFor();
  await atRest(page);
  const range = page.getByRole('radio', { name: pick(random, ranges), exact: true });
  return untilPainted(page, '[aria-busy=false] section[aria-label]', () => range.click({ force: true }));
}

async function clickOverview(page: Page): Promise<number> {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/settings`);
  await page.reload();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await atRest(page);
  const link = page.getByRole('link', { name: 'Overview', exact: true });
  return untilPainted(page, 'main [role=img]', () => link.click());
}

/** What was there before is drawn: nobody clicks in the same frame. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve()))),
      ),
  );
}

/**
 * Milliseconds from the click until a frame was made with what `selector` names on it: something that wasn't there, or has another label
 * than before.
 */
async function untilPainted(page: Page, selector: string, click: () => Promise<void>): Promise<number> {
  const painted = page.evaluate((wanted) => {
    const labelNow = () => {
      const found = document.querySelector(wanted);
      return found === null ? null : (found.getAttribute('aria-label') ?? '');
    };
    const before = labelNow();
    return new Promise<number>((resolve) => {
      let clickedAt = Number.NaN;
      addEventListener('click', ({ timeStamp }) => (clickedAt = timeStamp), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        const now = labelNow();
        if (Number.isNaN(clickedAt) || now === null || now === before) return;
        observer.disconnect();
        // A frame later what was made is on the screen.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clickedAt)));
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
  }, selector);
  await click();
  return painted;
}

async function memoryAtRest(pids: readonly number[], dataPid: number): Promise<number> {
  for (let look = 0; look < maxSettling; look += 1) {
    const percents = await processorPercent(pids, settleMs);
    if (percents.reduce((sum, one) => sum + one, 0) <= restPercent) break;
  }
  return memoryOf(dataPid);
}

const memoryOf = (pid: number): number => Math.round(proportionalMB(pid) ?? Number.NaN);

function watchMemory(pid: number): { stop(): number } {
  let most = memoryOf(pid);
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, lookMs);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(most, memoryOf(pid));
    },
  };
}
