import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackageWithOptions, extractAll } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { _electron, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { Frame } from '../ui/pages/frame.ts';
import { type PackedApp, packApp } from '../unit/packaging/packed-app.ts';
import { environmentIn } from './electron-host.ts';
import { bridgeNodeApi } from './real-electron/prepare.ts';
import { expect, test } from './relay.ts';
import { logsIn } from './shell.ts';

// An installed AppImage looks for its successor, fetches it through Electron's own network, checks it, and is replaced when it quits.
test.describe.configure({ mode: 'serial' });

const root = join(import.meta.dirname, '../..');
const hasEveryFuse = Number.parseInt(process.env['TEST_ELECTRON_VERSION'] ?? '', 10) >= 45;
const version = '99.0.0';
const name = `Health-Relay-${version}-${process.arch}.AppImage`;
const channel = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;
const publisher = generateKeyPairSync('ed25519');
/** What an AppImage does that is started to end after its installation: it leaves a mark. */
const successor = Buffer.concat([
  Buffer.from('#!/bin/sh\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > "$(dirname "$0")/started"\nexit 0\n'),
  randomBytes(3_000_000),
]);

let dir = '';
let program = '';
let appImage = '';
let server: Server;
let running: ElectronApplication | null = null;
/** What the server was asked for, and with which headers. */
const asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
const published = new Map<string, Uint8Array>();
/** Answers for the new AppImage. */
let deliver: (response: ServerResponse) => void;
/** Another origin that has it all; null: this one has. */
let redirectTo: string | null = null;

const whole = (response: ServerResponse, bytes: Uint8Array = successor) => {
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

/** Publishes a version with the checksum of `bytes`, as `resources/signing.ts` signs it. */
function publish(bytes: Uint8Array = successor, key: KeyObject = publisher.privateKey): void {
  const sha512 = createHash('sha512').update(bytes).digest('base64');
  const yml = Buffer.from(
    `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${successor.length}\npath: ${name}\nsha512: ${sha512}\nreleaseNotes: |-\n  Finds more.\n  <b>Faster.</b>\nreleaseDate: '2026-11-28T00:00:00.000Z'\n`,
  );
  published.set('yml', yml);
  published.set('sig', Buffer.from(sign(null, yml, key).toString('base64')));
}

/** Names the source of updates in the package as `resources/signing.ts` does, and leaves open what the tests look in by. */
async function openUp({ asar, resources, program: packedProgram }: PackedApp, url: string): Promise<void> {
  const files = join(dir, 'files');
  extractAll(asar, files);
  const named = join(files, 'package.json');
  const about = JSON.parse(readFileSync(named, 'utf8')) as { readonly main: string };
  const key = publisher.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  writeFileSync(named, JSON.stringify({ ...about, main: 'opened.mjs', updates: { url, key } }));
  // The product shuts these doors in an installed app (src/main/index.ts).
  writeFileSync(
    join(files, 'door.mjs'),
    "import { app } from 'electron';\napp.commandLine.removeSwitch = () => {};\n",
  );
  writeFileSync(join(files, 'opened.mjs'), `import './door.mjs';\nimport './${about.main}';\n`);
  await createPackageWithOptions(files, asar, { unpack: '**/*.node' });
  writeFileSync(join(resources, 'app-update.yml'), 'updaterCacheDirName: health-relay-updater\n');
  await flipFuses(packedProgram, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** Starts the app as its AppImage does, and goes to what Settings say of updates. */
async function start(): Promise<{ readonly page: Page; readonly updates: Locator }> {
  const home = join(dir, 'home');
  mkdirSync(home, { recursive: true });
  running = await _electron.launch({
    executablePath: program,
    args: [],
    env: { ...environmentIn(home), XDG_CACHE_HOME: join(home, 'cache'), APPIMAGE: appImage },
    colorScheme: null,
    chromiumSandbox: true,
    timeout: 120_000,
  });
  const page = await running.firstWindow();
  await new Frame(page).goTo('Settings');
  return { page, updates: page.getByRole('region', { name: 'Updates' }) };
}

async function quit(): Promise<void> {
  await running?.close();
  running = null;
}

const pending = () => join(dir, 'home', 'cache', 'health-relay-updater', 'pending');

test.beforeAll(async () => {
  await buildIfStale(root, () => {});
  dir = mkdtempSync(join(tmpdir(), 'health-relay-update-'));
  mkdirSync(join(dir, 'apps'));
  appImage = join(dir, 'apps', 'Health.AppImage');
  server = createServer((request, response) => {
    const path = String(request.url).split('?')[0] ?? '';
    asked.push({ path, headers: request.headers });
    if (redirectTo !== null) {
      response.writeHead(302, { location: `${redirectTo}/${path.split('/').at(-1)}` }).end();
      return;
    }
    const bytes = published.get(path.split('.').at(-1) ?? '');
    if (bytes !== undefined) whole(response, bytes);
    else if (path.endsWith('.AppImage')) deliver(response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const packed = packApp(
    dir,
    process.env['TEST_ELECTRON_DIST'] ?? '',
    hasEveryFuse ? undefined : 'test/e2e/real-electron/older.config.ts',
  );
  await openUp(packed, `http://127.0.0.1:${(server.address() as AddressInfo).port}/app/`);
  const bridge = process.env['TEST_ELECTRON_BRIDGE'];
  program = bridge ? bridgeNodeApi(root, packed.program, bridge, dir) : packed.program;
});

test.beforeEach(() => {
  writeFileSync(appImage, 'the old one');
  rmSync(join(dir, 'apps', 'started'), { force: true });
  asked.length = 0;
  deliver = whole;
  redirectTo = null;
  publish();
});

test.afterEach(quit);

test.afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test('until the user turns it on, the server is asked for nothing', async () => {
  const { updates } = await start();
  await expect(updates.getByRole('switch', { name: 'Check for updates' })).not.toBeChecked();
  await quit();
  expect(asked).toEqual([]);
});

test('turned on, it says what is new, downloads, and is the new version once it has quit', async () => {
  let finish = () => {};
  deliver = (response) => {
    response.writeHead(200, { 'content-length': successor.length });
    response.write(successor.subarray(0, 2_000_000));
    finish = () => response.end(successor.subarray(2_000_000));
  };
  const { updates } = await start();
  await updates.getByText('Check for updates', { exact: true }).click();
  await expect(updates.getByRole('progressbar', { name: `Downloading version ${version}` })).toBeVisible();
  await expect(updates.getByRole('region', { name: `New in ${version}` })).toContainText(
    /Finds more\.\s<b>Faster\.<\/b>/,
  );
  await expect.poll(() => asked.filter(({ path }) => path.endsWith('.AppImage')).length).toBe(1);
  finish();
  await expect(updates.getByText(`Version ${version} is ready`)).toBeVisible();
  await expect(updates.getByText('It will be installed when you quit Health Relay.')).toBeVisible();
  expect(readFileSync(appImage, 'utf8')).toBe('the old one');
  await quit();
  expect(readFileSync(appImage).equals(successor)).toBe(true);
  expect(statSync(appImage).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(dir, 'apps', 'started'), 'utf8')).toBe('true\n');
  expect(asked.map(({ path }) => path.replace('/app/', '')).toSorted()).toEqual(
    [name, channel, `${channel}.sig`].toSorted(),
  );
  // Chromium's network writes this one, and Node's doesn't.
  for (const { headers } of asked) {
    expect(headers['sec-fetch-mode']).toBeDefined();
    expect(headers['x-user-staging-id']).toBe('none');
    expect(headers.cookie).toBeUndefined();
  }
});

for (const [what, prepare, title, text] of [
  [
    'with another checksum than the one that was signed',
    () => publish(Buffer.from('another')),
    'The update arrived damaged',
    /^Its checksum doesn’t match the one its publisher signed, so it was deleted\./,
  ],
  [
    'whose download breaks off',
    () => {
      deliver = (response) => {
        response.writeHead(200, { 'content-length': successor.length });
        response.write(successor.subarray(0, 1_000_000), () => response.destroy());
      };
    },
    'The update download was interrupted',
    /^Nothing was changed\./,
  ],
  [
    'that somebody else signed',
    () => publish(successor, generateKeyPairSync('ed25519').privateKey),
    'The publisher didn’t sign this update',
    /^It wasn’t installed, and Health Relay is unchanged\./,
  ],
] as const)
  test(`an update ${what} is refused in words, and leaves the app as it was`, async () => {
    prepare();
    // The choice was kept: it looks at each start.
    const { updates } = await start();
    await expect(updates.getByText(title)).toBeVisible();
    await expect(updates.getByText(text)).toBeVisible();
    await quit();
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
    expect(existsSync(join(dir, 'apps', 'started'))).toBe(false);
    expect(existsSync(join(pending(), name))).toBe(false);
  });

test('what failed can be looked for again, and then it is installed', async () => {
  publish(Buffer.from('another'));
  const { updates } = await start();
  await expect(updates.getByText('The update arrived damaged')).toBeVisible();
  publish();
  await updates.getByRole('button', { name: 'Check now' }).click();
  await expect(updates.getByText(`Version ${version} is ready`)).toBeVisible();
  await quit();
  expect(readFileSync(appImage).equals(successor)).toBe(true);
  expect(logsIn(join(dir, 'home'))).not.toMatch(/"process\.fault"|"page\.fault"|"door\.refused"/);
});

test('a server that keeps its files elsewhere, as a forge does, is followed there', async () => {
  const store = createServer((request, response) => {
    const bytes = published.get(String(request.url).split('.').at(-1) ?? '');
    stored.push(request.url ?? '');
    whole(response, bytes);
  });
  const stored: string[] = [];
  store.listen(0, '127.0.0.1');
  await once(store, 'listening');
  const { port } = store.address() as AddressInfo;
  redirectTo = `http://127.0.0.1:${port}`;
  try {
    const { updates } = await start();
    await expect(updates.getByText(`Version ${version} is ready`)).toBeVisible();
    await quit();
    expect(readFileSync(appImage).equals(successor)).toBe(true);
    expect(stored.toSorted()).toEqual([`/${name}`, `/${channel}`, `/${channel}.sig`].toSorted());
  } finally {
    store.closeAllConnections();
    store.close();
  }
});

test('the session that it looks by writes nothing over the page’s zoom', async () => {
  const zoomOf = (app: ElectronApplication | null) =>
    app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.zoomLevel);
  const { updates } = await start();
  await expect(updates.getByText(`Version ${version} is ready`)).toBeVisible();
  await running?.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.zoomLevel = 1;
  });
  // Both sessions write what they hold.
  await quit();
  await start();
  await expect.poll(() => zoomOf(running)).toBe(1);
});
