import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { findProgram } from '../support/programs.ts';
import { type SessionBus, startSessionBus } from '../support/session-bus.ts';
import { Frame } from '../ui/pages/frame.ts';
import { DrivenApp } from './driven-app.ts';
import { environmentIn } from './electron-host.ts';
import { packDriven, startOf } from './packaged-app.ts';
import { expect, test } from './relay.ts';
import { TrayHost } from './tray-host.ts';

// Starting at login: what an installed app alone offers. On Linux it is a file (XDG Desktop Application Autostart Specification).
test.describe.configure({ mode: 'serial' });
test.skip(findProgram(['dbus-daemon']) === null, 'missing here: dbus-daemon');

let dir = '';
const home = () => join(dir, 'home');
const entry = () => join(home(), 'config/autostart/app.healthrelay.desktop.desktop');
let program = '';
let bus: SessionBus;
let tray: TrayHost;
let electron: DrivenApp | null = null;

async function start(...args: readonly string[]): Promise<DrivenApp> {
  const env = { ...environmentIn(home()), DBUS_SESSION_BUS_ADDRESS: bus.address };
  electron = await DrivenApp.start(program, args, env);
  return electron;
}

async function stop(): Promise<void> {
  await electron?.close();
  electron = null;
}

async function loginSwitch(app: DrivenApp) {
  const page = await app.window();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await new Frame(page).goTo('Settings');
  return page.getByRole('switch', { name: 'Start when I log in' });
}

test.beforeAll(async () => {
  await buildIfStale(join(import.meta.dirname, '../..'), () => undefined);
  dir = mkdtempSync(join(tmpdir(), 'health-relay-login-'));
  program = startOf(packDriven(dir).program);
  bus = await startSessionBus();
  tray = await TrayHost.start(bus);
});

test.afterAll(async () => {
  await stop();
  await tray?.close();
  await bus?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test('nothing starts at login unasked; turned on, the system is told to start it without a window', async () => {
  const isOn = await loginSwitch(await start());
  await expect(isOn).not.toBeChecked();
  expect(existsSync(entry())).toBe(false);
  await isOn.press('Space');
  await expect(isOn).toBeChecked();
  const lines = readFileSync(entry(), 'utf8').split('\n');
  const [, started = '', rest = ''] = /^Exec="([^"]+)"(.*)$/m.exec(lines.join('\n')) ?? [];
  expect(started).not.toBe('');
  expect(rest).toBe(' --hidden');
  expect(lines).toContain('Type=Application');
  await stop();
});

test('started as at login there is no window, until it is started by hand', async () => {
  const app = await start('--hidden');
  // It is there as soon as its data program is, which comes up beside the window that a start by hand shows.
  await expect
    .poll(() => app.evaluate(({ app: its }) => its.getAppMetrics().map(({ name }) => name)))
    .toContain('Health Relay data');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  await app.evaluate(({ app: its }) => {
    its.emit('activate');
  });
  await expect(await loginSwitch(app)).toBeChecked();
});

test('turned off, the file is gone', async () => {
  if (electron === null) throw new Error('the app is not running');
  const isOn = await loginSwitch(electron);
  await isOn.press('Space');
  await expect(isOn).not.toBeChecked();
  expect(existsSync(entry())).toBe(false);
});
