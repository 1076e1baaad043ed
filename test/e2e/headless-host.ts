import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { runWeb } from '../../src/headless/launch/run-web.ts';
import { chromiumLaunch } from '../support/chromium.ts';
import { noSessionBus } from '../support/secret-service.ts';
import type { RunningHost, StartOptions } from './relay.ts';

const root = join(import.meta.dirname, '../..');

/** A browser keeps what a page stores by its origin, so a restart must come back to the port. */
const portsOf = new Map<string, number>();

/** The web host over a real data program, in a browser of a profile of its own. */
export async function startHeadless({
  dir,
  files: [readyPath],
  env,
  onPage,
}: StartOptions): Promise<RunningHost> {
  // The data program inherits it, also when it is started again.
  const putBack = setEnvironment({ DBUS_SESSION_BUS_ADDRESS: noSessionBus, ...env });
  const profileDir = join(dir, 'profile');
  const running = await runWeb({
    root,
    profileDir,
    port: portsOf.get(dir) ?? 0,
    ...(readyPath === undefined ? {} : { readyPath }),
  });
  const link = running.host.link();
  portsOf.set(dir, Number(new URL(link).port));
  const context = await chromium.launchPersistentContext(join(dir, 'browser'), {
    ...chromiumLaunch(),
    viewport: { width: 1280, height: 840 },
    colorScheme: null,
  });
  const [page = await context.newPage()] = context.pages();
  onPage(page);
  await page.goto(link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  let size = { width: 1280, height: 840 };
  return {
    page,
    electron: null,
    resize: (width, height) => {
      size = { width, height };
      return page.setViewportSize(size);
    },
    // As a browser's own zoom does: fewer pixels of the page in the same window.
    zoom: (percent) =>
      page.setViewportSize({
        width: Math.round((size.width * 100) / percent),
        height: Math.round((size.height * 100) / percent),
      }),
    crashData: async () => void process.kill(dataProgramOf(profileDir), 'SIGKILL'),
    stop: async () => {
      await context.close();
      await running.stop();
      putBack();
    },
  };
}

/** Returns the way back to what was. */
function setEnvironment(env: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

const listOnWindows =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CommandLine)" }';

const listers: Partial<Record<NodeJS.Platform, () => string>> = {
  win32: () =>
    spawnSync('powershell', ['-NoProfile', '-Command', listOnWindows], { encoding: 'utf8' }).stdout,
  // Not every Linux has `ps`.
  linux: () => readdirSync('/proc').filter(isNumber).map(lineOfProcess).join('\n'),
};
const listByPs = () => spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).stdout;

const isNumber = (name: string) => /^\d+$/.test(name);

/** As `ps` has it (proc(5)); '' for one that has ended meanwhile. */
function lineOfProcess(pid: string): string {
  try {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').replaceAll('\0', ' ');
    return `${pid} ${parent} ${words}`;
  } catch {
    return '';
  }
}

/** It is this process's child, with the profile as its argument. */
function dataProgramOf(profileDir: string): number {
  const list = listers[process.platform] ?? listByPs;
  for (const line of list().split(/\r?\n/)) {
    const [pid, parent] = line.trim().split(/\s+/, 2).map(Number);
    // Windows keeps an argument in the quotes that it came in.
    if (pid !== undefined && parent === process.pid && line.replace(/"$/, '').endsWith(profileDir))
      return pid;
  }
  throw new Error('no data program');
}
