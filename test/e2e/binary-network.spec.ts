import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { SyncPage } from '../ui/pages/sync-page.ts';
import { expect, Relay, test } from './relay.ts';

// What leaves this computer: nothing, until a target is on. By the log of Chromium's network and by that of Node's in every process.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
let sandbox: Sandbox;
let server: Server;
let inChromium = '';
/** What Node says of its sockets, in the data program and in the shell (NODE_DEBUG=net). */
const inNode: string[] = [];

/** What came to the test's own server. */
const reached: string[] = [];

const attempts = () =>
  inNode
    .join('')
    .split('\n')
    .flatMap((line) => /connect: attempting to connect to (\S+)/.exec(line)?.[1] ?? []);
const addressOf = (url: string) => new URL(url).host;

test.beforeAll(async ({ host }) => {
  sandbox = await startSandbox();
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('here');
  });
  server.on('upgrade', (request, socket) => {
    reached.push(request.url ?? '');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  relay = new Relay(host, { NODE_DEBUG: 'net' });
  inChromium = join(relay.dir, 'network.json');
  await generateExport({ zip: join(relay.dir, 'export.zip'), days: 5, density: 0.05, seed: 8 });
  relay.onStderr = (text) => inNode.push(text);
  await relay.start(`--log-net-log=${inChromium}`);
});

test.afterAll(async () => {
  await relay?.close();
  await sandbox?.close();
  server?.close();
});

test('with no target on, starting and using the whole app connects Node to nothing', async () => {
  await new ImportPage(relay.page).choose(join(relay.dir, 'export.zip'));
  await expect(new ImportPage(relay.page).completed('export.zip')).toBeVisible();
  for (const name of ['History', 'Sync', 'Settings', 'Import'] as const)
    await new Frame(relay.page).goTo(name);
  expect(attempts()).toEqual([]);
});

test('with a target on, Node connects to it and to nothing else', async () => {
  const sync = new SyncPage(relay.page);
  await sync.setUpTrendy(sandbox.trendy.baseUrl, sandbox.trendy.token());
  await sync.send();
  await expect(new Frame(relay.page).stateLine).toHaveText(/^Synced/);
  expect(new Set(attempts())).toEqual(new Set([addressOf(sandbox.trendy.baseUrl)]));
});

/** A page of the window's session that no policy holds asks a server for what it can. */
async function askFrom(address: string): Promise<void> {
  await relay.electron.evaluate(async ({ BrowserWindow }, host) => {
    const window = new BrowserWindow({ show: false });
    await window.loadURL('about:blank');
    await window.webContents.executeJavaScript(`Promise.all([
      fetch('http://${host}/fetch', { mode: 'no-cors' }).catch(() => {}),
      new Promise((done) => {
        const image = new Image();
        image.onload = image.onerror = done;
        image.src = 'http://${host}/image';
      }),
      new Promise((done) => {
        const socket = new WebSocket('ws://${host}/socket');
        socket.onopen = socket.onerror = done;
      }),
    ]).then(() => {})`);
    window.destroy();
  }, address);
}

test('a page that no policy holds gets nothing from anywhere; with the wall away, the same page does', async () => {
  const { port } = server.address() as AddressInfo;
  await askFrom(`127.0.0.1:${port}`);
  expect(reached).toEqual([]);
  await relay.electron.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
  await askFrom(`127.0.0.1:${port}`);
  expect(reached.toSorted()).toEqual(['/fetch', '/image', '/socket']);
});

test('Chromium asked nobody for anything, beside what the test asked for', async () => {
  const { port } = server.address() as AddressInfo;
  const asked = `http://127.0.0.1:${port}/by-the-test`;
  await relay.electron.evaluate(async ({ net }, url) => (await net.fetch(url)).text(), asked);
  await relay.stop();
  const { constants, events } = JSON.parse(readFileSync(inChromium, 'utf8')) as NetworkLog;
  const types = new Map(Object.entries(constants.logEventTypes).map(([name, number]) => [number, name]));
  const named = events.map(({ type, params = {} }) => ({ ...params, name: types.get(type) ?? '' }));
  const hosts = named.flatMap(({ url }) =>
    url !== undefined && /^\w+:\/\//.test(url) ? new URL(url).host : [],
  );
  // An attempt's end names no address.
  const connected = named.flatMap(({ name, address }) =>
    name === 'TCP_CONNECT_ATTEMPT' ? (address ?? []) : [],
  );
  expect(new Set(hosts)).toEqual(new Set([`127.0.0.1:${port}`]));
  expect(new Set(connected)).toEqual(new Set([`127.0.0.1:${port}`]));
  // A socket that is connected to see whether there is IPv6, as Chromium does, sends nothing.
  expect(named.filter(({ name }) => name === 'UDP_BYTES_SENT')).toEqual([]);
});

/** Chromium, net/log/file_net_log_observer.cc. */
interface NetworkLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly url?: string; readonly address?: string };
  }[];
}
