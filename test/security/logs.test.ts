import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type RunningWebHost, runWeb } from '../../src/headless/launch/run-web.ts';
import type { SyncOverview } from '../../src/shared/domain/sync.ts';
import { importAs } from '../demo/auto.ts';
import { ask, enterBy, WebClient } from '../demo/web-client.ts';
import { expectMode, scratchDir } from '../unit/data/scratch.ts';

/** Everything that comes from a person or a server carries this word, or one of these figures. */
const mark = 'SECRET';
const figures = ['98765.4321', '52.123456', '13.654321'];

const health = `<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="SECRET_locale">
<ExportDate value="2025-03-10 10:00:00 +0100"/>
<Me HKCharacteristicTypeIdentifierDateOfBirth="1980-01-01"/>
<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="SECRET Ada’s Watch" sourceVersion="10.1" device="&lt;&lt;HKDevice: 0x1&gt;, name:SECRET device&gt;" unit="count/min" startDate="2025-03-01 09:00:00 +0100" endDate="2025-03-01 09:00:00 +0100" value="98765.4321"><MetadataEntry key="SECRET key" value="SECRET note"/></Record>
<Record type="SECRETType" sourceName="SECRET app" unit="SECRET" startDate="SECRET" endDate="2025-03-01 09:00:00 +0100" value="SECRET"/>
<SECRETElement a="SECRET"/>
<Workout workoutActivityType="SECRETActivity" duration="98765.4321" durationUnit="min" sourceName="SECRET" startDate="2025-03-01 09:00:00 +0100" endDate="2025-03-01 10:00:00 +0100"><WorkoutRoute sourceName="SECRET" startDate="2025-03-01 09:00:00 +0100" endDate="2025-03-01 10:00:00 +0100"><Location date="2025-03-01 09:00:00 +0100" latitude="52.123456" longitude="13.654321"/></WorkoutRoute></Workout>
</HealthData>`;

let running: RunningWebHost;
let client: WebClient;
let dir = '';
let profile = '';

async function answeringServer(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(500, { 'content-type': 'text/html', 'x-request-id': 'SECRET' });
    response.end(`<h1>SECRET ${request.url}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(() => vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent'));

async function open(): Promise<void> {
  dir = join(scratchDir(), 'SECRET home');
  profile = join(dir, 'SECRET profile');
  mkdirSync(join(dir, 'out', 'renderer'), { recursive: true });
  writeFileSync(join(dir, 'out', 'renderer', 'index.html'), '<html><head></head></html>');
  writeFileSync(join(dir, 'package.json'), '{"version":"1.2.3"}');
  running = await runWeb({ root: dir, profileDir: profile });
  onTestFinished(() => running.stop());
  client = await WebClient.enter(running.host.link());
}

const logs = () =>
  readdirSync(join(profile, 'logs')).map((name) => readFileSync(join(profile, 'logs', name), 'utf8'));

/** The lines of `event` in one log, once there are `count` of them: a program answers its host before it writes them. */
const logged = (name: string, event: string, count = 1) =>
  vi.waitUntil(() => {
    // Without a line that is half written.
    const whole = readFileSync(join(profile, 'logs', name), 'utf8')
      .split('\n')
      .slice(0, -1);
    const lines = whole.map((line) => JSON.parse(line) as { event: string; pid?: number; state?: string });
    const found = lines.filter((line) => line.event === event);
    return found.length >= count && found;
  });

function expectClean(text: string, ...others: readonly string[]): void {
  for (const secret of [mark, ...figures, '98765', dir, running.host.origin, client.secret, ...others])
    expect(text).not.toContain(secret);
}

/** Imports, sends, signs in and fails at all of it, and knocks at every door with something to hide. */
async function live(address: string): Promise<void> {
  const good = join(dir, 'SECRET export.xml');
  writeFileSync(good, health);
  expect((await importAs(client, good, () => {})).records.added).toBe(1);
  const cut = join(dir, 'SECRET cut.xml');
  writeFileSync(cut, health.slice(0, -40));
  await importAs(client, cut, () => {});
  await client.call('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  for (const target of ['trendy', 'atlas', 'foundry']) {
    const dataset =
      target === 'foundry' ? { datasetRid: 'ri.foundry.main.dataset.SECRET', branch: 'SECRET' } : {};
    await client.call('settings.configureTarget', { target, baseUrl: address, ...dataset });
    await client.call('settings.setToken', { target, token: 'SECRET-token' });
    const kinds = target === 'trendy' ? ['workout'] : ['record', 'workout'];
    const scope = { target, kinds, startDay: null };
    const review = (await client.call('settings.reviewTarget', scope)) as { value?: { items: number } };
    await client.call('settings.enableTarget', { ...scope, items: review.value?.items ?? 0 });
  }
  await client.call('account.configure', { auth0Domain: 'secret-SECRET.example', auth0ClientId: 'SECRET' });
  await client.call('account.signInTrendy', { email: 'SECRET@example.org', password: 'SECRET-password' });
  await client.call('SECRET.call', { SECRET: 'SECRET' });
  await client.call('history.record', { id: 'SECRET' });
  await client.call('app.reportFault', { fault: 'SECRET', line: 1, column: 1 });
  await client.call('app.reportFault', { fault: 'render', line: 7, column: 9 });
  await client.call('profiles.create', { name: 'SECRET profile of Ada' });
  const { origin } = running.host;
  await ask(origin, { path: '/callback?code=SECRET&state=SECRET' });
  await ask(origin, { path: '/link?token=SECRET' });
  await enterBy(origin, 'SECRET');
  await ask(origin, { path: '/api/SECRET?SECRET=1', headers: { cookie: 'SECRET=SECRET' } });
  await ask(origin, { path: '/', headers: { host: 'SECRET.example' } });
  await ask(origin, { path: '/api/call', headers: { origin: 'https://SECRET.example' } });
  // Each target was tried at the failing address.
  await vi.waitUntil(async () => {
    const { value } = (await client.call('sync.overview')) as { value: SyncOverview };
    const tried = value.destinations.filter(({ phase, nextTryAtMs }) => phase === 'idle' && nextTryAtMs);
    return tried.length === 3;
  });
  await logged('data.log', 'sync.resting');
  await logged('data.log', 'account.changed');
}

test('a whole day of imports, sends, sign-ins and refusals leaves no word of a person in the logs or the diagnostics', async () => {
  await open();
  const address = await answeringServer();
  await live(address);
  const { value } = (await client.call('app.diagnostics')) as { value: { text: string } };
  await running.stop();
  const all = logs().join('');
  expectClean(all, address, new URL(address).host);
  expectClean(value.text, address, new URL(address).host);
  // It is silence about people and not silence.
  for (const event of [
    'process.started',
    'process.ready',
    'process.stopped',
    'data.state',
    'data.ended',
    'database.migrated',
    'import.started',
    'import.ended',
    'sync.resting',
    'account.changed',
    'account.returned',
    'door.refused',
    'page.fault',
  ])
    expect(all).toContain(`"event":"${event}"`);
  expect(all).toContain('"runState":"partial"');
  expect(all).not.toContain('"dropped"');
  expect(value.text).toMatch(/^Database: schema \d+$/m);
  expect(value.text).toContain('"event":"import.ended"');
  for (const name of readdirSync(join(profile, 'logs'))) expectMode(join(profile, 'logs', name), '600');
});

test('what somebody else wrote into a log does not come into the diagnostics', async () => {
  await open();
  const line =
    '{"time":"2026-11-22T12:00:00.000Z","process":"data","event":"process.ready","ms":1,"schema":"SECRET"}';
  writeFileSync(join(profile, 'logs', 'desktop.log'), `SECRET\n${line}\n${dir}\n`);
  const { value } = (await client.call('app.diagnostics')) as { value: { text: string } };
  expectClean(value.text);
  expect(value.text).toContain('"event":"process.ready","ms":1,"dropped":1}');
});

test('a data program that is killed is told of by its host', async () => {
  await open();
  const [ready] = await logged('data.log', 'process.ready');
  process.kill(ready?.pid ?? 0, 'SIGKILL');
  await logged('data.log', 'process.ready', 2);
  expect(await logged('web.log', 'data.ended')).toMatchObject([{ signal: 'SIGKILL' }]);
  const states = await logged('web.log', 'data.state', 4);
  expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'restarting', 'ready']);
});
