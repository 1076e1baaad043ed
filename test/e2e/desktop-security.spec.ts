// For what it says of `window`.
import type {} from '../../src/renderer/bridge/preload-bridge.ts';
import { Frame } from '../ui/pages/frame.ts';
import { expect, Relay, test } from './relay.ts';

// What a page that went bad gets of the desktop: nothing but the contract.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
const frame = () => new Frame(relay.page);

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  await relay.start();
  await relay.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  await frame().goTo('History');
});

test.afterAll(async () => {
  await relay?.close();
});

test('the page gets the contract of the preload and nothing else', async () => {
  expect(await relay.page.evaluate(() => Object.keys(window.healthRelay ?? {}).sort())).toEqual([
    'call',
    'offerFile',
    'on',
    'system',
  ]);
});

test('no second window, and no address outside that nobody vouched for', async () => {
  await relay.page.evaluate(() => window.open('https://example.com/'));
  const answer = await relay.page.evaluate(() =>
    window.healthRelay?.call('app.openExternal', { url: 'https://example.com/' }),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'request.refused' } });
  expect(relay.electron.windows()).toHaveLength(1);
  expect(await relay.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(
    [],
  );
});

test('nothing that the page could ask of the computer is granted', async () => {
  const states = await relay.page.evaluate(() =>
    Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    ),
  );
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('a path that the page makes up is no file', async () => {
  const answer = await relay.page.evaluate(() =>
    window.healthRelay?.offerFile(new File(['x'], '/etc/hosts')),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'import.not_found' } });
});

// Last: Playwright waits from here on for the end of a navigation that never began, so the shell is asked instead.
test('no address leads the page away', async () => {
  const inPage = (code: string): Promise<unknown> =>
    relay.electron.evaluate(
      ({ BrowserWindow }, script) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script) as unknown,
      code,
    );
  for (const url of [
    'https://example.com/',
    'file:///etc/hosts',
    'mailto:a@example.com',
    'app://other/index.html',
  ])
    await inPage(`window.location.href = ${JSON.stringify(url)}; null`);
  expect(await inPage('document.querySelector("h1").textContent')).toBe('History');
  expect(
    await relay.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    ),
  ).toMatch(/^app:\/\/bundle\/index\.html/);
});
