import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generateExport } from '../generator/generate.ts';
import { findProgram } from '../support/programs.ts';
import {
  missingForSecretService,
  type SecretService,
  startSecretService,
} from '../support/secret-service.ts';
import { windowOf } from './electron-host.ts';
import { expect, Relay, test } from './relay.ts';
import { hideWindow, openFile } from './shell.ts';

// A notification as the desktop gets it: a real bus, and a real daemon that shows it and tells of the click.
test.describe.configure({ mode: 'serial' });

const lacking = [...missingForSecretService(), ...(findProgram(['dunst']) === null ? ['dunst'] : [])];
test.skip(lacking.length > 0, `missing here: ${lacking.join(', ')}`);

let session: SecretService;
const children: ChildProcess[] = [];
let relay: Relay;
/** What went over the bus to the daemon and from it, line by line. */
const heard: string[] = [];

const ask = (...words: string[]) =>
  execFileSync(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.Notifications',
      '/org/freedesktop/Notifications',
      ...words,
    ],
    {
      env: { ...process.env, ...session.env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );

test.beforeAll(async ({ host }) => {
  session = await startSecretService();
  const env = { ...process.env, ...session.env };
  // Ready once it is told that it may hear everything.
  const monitor = spawn('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  createInterface({ input: monitor.stdout }).on('line', (line) => {
    heard.push(line);
  });
  // By itself it takes a notification away after some seconds.
  const config = join(session.env['HOME'] ?? '', 'dunstrc');
  const urgencies = ['low', 'normal', 'critical'].map((urgency) => `[urgency_${urgency}]\ntimeout = 0\n`);
  writeFileSync(config, urgencies.join(''));
  children.push(monitor, spawn('dunst', ['-conf', config], { env, stdio: 'ignore' }));
  await expect
    .poll(() => {
      try {
        return ask('org.freedesktop.Notifications.GetServerInformation');
      } catch {
        return 'not there yet';
      }
    })
    .toContain('dunst');
  relay = new Relay(host, { DBUS_SESSION_BUS_ADDRESS: session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' });
  await generateExport({ zip: join(relay.dir, 'export.zip'), days: 3, density: 0.05, seed: 5 });
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
  for (const child of children) {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
  await session?.stop();
});

test('the finished import is told to the desktop, without a value', async () => {
  expect(await relay.electron.evaluate(({ Notification }) => Notification.isSupported())).toBe(true);
  await hideWindow(relay.electron);
  relay.gate.hold('opening');
  await openFile(relay.electron, join(relay.dir, 'export.zip'));
  await relay.gate.whenHeld('opening');
  // It came to the front; the person looks elsewhere again before the import ends.
  await expect.poll(() => windowOf(relay.electron)).toMatchObject({ isVisible: true });
  await hideWindow(relay.electron);
  await expect.poll(() => windowOf(relay.electron)).toMatchObject({ isVisible: false });
  relay.gate.release('opening');
  await expect.poll(() => heard.join('\n')).toContain('string "Import finished"');
  expect(heard.join('\n')).toMatch(/string "[\d,]+ new records\."/);
});

test('a click on it brings the window back', async () => {
  await hideWindow(relay.electron);
  await expect.poll(() => windowOf(relay.electron)).toMatchObject({ isVisible: false });
  ask('org.dunstproject.cmd0.NotificationAction', 'uint32:0');
  await expect.poll(() => windowOf(relay.electron)).toMatchObject({ isVisible: true });
});
