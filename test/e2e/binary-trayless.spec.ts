import { once } from 'node:events';
import { join } from 'node:path';
import { findProgram } from '../support/programs.ts';
import { type SessionBus, startSessionBus } from '../support/session-bus.ts';
import { Frame } from '../ui/pages/frame.ts';
import { windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';
import { choose, shownBy, startAgain, watchShell } from './shell.ts';

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

test('kept running on request, it says how it comes back, and it does', async () => {
  await relay.restart();
  await watchShell(relay.electron);
  await new Frame(relay.page).goTo('Settings');
  const keeps = relay.page.getByRole('switch', { name: 'Keep running when the window is closed' });
  await keeps.press('Space');
  await expect(keeps).toBeChecked();
  await closeWindow();
  await expect
    .poll(async () => (await shownBy(relay.electron)).dialogs)
    .toEqual([
      {
        message: 'Health Relay is still running',
        detail: expect.stringContaining('or by starting it again'),
      },
    ]);
  await expect.poll(windowState).toMatchObject({ isVisible: false });
  expect(await startAgain(relay.host, root, relay.home, [])).toBe(0);
  await expect.poll(windowState).toMatchObject({ isVisible: true, isFocused: true });
});

test('its menu ends it, too', async () => {
  const ended = once(relay.electron.process(), 'exit');
  // The app may be gone before it can answer.
  await choose(relay.electron, 'Quit').catch(() => {});
  expect(await ended).toEqual([0, null]);
});
