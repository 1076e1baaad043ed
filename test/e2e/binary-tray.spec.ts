import { once } from 'node:events';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { findProgram } from '../support/programs.ts';
import { type SessionBus, startSessionBus } from '../support/session-bus.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { SyncPage } from '../ui/pages/sync-page.ts';
import { windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';
import { hideWindow, openFile, shownBy, watchShell } from './shell.ts';
import { TrayHost } from './tray-host.ts';

// The icon in the tray as a panel of the desktop gets it, over a real bus.
test.describe.configure({ mode: 'serial' });
test.skip(findProgram(['dbus-daemon']) === null, 'missing here: dbus-daemon');

let bus: SessionBus;
let tray: TrayHost;
let sandbox: Sandbox;
let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);
const syncPage = () => new SyncPage(relay.page);
const windowState = () => windowOf(relay.electron);
const menu = () => tray.menu();
const sent = () => sandbox.trendy.events().length;

async function hide(): Promise<void> {
  await hideWindow(relay.electron);
  await expect.poll(windowState).toMatchObject({ isVisible: false });
}

/** As a person closes it. */
const closeWindow = () =>
  relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

async function keepRunning(): Promise<void> {
  await frame().goTo('Settings');
  const keeps = relay.page.getByRole('switch', { name: 'Keep running when the window is closed' });
  await keeps.press('Space');
  await expect(keeps).toBeChecked();
}

test.beforeAll(async ({ host }) => {
  bus = await startSessionBus();
  tray = await TrayHost.start(bus);
  sandbox = await startSandbox();
  relay = new Relay(host, { DBUS_SESSION_BUS_ADDRESS: bus.address });
  for (const [index, name] of ['first', 'second', 'third'].entries())
    await generateExport({ zip: file(`${name}.zip`), days: 5, extraDays: 4 * index, density: 0.05, seed: 5 });
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
  await sandbox?.close();
  await tray?.close();
  await bus?.stop();
});

test('the panel gets one icon: its picture, the state, and the menu', async () => {
  await expect.poll(() => tray.shown).toHaveLength(1);
  await expect
    .poll(menu)
    .toEqual([
      'Kept on this computer',
      '-',
      'Open Health Relay',
      '(Sync now)',
      '(Pause sync)',
      '-',
      'Quit Health Relay',
    ]);
  expect(tray.shown).toHaveLength(1);
  expect(await tray.property('Status')).toBe('Active');
  expect(await tray.property('ToolTip')).toContain('Health Relay: Kept on this computer');
  const [[width, height, pixels]] = (await tray.property('IconPixmap')) as [[number, number, Buffer]];
  expect([width, height, pixels.length]).toEqual([48, 48, 48 * 48 * 4]);
  expect(new Set(pixels).size).toBeGreaterThan(10);
});

test('a click on the icon brings the window back, and so does the menu', async () => {
  await hide();
  await tray.click();
  await expect.poll(windowState).toMatchObject({ isVisible: true, isFocused: true });
  await hide();
  await tray.choose('Open Health Relay');
  await expect.poll(windowState).toMatchObject({ isVisible: true, isFocused: true });
});

test('the state leads to Sync', async () => {
  await hide();
  await tray.choose('Kept on this computer');
  await expect.poll(windowState).toMatchObject({ isVisible: true });
  await expect(frame().heading('Sync')).toBeVisible();
});

test('an import is told of in the menu while it runs', async () => {
  relay.gate.hold('reading');
  await openFile(relay.electron, file('first.zip'));
  await expect.poll(menu).toContainEqual(expect.stringMatching(/^Importing/));
  expect(JSON.stringify(await menu())).not.toContain('first');
  relay.gate.release('reading');
  await expect(importPage().completed('first.zip')).toBeVisible();
  await expect.poll(menu).toContain('Kept on this computer');
});

test('Pause sync holds what is new, and Resume sync sends it', async () => {
  await syncPage().setUpTrendy(sandbox.trendy.baseUrl, sandbox.trendy.token());
  await syncPage().firstSteps.getByRole('button', { name: 'Test connection' }).click();
  await expect(syncPage().firstSteps.getByText(/^Connected to Trendy/)).toBeVisible();
  await syncPage().send();
  await expect.poll(menu).toContain('Everything is delivered');
  expect(await menu()).toEqual(expect.arrayContaining(['Sync now', 'Pause sync']));
  const before = sent();
  expect(before).toBeGreaterThan(0);

  await tray.choose('Pause sync');
  await expect.poll(menu).toEqual(expect.arrayContaining(['Paused by you', '(Sync now)', 'Resume sync']));
  await openFile(relay.electron, file('second.zip'));
  await expect(importPage().completed('second.zip')).toBeVisible();
  await frame().goTo('Sync');
  await expect(
    syncPage()
      .card('Trendy')
      .getByRole('link', { name: /pending$/ }),
  ).toBeVisible();
  expect(sent()).toBe(before);

  await tray.choose('Resume sync');
  await expect.poll(menu).toEqual(expect.arrayContaining(['Everything is delivered', 'Pause sync']));
  expect(sent()).toBeGreaterThan(before);
});

test('Sync now tries at once, and sends to a target that is back', async () => {
  const mend = sandbox.trendy.faults.every(() => true, { kind: 'dropBeforeCommit' });
  const before = sent();
  await openFile(relay.electron, file('third.zip'));
  await expect.poll(menu).toContainEqual(expect.stringMatching(/^Paused: the response/i));
  // By itself it waits twice as long after each failure, so it would hardly come to ten.
  for (let tries = 0; tries < 10; tries += 1) {
    const { length } = sandbox.trendy.requests;
    await tray.choose('Sync now');
    await expect.poll(() => sandbox.trendy.requests.length).toBeGreaterThan(length);
  }
  expect(sent()).toBe(before);
  mend();
  await tray.choose('Sync now');
  await expect.poll(menu).toContain('Everything is delivered');
  expect(sent()).toBeGreaterThan(before);
});

test('closed and kept running, the app is in the tray, and comes back from there', async () => {
  await watchShell(relay.electron);
  await keepRunning();
  await closeWindow();
  await expect.poll(windowState).toMatchObject({ isVisible: false });
  expect((await shownBy(relay.electron)).dialogs.map(({ message }) => message)).toEqual([
    'Health Relay is still running',
  ]);
  expect(tray.shown).toHaveLength(1);
  await tray.click();
  await expect.poll(windowState).toMatchObject({ isVisible: true });
});

test('Quit Health Relay ends the app, even one that is kept running', async () => {
  const ended = once(relay.electron.process(), 'exit');
  await tray.choose('Quit Health Relay');
  expect(await ended).toEqual([0, null]);
});
