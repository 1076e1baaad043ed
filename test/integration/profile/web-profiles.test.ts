import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openProfile } from '../../../src/core/profile/open-profile.ts';
import { type RunningWebHost, runWeb } from '../../../src/headless/launch/run-web.ts';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import { usualKinds } from '../../../src/shared/domain/sync.ts';
import type { Result } from '../../../src/shared/errors.ts';
import { importFile, valueIn } from '../../contract/running-program.ts';
import { recordsIn, writeSmallExport } from '../../contract/small-export.ts';
import { ask, WebClient } from '../../demo/web-client.ts';
import { noSessionBus } from '../../support/secret-service.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

// The web host over the real data program: profiles, backups and forgetting as a page uses them.
let dir = '';
let home = '';
let running: RunningWebHost;
let client: WebClient;

async function start(): Promise<void> {
  const started = await runWeb({ root: join(dir, 'root'), profileDir: home });
  onTestFinished(() => started.stop());
  running = started;
  client = await WebClient.enter(started.host.link());
}

beforeEach(async () => {
  // No keychain of this computer: what a test forgets must not be somebody's sign-in.
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', noSessionBus);
  onTestFinished(() => void vi.unstubAllEnvs());
  dir = scratchDir();
  home = join(dir, 'home');
  await mkdir(join(dir, 'root', 'out', 'renderer'), { recursive: true });
  await writeFile(join(dir, 'root', 'out', 'renderer', 'index.html'), '<html><head></head></html>');
  await writeFile(join(dir, 'root', 'package.json'), '{"version":"1.2.3"}');
  await start();
});

const call = async <N extends CallName>(name: N, input: CallInput<N>) =>
  (await client.call(name, input)) as Result<CallOutput<N>>;
const value = async <N extends CallName>(name: N, input: CallInput<N>) => valueIn(await call(name, input));
const records = async () => (await value('history.overview', {})).records;

/** Sends a file as the page does. */
async function upload(path: string): Promise<string> {
  const announcement = { name: 'mine.sqlite', files: [{ path: 'mine.sqlite', size: statSync(path).size }] };
  const begun = (await client.send('POST', '/api/offers', announcement)) as Result<{ upload: string }>;
  const base = `/api/offers/${valueIn(begun).upload}`;
  valueIn((await client.send('PUT', `${base}/0`, path, true)) as Result<null>);
  return valueIn((await client.send('POST', `${base}/done`)) as Result<{ offer: string }>).offer;
}

/** Follows the link of a backup as the page's browser does. */
async function download(): Promise<string> {
  const { state, href } = await value('profiles.backUp', {});
  expect(state).toBe('download');
  const chunks: Buffer[] = [];
  const answer = await fetch(client.origin + href, {
    headers: { origin: client.origin },
  });
  expect(answer.status).toBe(200);
  chunks.push(Buffer.from(await answer.arrayBuffer()));
  const path = join(dir, 'mine.sqlite');
  await writeFile(path, Buffer.concat(chunks));
  return path;
}

test('two people, two histories; the one that was open last is open at the next start', async () => {
  await importFile(running.data, writeSmallExport(dir));
  expect(await value('app.info', {})).toMatchObject({ profileId: 'main', profileName: 'home' });
  expect((await value('app.info', {})).redirectUri).toBe(`${client.origin}/callback`);
  const { id } = await value('profiles.create', { name: 'Ben' });
  await value('profiles.open', { id });
  expect(await records()).toBe(0);
  expect(await value('app.info', {})).toMatchObject({ profileId: 'ben', profileName: 'Ben' });
  await value('profiles.rename', { id, name: 'Benjamin' });
  expect((await value('profiles.list', {})).profiles).toEqual([
    { id: 'main', name: 'home', isOpen: false },
    { id: 'ben', name: 'Benjamin', isOpen: true },
  ]);

  await running.stop();
  await start();
  expect(await value('app.info', {})).toMatchObject({ profileId: 'ben', profileName: 'Benjamin' });
  await value('profiles.open', { id: 'main' });
  expect(await records()).toBe(recordsIn());
});

test('what is pending in one profile stays so while another is open, and is none of the other’s', async () => {
  await importFile(running.data, writeSmallExport(dir));
  const scope = { target: 'atlas', kinds: usualKinds('atlas'), startDay: null } as const;
  await value('settings.configureTarget', { target: 'atlas', baseUrl: 'https://atlas.example' });
  const { items } = await value('settings.reviewTarget', scope);
  await value('settings.enableTarget', { ...scope, items });
  const pending = async () => (await value('sync.overview', {})).pending;
  expect(items).toBeGreaterThan(0);
  await vi.waitUntil(async () => (await pending()) === items);
  const { id } = await value('profiles.create', { name: 'Ben' });
  await value('profiles.open', { id });
  expect(await pending()).toBe(0);
  await value('profiles.open', { id: 'main' });
  expect(await pending()).toBe(items);
});

test('a profile that another program has open: the former is open again', async () => {
  const { id } = await value('profiles.create', { name: 'Ben' });
  const held = openProfile(join(home, 'profiles', id));
  onTestFinished(() => held.close());
  expect(await call('profiles.open', { id })).toMatchObject({ error: { code: 'profile.in_use' } });
  expect(await value('app.info', {})).toMatchObject({ profileId: 'main', dataState: { state: 'ready' } });
  expect(await call('profiles.open', { id: 'nobody' })).toMatchObject({ error: { code: 'profile.unknown' } });
  expect(await records()).toBe(0);
});

test('a backup goes out by the browser and comes back by it', async () => {
  await importFile(running.data, writeSmallExport(dir));
  const file = await download();
  await vi.waitFor(() => expect(readdirSync(join(home, 'incoming'))).toEqual([]));
  const { id } = await value('profiles.create', { name: 'New computer' });
  await value('profiles.open', { id });

  const offer = await upload(file);
  expect(await value('profiles.reviewBackup', { offer })).toMatchObject({
    records: recordsIn(),
    isSameProfile: false,
    targets: [],
  });
  expect(await records()).toBe(0);
  await value('profiles.restore', { offer });
  expect(await records()).toBe(recordsIn());
  const folder = join(home, 'profiles', id);
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  expect(readdirSync(join(folder, 'backups'))).toEqual([
    expect.stringMatching(/^before-restore-\d+\.sqlite$/),
  ]);
});

test('a file that is no backup changes nothing', async () => {
  await importFile(running.data, writeSmallExport(dir));
  const path = join(dir, 'letter.txt');
  await writeFile(path, 'Dear Sir or Madam');
  const offer = await upload(path);
  expect(await call('profiles.reviewBackup', { offer })).toMatchObject({
    error: { code: 'backup.not_ours' },
  });
  expect(await call('profiles.restore', { offer })).toMatchObject({ ok: false });
  expect(await call('profiles.restore', { offer: 'never given' })).toMatchObject({
    error: { code: 'import.not_found' },
  });
  expect(await records()).toBe(recordsIn());
});

/** Every file under a folder that holds one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => texts.some((text) => readFileSync(path).includes(text)));
}

test('forgetting everything: no file of any profile holds anything of it any more, and a fresh one is open', async () => {
  const exported = writeSmallExport(dir);
  await importFile(running.data, exported);
  const { id } = await value('profiles.create', { name: 'Ben' });
  await value('profiles.open', { id });
  await importFile(running.data, exported);
  const marks = ['HKQuantityTypeIdentifierHeartRate', 'Blood Pressure', 'Ben'];
  expect(filesWith(home, marks).length).toBeGreaterThan(1);

  const gone = await value('profiles.forgetEverything', { confirm: 'forget everything' });
  expect(gone).toMatchObject({ left: 0, keychainEntries: 0 });
  expect(gone.files).toBeGreaterThan(4);
  expect(filesWith(home, marks)).toEqual([]);
  expect(existsSync(join(home, 'profiles'))).toBe(false);
  expect(await value('app.info', {})).toMatchObject({ profileId: 'main', profileName: 'home' });
  expect((await value('profiles.list', {})).profiles).toHaveLength(1);
  expect(await records()).toBe(0);
  await importFile(running.data, exported);
  await running.stop();
  await start();
  expect(await records()).toBe(recordsIn());
});

test('while another program has one of the profiles, nothing is forgotten', async () => {
  await importFile(running.data, writeSmallExport(dir));
  const { id } = await value('profiles.create', { name: 'Ben' });
  const held = openProfile(join(home, 'profiles', id));
  onTestFinished(() => held.close());
  const answer = await call('profiles.forgetEverything', { confirm: 'forget everything' });
  expect(answer).toMatchObject({ error: { code: 'profile.in_use' } });
  expect(await records()).toBe(recordsIn());
  const asked = await ask(client.origin, { path: '/' });
  expect(asked.headers['clear-site-data']).toBeUndefined();
});
