import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { busPath, TrayPlace, trayPlace } from '../../../src/main/tray-place.ts';
import { scratchDir } from '../data/scratch.ts';

// What a panel answers is tried over a real bus (test/e2e/binary-trayless.spec.ts).

test.each([
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, '/run/user/1000/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/a%20b,guid=1234' }, '/tmp/a b'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:guid=1234,abstract=/tmp/dbus-x' }, '\0/tmp/dbus-x'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=a,port=1;unix:path=/second' }, '/second'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:runtime=yes', XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/bus'],
  [{ XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'autolaunch:', XDG_RUNTIME_DIR: '/run/user/7' }, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/%zz' }, null],
  [{}, null],
])('%j: the bus listens at %j', (env, path) => {
  expect(busPath(env)).toBe(path);
});

test.each(['darwin', 'win32'] as const)('%s has a tray', async (platform) => {
  expect(await trayPlace(platform, {}).isThere()).toBe(true);
});

test('where there is no bus, or one that lets nobody in or hangs up, there is no tray', async () => {
  expect(await trayPlace('linux', {}).isThere()).toBe(false);
  expect(await trayPlace('linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }).isThere()).toBe(false);
  for (const answer of ['REJECTED EXTERNAL\r\n', 'OK 1234\r\n']) {
    const path = join(scratchDir(), 'bus');
    const server = createServer((socket) => {
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((listening) => server.listen(path, listening));
    onTestFinished(() => void server.close());
    expect(await trayPlace('linux', { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }).isThere()).toBe(false);
  }
});

test('a tray that comes later is told of once', async () => {
  let isThere = false;
  let told = 0;
  const place = new TrayPlace(async () => isThere);
  place.onAppeared(() => told++);
  await place.isThere();
  isThere = true;
  await place.isThere();
  await place.isThere();
  expect(told).toBe(1);
});

test('one that was there from the start has nothing to tell', async () => {
  let told = 0;
  const place = new TrayPlace(async () => true);
  place.onAppeared(() => told++);
  await place.isThere();
  expect(told).toBe(0);
});
