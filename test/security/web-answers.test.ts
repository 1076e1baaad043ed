import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());

test('a browser tab is told what it cannot have, and keeps its theme and language itself', async () => {
  const names = ['theme', 'language', 'closesToTray', 'startsAtLogin', 'notifies', 'looksForUpdates'];
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  expect(await open.client.call('app.preferences')).toEqual({ ok: true, value: nothing });
  expect(await open.client.call('app.setPreferences', {})).toEqual({ ok: true, value: nothing });
  expect(await open.client.call('app.takeOpened')).toEqual({ ok: true, value: [] });
});

test.each([
  ['app.setPreferences', { closesToTray: true }],
  ['app.lookForUpdate', {}],
  ['app.cancelUpdate', {}],
  ['app.setPreferences', { theme: 'dark' }],
  ['app.openExternal', { url: 'https://example.org/' }],
  ['app.openExternal', { url: 'file:///etc/passwd' }],
  ['app.showLogs', {}],
  ['app.showProfile', {}],
])('%s %j is the desktop app’s alone', async (name, input) => {
  expect(await open.client.call(name, input)).toMatchObject({ error: { code: 'app.desktop_only' } });
});

test('sending that is not off is not started anew', async () => {
  expect(await open.client.call('app.resumeRelay')).toMatchObject({ error: { code: 'request.refused' } });
});

test('the diagnostics name no profile and no address', async () => {
  const { value } = (await open.client.call('app.diagnostics')) as { value: { text: string } };
  expect(value.text).toMatch(/^Health Relay /);
  expect(value.text).toContain('Data program: ready');
  expect(value.text).not.toContain(open.host.origin);
  expect(value.text).not.toContain(open.dir);
});
