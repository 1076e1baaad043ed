import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { chromiumLaunch } from '../support/chromium.ts';
import { noSessionBus } from '../support/secret-service.ts';
import { benchOptions } from './bench-options.ts';
import { benchProfile } from './bench-profile.ts';
import { benchDatabase } from './history-database.ts';
import { processorPercent, startHostProcess } from './idle-host.ts';
import { pageTimers, watchPageTimers, watchPageWork } from './idle-page.ts';
import type { ShortTimers } from './idle-timers.ts';

const root = join(import.meta.dirname, '../..');
const settleMs = 5000;
const limits = { usableMs: 1500, processorPercent: 1, shortTimers: 0 };

/**
 * `npm run bench -- idle [--json] [--records N] [--starts N] [--seconds N]` (Linux): the headless host on a history of N records. How
 * long from the start of its process until the page shows the history and takes input, in a browser that is open already; what it and the
 * page take of a processor over so many seconds with nothing pending; and which timers of under a second there are then,
 * counted in a run of its own.
 */
export async function runIdleBench(args: string[]): Promise<void> {
  const values = benchOptions(args, { records: '5000000', starts: '5', seconds: '30' });
  const idleMs = Number(values.seconds) * 1000;
  const { path } = benchDatabase(Number(values.records));
  const { dir, profile } = benchProfile(path, 'idle');
  await buildIfStale(root, (line) => console.error(line));
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const starts = [];
    for (let start = 0; start < Number(values.starts); start += 1)
      starts.push(await timeStart(browser, profile));
    const sorted = starts.map(({ usableMs }) => usableMs).sort((one, other) => one - other);
    const usableMs = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    const idle = await measureIdle(browser, profile, idleMs);
    const timers = await countTimers(browser, profile, dir, idleMs);
    const isWithin =
      usableMs <= limits.usableMs &&
      idle.hostPercent + idle.dataPercent < limits.processorPercent &&
      timers.host + timers.data + timers.page === limits.shortTimers;
    const result = {
      records: Number(values.records),
      usableMs,
      starts,
      idleMs,
      ...idle,
      timers,
      limits,
      isWithin,
    };
    console.log(values.json ? JSON.stringify(result) : result);
  } finally {
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

// No keychain of this computer is asked.
const env = { DBUS_SESSION_BUS_ADDRESS: noSessionBus };

/** The history's types are there, behind the choice of all, and it answers the keyboard: nothing is left to come before it can be used. */
async function showHistory(page: Page, link: string): Promise<void> {
  await page.goto(`${link}#/history`, { waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('listbox').first().getByRole('option').nth(1).waitFor();
  await page.keyboard.press('Tab');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}

async function timeStart(
  browser: Browser,
  profile: string,
): Promise<{ readonly listeningMs: number; readonly usableMs: number }> {
  const page = await browser.newPage();
  const host = await startHostProcess(profile, env);
  try {
    const listeningMs = Math.round(performance.now() - host.startedMs);
    await showHistory(page, host.link);
    return { listeningMs, usableMs: Math.round(performance.now() - host.startedMs) };
  } finally {
    await page.close();
    await host.stop();
  }
}

async function measureIdle(browser: Browser, profile: string, idleMs: number) {
  const page = await browser.newPage();
  const host = await startHostProcess(profile, env);
  try {
    await showHistory(page, host.link);
    await sleep(settleMs);
    const pageBusyMs = await watchPageWork(page);
    const [hostPercent = 0, dataPercent = 0] = await processorPercent(host.pids, idleMs);
    const pagePercent = ((await pageBusyMs()) / idleMs) * 100;
    const rounded = (percent: number) => Math.round(percent * 100) / 100;
    return {
      hostPercent: rounded(hostPercent),
      dataPercent: rounded(dataPercent),
      pagePercent: rounded(pagePercent),
    };
  } finally {
    await page.close();
    await host.stop();
  }
}

/** How many timers of under a second were made or were alive while nothing was pending. */
async function countTimers(browser: Browser, profile: string, dir: string, idleMs: number) {
  const file = join(dir, 'timers');
  const watch = pathToFileURL(join(import.meta.dirname, 'idle-timers.ts'));
  const page = await browser.newPage();
  await page.addInitScript(watchPageTimers);
  const host = await startHostProcess(profile, {
    ...env,
    NODE_OPTIONS: `--import=${watch}`,
    HEALTH_RELAY_TIMERS: file,
  });
  const tell = async () => {
    for (const pid of host.pids) process.kill(pid, 'SIGUSR2');
    await sleep(500);
  };
  try {
    await showHistory(page, host.link);
    await sleep(settleMs);
    await tell();
    const before = await pageTimers(page);
    await sleep(idleMs);
    const inPage = (await pageTimers(page)) - before;
    await tell();
    const told = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ShortTimers);
    // Starting needs some: a watch that saw none saw nothing.
    if (told.slice(0, host.pids.length).every(({ made }) => made === 0)) throw new Error('no timer was seen');
    const last = told.slice(-host.pids.length);
    const of = (pid: number | undefined) => {
      const found = last.find((one) => one.pid === pid);
      return found === undefined ? Number.NaN : found.made + found.alive.length;
    };
    return { host: of(host.pids[0]), data: of(host.pids[1]), page: inPage };
  } finally {
    await page.close();
    await host.stop();
  }
}
