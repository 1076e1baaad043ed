import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import { createRequire, Module } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DownloadOptions, HttpExecutor } from 'builder-util-runtime';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkPlace, loadUpdater, readUpdateSource, type UpdateSource } from '../../../src/main/updater.ts';
import { type Updater, Updates, updatePlace } from '../../../src/main/updates.ts';
import type { UpdateStatus } from '../../../src/shared/contract/app.ts';

// Outside of Electron the package has no module to give; none of it is called here.
vi.mock('electron', () => ({}));

const requireHere = createRequire(import.meta.filename);

type AskLogin = (
  asked: { isProxy: boolean; scheme: string; realm: string; host: string; port: number },
  answer: (name?: string, password?: string) => void,
) => void;

// electron-updater itself, over a server here and an AppImage that is a shell script. Only Electron's own HTTP client is played, by Node's.
class NodeExecutor extends HttpExecutor<ReturnType<typeof httpRequest>> {
  readonly #askLogin: AskLogin;

  constructor(askLogin: AskLogin) {
    super();
    this.#askLogin = askLogin;
  }

  createRequest(
    options: RequestOptions,
    callback: (response: IncomingMessage) => void,
  ): ReturnType<typeof httpRequest> {
    const request = httpRequest(options, callback);
    const wanted = proxyWants;
    if (wanted === null) return request;
    const end = request.end.bind(request);
    const ask = () =>
      this.#askLogin(
        { isProxy: true, scheme: 'basic', realm: '', host: 'proxy.example', port: 8080 },
        (name, password) => {
          if (name === undefined) return end();
          logins.push(`${name}:${password}`);
          if (logins.at(-1) !== wanted) return ask();
          request.setHeader('proxy-authorization', wanted);
          end();
        },
      );
    // As binary-network.spec.ts has it: asked again as long as what it gets is wrong.
    return Object.assign(request, {
      end: () => {
        ask();
        return request;
      },
    });
  }

  /** As electronHttpExecutor.js has it. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const { hostname, port, pathname } = url;
      this.doDownload(
        { hostname, port, path: pathname, protocol: url.protocol },
        {
          destination,
          options,
          onCancel,
          callback: (error?: Error | null) => (error ? reject(error) : resolve(destination)),
          responseHandler: null,
        },
        0,
      );
    });
  }
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
/** What an AppImage does when it is started to end after its installation: it leaves a mark. */
const newApp = Buffer.concat([
  Buffer.from('#!/bin/sh\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > "$(dirname "$0")/started"\nexit 0\n'),
  randomBytes(200_000),
]);

let dir = '';
let appImage = '';
let source: UpdateSource;
let asked: string[] = [];
let headers: string[] = [];
let answers: Map<string, Buffer | ((response: ServerResponse) => void)>;
let server: ReturnType<typeof createServer>;
let shown: UpdateStatus[] = [];
let quit: (exitCode: number) => void = () => {};
let tick: (() => void) | null = null;
let loads = 0;
let lookMs = 60_000;
/** What the proxy takes, and what its question was answered with ("name:password"). */
let proxyWants: string | null = null;
let stored: { name: string; password: string } | null = null;
let logins: string[] = [];
let refused: boolean[] = [];
let moved: string[] = [];
let faults: unknown[] = [];
/** Electron's own updater on macOS; null: this is another system. */
let squirrel: PlayedSquirrel | null = null;
let handOverMs = 60_000;
let updates: Updates;

/** Publishes a version, as `resources/signing.ts` does. */
function publish(
  version: string,
  { said = newApp, key = privateKey, extension = 'AppImage', notes = ['Finds more.', '<b>Faster.</b>'] } = {},
) {
  const sha512 = createHash('sha512').update(said).digest('base64');
  const name = `Health-${version}.${extension}`;
  const yml = Buffer.from(
    `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${said.length}\npath: ${name}\nsha512: ${sha512}\nreleaseNotes: |-\n${notes.map((line) => `  ${line}\n`).join('')}releaseDate: '2026-11-28T00:00:00.000Z'\n`,
  );
  answers.set('yml', yml);
  answers.set('sig', Buffer.from(sign(null, yml, key).toString('base64')));
  answers.set(extension, newApp);
}

function open(place = updatePlace(true, true, 'linux', { APPIMAGE: appImage })) {
  return new Updates({
    place,
    load: (onNotInstalled) => {
      loads += 1;
      return load(onNotInstalled);
    },
    daily: (act) => {
      tick = act;
      return () => {
        tick = null;
      };
    },
    onChange: (status) => shown.push(status),
    logEvent: () => {},
    onFault: (error) => void faults.push(error),
  });
}

function load(onNotInstalled: (error: unknown) => void): Promise<Updater> {
  return loadUpdater({
    source,
    checkPlace: () => checkPlace({ platform: 'linux', env: process.env, execPath: '' }, access),
    squirrel,
    make: async () => {
      const adapter: AppAdapter = {
        version: '0.1.0',
        name: 'health-relay',
        isPackaged: true,
        appUpdateConfigPath: join(dir, 'app-update.yml'),
        userDataPath: join(dir, 'data'),
        baseCachePath: join(dir, 'cache'),
        whenReady: async () => {},
        relaunch: () => {},
        quit: () => {},
        onQuit: (handler: (exitCode: number) => void) => {
          quit = handler;
        },
      };
      const updater: AppUpdater =
        squirrel === null ? new AppImageUpdater(null, adapter) : await squirrel.updater(adapter);
      return Object.assign(updater, {
        httpExecutor: new NodeExecutor((asked, answer) => updater.emit('login', asked, answer)),
      });
    },
    onMoved: (path) => moved.push(path),
    onNotInstalled,
    get lookMs() {
      return lookMs;
    },
    get handOverMs() {
      return handOverMs;
    },
    proxyLogin: async (_proxy, isRefused) => {
      refused.push(isRefused);
      return isRefused ? null : stored;
    },
  });
}

/** Squirrel.Mac as far as electron-updater goes: once asked, it fetches what it was told of, and says so. */
class PlayedSquirrel extends EventEmitter {
  #feed: { url: string; headers: Record<string, string> } | null = null;
  /** What it would install when the app has ended. */
  taken: Buffer | null = null;
  /** How it ends what it was asked for. */
  outcome: 'takes it' | 'refuses' | 'never says' = 'takes it';

  /** electron-updater's own for macOS, over this one. */
  async updater(adapter: AppAdapter): Promise<AppUpdater> {
    const path = requireHere.resolve('electron');
    requireHere.cache[path] = Object.assign(new Module(path), {
      exports: { autoUpdater: this },
      loaded: true,
    });
    onTestFinished(() => void delete requireHere.cache[path]);
    const { MacUpdater } = await import('electron-updater/out/MacUpdater.js');
    return new MacUpdater(undefined, adapter);
  }

  setFeedURL(feed: { url: string; headers: Record<string, string> }): void {
    this.#feed = feed;
  }

  checkForUpdates(): void {
    if (this.outcome === 'never says') return;
    if (this.outcome === 'refuses')
      return void this.emit('error', new Error('Code signature did not pass validation'));
    this.#take().then(
      () => this.emit('update-downloaded'),
      (error: unknown) => this.emit('error', error),
    );
  }

  async #take(): Promise<void> {
    const { url, headers } = this.#feed ?? { url: '', headers: {} };
    const named = (await (await fetch(url, { headers })).json()) as { readonly url: string };
    this.taken = Buffer.from(await (await fetch(named.url)).arrayBuffer());
  }
}

/** Of the look or download under way: how it ends. */
async function becomes(state: UpdateStatus['state']): Promise<void> {
  await updates.whenResting();
  expect(updates.status()).toMatchObject({ state });
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-updates-'));
  mkdirSync(join(dir, 'apps'));
  appImage = join(dir, 'apps', 'Health.AppImage');
  writeFileSync(appImage, 'the old one');
  writeFileSync(join(dir, 'app-update.yml'), 'updaterCacheDirName: health-relay-updater\n');
  [asked, headers, shown, moved, faults, loads, tick] = [[], [], [], [], [], 0, null];
  [lookMs, handOverMs, squirrel] = [60_000, 60_000, null];
  [proxyWants, stored, logins, refused] = [null, null, [], []];
  quit = () => {};
  answers = new Map();
  server = createServer((request, response) => {
    const path = String(request.url).split('?')[0] ?? '';
    asked.push(path);
    headers.push(JSON.stringify(request.headers));
    if (proxyWants !== null && request.headers['proxy-authorization'] !== proxyWants) {
      response.writeHead(407).end();
      return;
    }
    const answer = answers.get(path.split('.').at(-1) ?? '');
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-length': answer?.length ?? 0 });
    response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  source = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/app/`, key: publicKey };
  vi.stubEnv('APPIMAGE', appImage);
  updates = open();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});

// Only Linux runs AppImages.
describe.runIf(process.platform === 'linux')('an AppImage', () => {
  test('finds, fetches and checks what is newer, says what is new, and installs it at quit and not before', async () => {
    publish('0.2.0');
    updates.turn(true);
    await becomes('ready');
    expect(shown.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1])).toEqual([
      'looking',
      'downloading',
      'ready',
    ]);
    expect(shown.some(({ percent }) => percent === 100)).toBe(true);
    expect(updates.status()).toMatchObject({ version: '0.2.0', notes: 'Finds more.\n<b>Faster.</b>' });
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
    quit(0);
    expect(readFileSync(appImage).equals(newApp)).toBe(true);
    // Started once to end at once, as electron-builder's AppRun does by that variable.
    expect(readFileSync(join(dir, 'apps', 'started'), 'utf8')).toBe('true\n');
    expect(faults).toEqual([]);
  });

  test('long notes are cut behind a line', async () => {
    publish('0.2.0', { notes: Array.from({ length: 500 }, (_, line) => `- Line ${line + 1}.`) });
    updates.turn(true);
    await becomes('ready');
    const notes = updates.status().notes ?? '';
    expect(notes).toMatch(/^- Line 1\.\n- Line 2\.\n[\s\S]+\n- Line \d+\.\n…$/);
    expect(notes.length).toBeLessThanOrEqual(4_002);
  });

  test('nothing tells the server who asks', async () => {
    publish('0.1.0');
    updates.turn(true);
    await becomes('newest');
    expect(asked.sort()).toEqual(['/app/latest-linux.yml', '/app/latest-linux.yml.sig']);
    for (const sent of headers) expect(sent).toContain('"x-user-staging-id":"none"');
  });

  test('one with a version in its name gets the new name, and that is told', async () => {
    const named = join(dir, 'apps', 'Health-0.1.0.AppImage');
    writeFileSync(named, 'the old one');
    vi.stubEnv('APPIMAGE', named);
    publish('0.2.0');
    updates.turn(true);
    await becomes('ready');
    quit(0);
    expect(moved).toEqual([join(dir, 'apps', 'Health-0.2.0.AppImage')]);
    expect(existsSync(named)).toBe(false);
  });

  test.each<[string, () => void, string]>([
    ['a wrong checksum', () => publish('0.2.0', { said: Buffer.from('another') }), 'update.damaged'],
    [
      'a download that breaks off',
      () => {
        publish('0.2.0');
        answers.set('AppImage', (response) => {
          response.writeHead(200, { 'content-length': newApp.length });
          response.write(newApp.subarray(0, 1000), () => response.destroy());
        });
      },
      'update.cut_off',
    ],
    [
      "another's signature",
      () => publish('0.2.0', { key: generateKeyPairSync('ed25519').privateKey }),
      'update.not_ours',
    ],
    [
      'no signature',
      () => {
        publish('0.2.0');
        answers.delete('sig');
      },
      'update.no_answer',
    ],
    [
      'something else in place of the metadata',
      () => {
        publish('0.2.0');
        answers.set('yml', Buffer.from('<html>Sign in to this network</html>'));
      },
      'update.not_ours',
    ],
    ['a server without an update', () => {}, 'update.no_answer'],
    ['no network', () => server.close(), 'update.no_answer'],
  ])('%s leaves the app as it is, with a code', async (_what, happens, code) => {
    happens();
    updates.turn(true);
    await becomes('failed');
    expect(updates.status()).toMatchObject({ code });
    quit(0);
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
  });

  test('in a folder that it cannot write to, it fetches nothing', async () => {
    vi.stubEnv('APPIMAGE', join(dir, 'gone', 'Health.AppImage'));
    publish('0.2.0');
    updates.turn(true);
    await becomes('failed');
    expect(updates.status()).toMatchObject({ code: 'update.no_place' });
    expect(asked).not.toContain('/app/Health-0.2.0.AppImage');
  });

  test('a download that is stopped installs nothing; the next look fetches it whole', async () => {
    publish('0.2.0');
    const isAsked = new Promise<void>((resolve) => {
      answers.set('AppImage', (response) => {
        response.writeHead(200, { 'content-length': newApp.length });
        response.write(newApp.subarray(0, 1000), () => resolve());
      });
    });
    updates.turn(true);
    await isAsked;
    expect(updates.cancel()).toMatchObject({ state: 'cancelled', version: '0.2.0' });
    quit(0);
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
    answers.set('AppImage', newApp);
    updates.look();
    await becomes('ready');
    quit(0);
    expect(readFileSync(appImage).equals(newApp)).toBe(true);
  });

  test('turned off, what was fetched is not installed', async () => {
    publish('0.2.0');
    updates.turn(true);
    await becomes('ready');
    updates.turn(false);
    quit(0);
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
  });

  test('at the end of the system nothing is installed; the next start uses what is there', async () => {
    publish('0.2.0');
    updates.turn(true);
    await becomes('ready');
    updates.leave();
    quit(0);
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
    asked = [];
    updates = open();
    updates.turn(true);
    await becomes('ready');
    expect(asked).not.toContain('/app/Health-0.2.0.AppImage');
    quit(0);
    expect(readFileSync(appImage).equals(newApp)).toBe(true);
  });

  test('a server that says nothing is given up after a while, and asked anew', async () => {
    lookMs = 1;
    publish('0.2.0');
    answers.set('yml', () => {});
    updates.turn(true);
    await becomes('failed');
    expect(updates.status()).toMatchObject({ code: 'update.no_answer' });
    lookMs = 60_000;
    publish('0.2.0');
    updates.look();
    await becomes('ready');
  });

  test('a look that is stopped leaves its server alone; the next one asks anew', async () => {
    publish('0.2.0');
    const isAsked = new Promise<void>((resolve) => {
      answers.set('yml', () => resolve());
    });
    updates.turn(true);
    await isAsked;
    expect(updates.cancel()).toMatchObject({ state: 'cancelled' });
    await updates.whenResting();
    publish('0.2.0');
    updates.look();
    await becomes('ready');
  });

  test('a proxy that asks gets the stored password, for each of the three requests', async () => {
    proxyWants = 'ann:secret';
    stored = { name: 'ann', password: 'secret' };
    publish('0.2.0');
    updates.turn(true);
    await becomes('ready');
    expect(logins).toEqual(['ann:secret', 'ann:secret', 'ann:secret']);
    expect(refused).toEqual([false, false, false]);
  });

  test.each([
    ['no password is stored', null, []],
    ['a wrong one is stored', { name: 'ann', password: 'old' }, ['ann:old', 'ann:old']],
  ])('where %s, the look ends and says so; the next one asks again', async (_what, known, given) => {
    proxyWants = 'ann:secret';
    stored = known;
    publish('0.2.0');
    updates.turn(true);
    await becomes('failed');
    expect(updates.status()).toMatchObject({ code: 'update.proxy_auth' });
    expect(logins).toEqual(given);
    expect(refused.includes(true)).toBe(known !== null);
    stored = { name: 'ann', password: 'secret' };
    updates.look();
    await becomes('ready');
  });

  test('looked for once more each day, and not while it is off', async () => {
    publish('0.1.0');
    updates.turn(true);
    await becomes('newest');
    publish('0.2.0');
    tick?.();
    await becomes('ready');
    updates.turn(false);
    expect(tick).toBeNull();
    expect(loads).toBe(1);
  });
});

describe('on macOS', () => {
  const ready = async () => {
    squirrel = new PlayedSquirrel();
    updates = open('here');
    publish('0.2.0', { extension: 'zip' });
    updates.turn(true);
    await becomes('ready');
    return squirrel;
  };

  test('the system gets what was fetched when the app quits, and not before', async () => {
    const system = await ready();
    expect(system.taken).toBeNull();
    await updates.handOver();
    expect(system.taken?.equals(newApp)).toBe(true);
    expect(faults).toEqual([]);
  });

  test('turned off, or at the end of the system, it never gets it', async () => {
    const system = await ready();
    updates.turn(false);
    await updates.handOver();
    updates.turn(true);
    await becomes('ready');
    updates.leave();
    expect(updates.status()).toMatchObject({ state: 'idle' });
    await updates.handOver();
    expect(system.taken).toBeNull();
  });

  test('what it refuses then is told as failed, and keeps nobody from ending', async () => {
    const system = await ready();
    system.outcome = 'refuses';
    await updates.handOver();
    expect(updates.status()).toMatchObject({ state: 'failed', version: '0.2.0', code: 'internal' });
    expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining('Code signature') })]);
  });

  test('one that never says anything does not keep the app from ending either', async () => {
    const system = await ready();
    [system.outcome, handOverMs] = ['never says', 1];
    await updates.handOver();
    expect(system.listenerCount('update-downloaded')).toBe(1);
  });

  test('an error that comes by itself ends being ready, and another look fetches it again', async () => {
    const system = await ready();
    system.emit('error', Object.assign(new Error('no rights'), { code: 'EACCES' }));
    expect(updates.status()).toMatchObject({ state: 'failed', code: 'update.no_place' });
    await updates.handOver();
    expect(system.taken).toBeNull();
    updates.look();
    await becomes('ready');
  });

  test.each([
    ['EROFS', 'update.no_place'],
    // Squirrel.Mac asks for an administrator's password.
    ['EACCES', null],
    [null, null],
  ])('its volume says %s: %s', async (fault, code) => {
    const asked: string[] = [];
    const checked = checkPlace(
      {
        platform: 'darwin',
        env: {},
        execPath: '/Volumes/Health Relay/Health Relay.app/Contents/MacOS/Health Relay',
      },
      async (path) => {
        asked.push(path);
        if (fault !== null) throw Object.assign(new Error(fault), { code: fault });
      },
    );
    if (code === null) await expect(checked).resolves.toBeUndefined();
    else await expect(checked).rejects.toMatchObject({ code });
    expect(asked).toEqual(['/Volumes/Health Relay/Health Relay.app/Contents/MacOS/Health Relay']);
  });
});

test('off, nothing is asked and nothing of the library is read', () => {
  expect(updates.status()).toMatchObject({ place: 'here', state: 'idle' });
  expect(() => updates.look()).toThrow(expect.objectContaining({ code: 'request.refused' }));
  updates.cancel();
  updates.turn(false);
  expect([loads, asked, tick]).toEqual([0, [], null]);
});

test.each([
  [false, true, 'linux', '/a', 'checkout'],
  [true, false, 'linux', '/a', 'unsigned'],
  [true, true, 'linux', '', 'package'],
  [true, true, 'linux', '/a', 'here'],
  [true, true, 'darwin', '', 'here'],
  [true, true, 'win32', '', 'here'],
] as const)(
  'packaged %s, signed %s, on %s with APPIMAGE "%s": %s',
  (isPackaged, isSigned, system, path, place) => {
    expect(updatePlace(isPackaged, isSigned, system, { APPIMAGE: path })).toBe(place);
    const there = open(place);
    if (place === 'here') expect(there.isPossible).toBe(true);
    else expect(() => there.turn(true)).toThrow(expect.objectContaining({ code: 'app.desktop_only' }));
    expect(loads).toBe(0);
  },
);

test.each([
  ['https', 'https://updates.example/app', 'https://updates.example/app/'],
  ['this computer', 'http://127.0.0.1:8000/', 'http://127.0.0.1:8000/'],
  ['not http elsewhere', 'http://updates.example/', null],
  ['not a file', 'file:///tmp/', null],
])('the package names where updates lie: %s', (_what, url, wanted) => {
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ updates: { url, key } }));
  expect(readUpdateSource(dir)?.url ?? null).toBe(wanted);
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ updates: { url, key: 'AAAA' } }));
  expect(readUpdateSource(dir)).toBeNull();
  writeFileSync(join(dir, 'package.json'), '{}');
  expect(readUpdateSource(dir)).toBeNull();
});
