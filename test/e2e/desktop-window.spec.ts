import { Frame } from '../ui/pages/frame.ts';
import { SettingsPage } from '../ui/pages/settings-page.ts';
import { windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';

// The window from the first start to the last process.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
const frame = () => new Frame(relay.page);
const settingsPage = () => new SettingsPage(relay.page);
const windowState = () => windowOf(relay.electron);

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
});

test('the window is shown, and says where it is', async () => {
  await expect.poll(windowState).toMatchObject({ isVisible: true, title: 'Import — Health Relay' });
  await frame().goTo('History');
  await expect.poll(windowState).toMatchObject({ title: 'History — Health Relay' });
});

test('the appearance is the whole app’s, and the next start begins with it', async () => {
  const theme = () => relay.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await frame().goTo('Settings');
  await settingsPage().appearance('Dark').press('Space');
  await expect.poll(theme).toBe('dark');
  await relay.restart();
  expect(await theme()).toBe('dark');
});

test('the window comes back where it was', { tag: '@windowStatePersistence' }, async () => {
  const bounds = { x: 60, y: 70, width: 1000, height: 700 };
  await relay.electron.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    bounds,
  );
  await relay.restart();
  expect(await windowState()).toMatchObject({ bounds });
});

test('a window that lay on a display that is gone comes back onto one that is there', {
  tag: '@windowStatePersistence',
}, async () => {
  await relay.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 9000, y: 9000, width: 1000, height: 700 }),
  );
  await relay.restart();
  const isSeen = await relay.electron.evaluate(({ BrowserWindow, screen }) => {
    const bounds = BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 };
    const { workArea } = screen.getDisplayMatching(bounds);
    return bounds.x < workArea.x + workArea.width && bounds.y < workArea.y + workArea.height;
  });
  expect(isSeen).toBe(true);
});

const heading = () =>
  relay.electron.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("h1")?.textContent',
      ) as unknown,
  );

/** Ends the page's process; until the next one has loaded. What a page is asked as it dies is never answered. */
function crashPage(): Promise<unknown> {
  return relay.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise((loaded) => {
      contents?.once('did-finish-load', () => loaded(null));
      contents?.forcefullyCrashRenderer();
    });
  });
}

test('a page whose process dies is shown again by itself', async () => {
  await crashPage();
  await expect.poll(heading).toBe('Import');
});

test('quitting ends every process', async () => {
  const pids = await relay.electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  await relay.stop();
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('a window that a sign-in link opened is looked after like any other', async () => {
  await relay.start('app.healthrelay.desktop:/callback?code=1&state=2');
  await crashPage();
  await expect.poll(heading).toBe('Import');
});
