import { once } from 'node:events';
import { join } from 'node:path';
import { findProgram } from '../support/programs.ts';
import { type SessionBus, startSessionBus } from '../support/session-bus.ts';
import { Frame } from '../ui/pages/frame.ts';
import { windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';
import { choose, shownBy, startAgain, watchShell } from './shell.ts';
import { TrayHost } from './tray-host.ts';

// A desktop without a tray, such as GNOME's own: a bus, and no panel on it that shows icons.
test.describe.configure({ mode: 'serial' });
test.skip(findProgram(['dbus-daemon']) === null, 'missing here: dbus-daemon');

const root = join(import.meta.dirname, '../..');
let bus: SessionBus;
let relay: Relay;
const windowState = () => windowOf(relay.electron);

/** As a person closes it, once the app has answered here. */
const closeWindow = () =>
  relay.electron.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });

test.beforeAll(async ({ host }) => {
  bus = await startSessionBus();
  relay = new Relay(host, { DBUS_SESSION_BUS_ADDRESS: bus.address });
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
  await bus?.stop();
});

test('the window is shown, and closing it ends the app instead of hiding it', async () => {
  await expect.poll(windowState).toMatchObject({ isVisible: true });
  const ended = once(relay.electron.process(), 'exit');
  await closeWindow();
  expect(await ended).toEqual([0, null]);
});

/** How often the window was minimized since it was last asked to. Nothing on this display draws windows small. */
const minimized = () =>
  relay.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const counted = globalThis as { minimized?: number };
    if (window && counted.minimized === undefined) {
      counted.minimized = 0;
      const minimize = window.minimize.bind(window);
      window.minimize = () => {
        counted.minimized = (counted.minimized ?? 0) + 1;
        minimize();
      };
    }
    return counted.minimized;
  });

const said = async () => (await shownBy(relay.electron)).dialogs;

test('kept running on request, it is minimized where nothing would bring it back, and says so once', async () => {
  await relay.restart();
  await watchShell(relay.electron);
  await new Frame(relay.page).goTo('Settings');
  const keeps = relay.page.getByRole('switch', { name: 'Keep running when the window is closed' });
  await expect(
    relay.page.getByText(/On a desktop without a tray, the window is minimized instead\./),
  ).toBeVisible();
  await keeps.press('Space');
  await expect(keeps).toBeChecked();
  expect(await minimized()).toBe(0);
  for (const times of [1, 2]) {
    await closeWindow();
    await expect.poll(minimized).toBe(times);
  }
  expect(await said()).toEqual([
    {
      message: 'Health Relay is still running',
      detail: expect.stringContaining('This desktop has no tray, so the window is minimized instead.'),
    },
  ]);
  expect(await windowState()).toMatchObject({ isVisible: true });
  expect(await startAgain(root, relay.home, [])).toBe(0);
  await expect.poll(windowState).toMatchObject({ isVisible: true, isFocused: true });
});

test('a panel that starts later has the icon as soon as the window is closed into it', async () => {
  const tray = await TrayHost.start(bus);
  try {
    await closeWindow();
    await expect.poll(windowState).toMatchObject({ isVisible: false });
    await expect.poll(() => tray.shown.length).toBe(1);
    await tray.choose('Open Health Relay');
    await expect.poll(windowState).toMatchObject({ isVisible: true });
  } finally {
    await tray.close();
  }
  // Without it again, the window stays.
  await closeWindow();
  await expect.poll(minimized).toBe(3);
  expect(await windowState()).toMatchObject({ isVisible: true });
});

test('its menu ends it, too', async () => {
  const ended = once(relay.electron.process(), 'exit');
  // The app may be gone before it can answer.
  await choose(relay.electron, 'Quit').catch(() => {});
  expect(await ended).toEqual([0, null]);
});

test('started as at login, without a window, it opens one all the same', async () => {
  await relay.stop();
  await relay.start('--hidden');
  await expect(new Frame(relay.page).heading('Import')).toBeVisible();
});
