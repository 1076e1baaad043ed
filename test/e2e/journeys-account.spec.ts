import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { signIn } from '../sandbox/identity/sign-in.ts';
import { type SandboxWithIdentity, startSandbox } from '../sandbox/sandbox.ts';
import {
  missingForSecretService,
  patientKeychain,
  type SecretService,
  startSecretService,
} from '../support/secret-service.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { AccountPart } from './account-part.ts';
import { windowOf } from './electron-host.ts';
import { MovableClock } from './movable-clock.ts';
import { PersonsBrowser, type WayBack } from './persons-browser.ts';
import { expect, Relay, test } from './relay.ts';
import { hideWindow } from './shell.ts';

// Signing in as a person does, over the identity provider of the sandbox and a real keychain; and links that come at the wrong time.
test.describe.configure({ mode: 'serial' });

const lacking = missingForSecretService();
let place = '';
let clock: MovableClock;
let keychain: SecretService | null = null;
let sandbox: SandboxWithIdentity;
let relay: Relay;
let browser: PersonsBrowser;
/** Has the port that the desktop app would be come back to: so the browser comes back by links. */
let somebodyElse: Server;
/** What the browser brought back at the sign-in that went through. */
let returned = '';
let sent = 0;

const frame = () => new Frame(relay.page);
const account = () => new AccountPart(relay.page);
const importPage = () => new ImportPage(relay.page);
const atlasOf = (person: string) => sandbox.holdingsOf(person).atlas.held;

/** The last words that the browser or the shell had for a way back: a sentence of ours, and nothing of how it came about. */
async function expectTold(title: string): Promise<void> {
  await expect.poll(async () => (await browser.told()).at(-1) ?? '').toContain(title);
  expect((await browser.told()).at(-1)).toMatch(/^[A-Z][^\n]*\n+[A-Z][A-Za-z0-9,;:’“” .-]*$/);
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Presses the button; returns where the browser was sent. */
async function beginSignIn(): Promise<string> {
  const { length } = await browser.addresses();
  await account().signInButton.click();
  await expect(account().row().getByText('Continue in your browser')).toBeVisible();
  await expect.poll(async () => (await browser.addresses()).length).toBe(length + 1);
  return (await browser.addresses()).at(-1) ?? '';
}

async function restart(): Promise<void> {
  await relay.restart();
  await browser.watch();
  await frame().goTo('Settings');
}

test.beforeAll(async ({ host }) => {
  place = mkdtempSync(join(tmpdir(), 'health-relay-account-'));
  somebodyElse = createServer().listen(0, '127.0.0.1');
  await once(somebodyElse, 'listening');
  clock = new MovableClock(join(place, 'clock-ahead'));
  keychain = lacking.length === 0 ? await startSecretService() : null;
  sandbox = await startSandbox({ identity: true });
  const bus = keychain?.env['DBUS_SESSION_BUS_ADDRESS'];
  relay = new Relay(host, {
    ...clock.env,
    ...patientKeychain,
    ...(bus === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: bus }),
  });
  browser = new PersonsBrowser(relay);
  for (const [seed, name] of ['first', 'second'].entries())
    await generateExport({ zip: join(place, `${name}.zip`), days: 20, density: 0.05, seed: seed + 31 });
  await relay.start(join(place, 'first.zip'));
  await browser.watch();
});

test.afterAll(async () => {
  await relay?.close();
  await sandbox?.close();
  await keychain?.stop();
  somebodyElse?.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test('signing in is set up in Settings', async () => {
  if (relay.host === 'headless') await relay.page.getByRole('button', { name: 'Import it' }).click();
  await expect(importPage().completed('first.zip')).toBeVisible();
  await frame().goTo('Settings');
  await account().setUp(sandbox, relay.host === 'headless' ? null : portOf(somebodyElse));
});

test('Ada signs in: the browser is sent to the sign-in service alone, and the app knows her', async () => {
  const address = await beginSignIn();
  expect(await browser.addresses()).toEqual([address]);
  expect(new URL(address).origin).toBe(sandbox.identity.domain);
  returned = await signIn(address, 'ada');
  await browser.comeBack(returned);
  await expect(account().row().getByText('Signed in as Ada')).toBeVisible();
  await expect(account().row()).toContainText(
    keychain === null ? 'for this session only' : 'kept in this computer’s keychain',
  );
  await expect(account().inFrame('Ada')).toBeVisible();
});

test('the same link a second time is told to be used, by every way that it can come', async () => {
  for (const way of ['start', 'event'] satisfies WayBack[]) {
    const { length } = await browser.told();
    await browser.comeBack(returned, way);
    await expect.poll(async () => (await browser.told()).length).toBe(length + 1);
    await expectTold('This sign-in was already used');
  }
  await expect(account().row().getByText('Signed in as Ada')).toBeVisible();
  expect(sandbox.identity.holdings().signIns).toBe(1);
});

test('a link of a sign-in that was not begun here is told of, and changes nothing', async () => {
  const foreign = new URL(returned);
  foreign.searchParams.set('state', 'of-somebody-else');
  await browser.comeBack(foreign.href);
  await expectTold('This sign-in didn’t start here');
  await expect(account().row().getByText('Signed in as Ada')).toBeVisible();
});

test('what is reviewed and sent is at the server under Ada’s account', async () => {
  sent = await account().turnOnFor('Ada');
  expect(sent).toBeGreaterThan(100);
  await expect.poll(() => atlasOf('ada')).toEqual({ samples: sent, doubled: 0 });
  expect(atlasOf('ben').samples).toBe(0);
});

test('a restart keeps her signed in, and a new import goes to her without a word', async () => {
  test.skip(keychain === null, `no Secret Service here: ${lacking.join(', ')}`);
  await restart();
  await expect(account().row().getByText('Signed in as Ada')).toBeVisible();
  await expect(account().inFrame('Ada')).toBeVisible();
  await frame().goTo('Import');
  await importPage().choose(join(place, 'second.zip'));
  await expect(importPage().completed('second.zip')).toBeVisible();
  await expect.poll(() => atlasOf('ada').samples).toBeGreaterThan(sent);
  expect(sandbox.identity.holdings().signIns).toBe(1);
  await frame().goTo('Settings');
});

test('signed out, nothing can renew any more; the history stays, here and there', async () => {
  const held = atlasOf('ada');
  await account().signOut();
  await expect(account().row().getByText('Signed out here and on the server.')).toBeVisible();
  expect(sandbox.identity.refreshTokens().filter(({ isLiving }) => isLiving)).toEqual([]);
  expect(atlasOf('ada')).toEqual(held);
  await restart();
  await expect(account().row().getByText('Not signed in')).toBeVisible();
  await frame().goTo('Import');
  await expect(relay.page.getByRole('main').getByText('first.zip').first()).toBeVisible();
  await frame().goTo('Settings');
});

test('a link that comes late is told so where it came to, and signs nobody in', {
  tag: '@movable-clock',
}, async () => {
  const late = await signIn(await beginSignIn(), 'ada');
  clock.goAhead(5 * 60_000 + 1000);
  await browser.comeBack(late);
  await expectTold('The sign-in took too long');
  await relay.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(account().row().getByText('Not signed in')).toBeVisible();
  clock.putBack();
});

test('a link that comes after a restart is told to be unknown', async () => {
  await restart();
  const returning = await signIn(await beginSignIn(), 'ada');
  await restart();
  await expect(account().signInButton).toBeEnabled();
  await browser.comeBack(returning);
  await expectTold('This sign-in didn’t start here');
  await expect(account().row().getByText('Not signed in')).toBeVisible();
  expect(sandbox.identity.holdings().signIns).toBe(1);
});

test('a refusal in the browser is a sentence in the page', async () => {
  await browser.comeBack(await signIn(await beginSignIn(), 'deny'), 'event');
  await expect(account().row().getByText('The sign-in was refused')).toBeVisible();
});

// Not for the headless host, whose browser has come back to a door all the time (playwright.config.ts leaves the tag out there).
test('with its port free, the browser comes back to a door of the desktop app, which comes to the front', {
  tag: '@desktop-door',
}, async () => {
  const port = portOf(somebodyElse);
  somebodyElse.close();
  await once(somebodyElse, 'close');
  const returning = await signIn(await beginSignIn(), 'ada');
  expect(new URL(returning).host).toBe(`127.0.0.1:${port}`);
  await hideWindow(relay.electron);
  expect((await fetch(returning)).status).toBe(200);
  await expect(account().row().getByText('Signed in as Ada')).toBeVisible();
  await expect.poll(async () => (await windowOf(relay.electron)).isVisible).toBe(true);
});

test('the page had nothing to complain of', () => {
  expect(relay.complaints).toEqual([]);
});
