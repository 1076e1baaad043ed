import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { type SandboxWithIdentity, startSandbox } from '../sandbox/sandbox.ts';
import { noSessionBus } from '../support/secret-service.ts';
import { overRealApp } from './over-real-app.ts';
import { pageMemory } from './page-memory.ts';
import { Frame, type PageLink } from './pages/frame.ts';
import { axeFindings, type RealApp } from './real-app.ts';

// The whole way by clicking, under the production policy: the real host and data program, servers and an identity provider on real HTTP.
test.describe.configure({ mode: 'serial' });

let app: RealApp;
let sandbox: SandboxWithIdentity;
let page: Page;
let complaints: string[];
/** What the app's own page asked for; the browser's pages are others. */
const asked: string[] = [];
/** Addresses that came back from the identity provider, newest last. */
const returned: string[] = [];

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

// The runner says so too; a single file is run without it.
test.beforeAll(() => {
  process.env['DBUS_SESSION_BUS_ADDRESS'] = noSessionBus;
});

overRealApp({
  async begin(started) {
    app = started;
    sandbox = await startSandbox({ identity: true });
    await generateExport({ zip: join(app.dir, 'export.zip'), days: 20, density: 0.05, seed: 7 });
  },
  async prepare(context) {
    context.on('request', (request) => {
      if (/:\d+\/callback\?/.test(request.url())) returned.push(request.url());
    });
  },
  opened(there) {
    ({ page, complaints } = there);
    page.on('request', (request) => asked.push(request.url()));
  },
  async end() {
    await sandbox?.close();
  },
});

const row = (name: string) => page.getByRole('region', { name: `${name} sign-in`, exact: true });
const target = (name: string) => page.getByRole('region', { name, exact: true });
const goTo = (name: PageLink) => new Frame(page).goTo(name);

/** Presses the button and answers the page that opens as that person; gives what the browser shows at the end. */
async function signIn(
  name: string,
  person: string,
  choice: 'Continue' | 'Deny' = 'Continue',
): Promise<string> {
  const opened = page.context().waitForEvent('page');
  await row(name)
    .getByRole('button', { name: /^Sign in/ })
    .click();
  const browser = await opened;
  await browser.getByRole('radio', { name: person }).check();
  await browser.getByRole('button', { name: choice }).click();
  await browser.waitForURL(/\/callback\?/);
  const words = await browser.locator('body').innerText();
  await browser.close();
  return words;
}

const atlasOf = (person: string) => sandbox.holdingsOf(person).atlas;
const signedIn = (name: string, person: string) =>
  expect(row(name).getByText(`Signed in as ${person}`)).toBeVisible();

async function send(items: string | RegExp = /^Send [\d,]+ items$/): Promise<number> {
  const button = page.getByRole('dialog').getByRole('button', { name: items });
  await expect(button).toBeEnabled();
  const count = Number((await button.textContent())?.replaceAll(/\D/g, ''));
  await button.click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return count;
}

test('everything that signing in needs is set up in the page', async () => {
  const { identity, trendy, atlas, foundry } = sandbox;
  await page.locator('input[type=file]').first().setInputFiles(join(app.dir, 'export.zip'));
  await expect(page.getByText('Kept on this computer; no target is turned on.')).toBeVisible();
  await goTo('Settings');
  for (const [name, address] of [
    ['Trendy', trendy.baseUrl],
    ['Foundry (Atlas)', atlas.baseUrl],
    ['Foundry', foundry.baseUrl],
  ] as const) {
    await target(name).getByRole('textbox', { name: 'Address' }).fill(address);
    if (name === 'Foundry')
      await target(name).getByRole('textbox', { name: 'Dataset' }).fill(foundry.datasetRid);
    await target(name).getByRole('button', { name: 'Save' }).click();
    await expect(target(name).getByRole('button', { name: 'Save' })).toHaveCount(0);
  }
  await page.getByRole('button', { name: 'Set up sign-in' }).click();
  const form = page.getByRole('form', { name: 'Set up sign-in' });
  const values = {
    Domain: identity.domain,
    'Client ID': identity.clientId,
    Audience: identity.audience,
    'Supabase address': trendy.supabaseUrl,
    'Supabase anon key': trendy.anonKey,
    'Foundry client ID': foundry.clientId,
    'Callback port for Foundry': String(await freePort()),
  };
  for (const [name, value] of Object.entries(values))
    await form.getByRole('textbox', { name, exact: true }).fill(value);
  await expect(form.getByText(new RegExp(`^${new URL(page.url()).origin}/callback$`))).toBeVisible();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(row('Foundry (Atlas)').getByRole('button', { name: /^Sign in/ })).toBeEnabled();
});

test('Ada signs in by the browser; where it is kept is said; nothing that renews it is in the page', async () => {
  expect(await signIn('Foundry (Atlas)', 'Ada')).toContain('Back to Health Relay');
  await signedIn('Foundry (Atlas)', 'Ada');
  await expect(row('Foundry (Atlas)').getByText('for this session only')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Ada.*Account and profiles/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  const tokens = sandbox.identity.refreshTokens();
  const living = tokens.filter(({ isLiving }) => isLiving);
  expect(living).toHaveLength(1);
  const memory = await pageMemory(page);
  expect(tokens.filter(({ token }) => memory.includes(token))).toEqual([]);
  expect(await page.evaluate(() => [Object.keys(sessionStorage), document.cookie])).toEqual([
    ['health-relay-secret'],
    '',
  ]);
});

test('the same link again, and one of a sign-in that was not begun here, get words', async () => {
  const again = await page.context().newPage();
  await again.goto(returned.at(-1) ?? '');
  await expect(again.getByText('This sign-in was already used')).toBeVisible();
  await again.goto(`${new URL(page.url()).origin}/callback?code=x&state=foreign`);
  await expect(again.getByText('This sign-in didn’t start here')).toBeVisible();
  await again.close();
});

test('what is turned on goes to Ada', async () => {
  await target('Foundry (Atlas)').getByRole('button', { name: 'Turn on…' }).click();
  await expect(page.getByRole('dialog').getByText('Ada', { exact: true })).toBeVisible();
  const items = await send();
  await expect.poll(() => atlasOf('ada').held.samples).toBe(items);
});

test('signed out: the history stays, nothing can renew any more; a refusal is a sentence', async () => {
  await row('Foundry (Atlas)')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(row('Foundry (Atlas)').getByText('Signed out here and on the server.')).toBeVisible();
  expect(sandbox.identity.holdings().grants).toBe(0);
  expect(await signIn('Foundry (Atlas)', 'Ada', 'Deny')).toContain('The sign-in was refused');
  await expect(row('Foundry (Atlas)').getByText('The sign-in was refused')).toBeVisible();
  await row('Foundry (Atlas)').getByRole('button', { name: 'Close' }).click();
});

test('Ben signs in: nothing of Ada’s history goes to him until he agrees; then hers is as it was', async () => {
  const before = atlasOf('ada');
  await signIn('Foundry (Atlas)', 'Ben');
  await signedIn('Foundry (Atlas)', 'Ben');
  const words = 'This history was sent to Ada. You are signed in as Ben.';
  await expect(target('Account').getByText(words)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await goTo('Sync');
  await expect(page.getByRole('complementary', { name: 'Another account' }).getByText(words)).toBeVisible();
  await expect(page.getByText('A different account is signed in')).toBeVisible();
  await goTo('Settings');
  await page.getByRole('button', { name: /^Send this history to Ben as well/ }).click();
  // All of it is new to him, so none was sent before.
  expect(await send()).toBe(before.held.samples);
  await expect.poll(() => atlasOf('ben').held).toEqual(before.held);
  expect(atlasOf('ada').held).toEqual(before.held);
  await expect(target('Account').getByText(words)).toHaveCount(0);
});

test('Trendy with its own login', async () => {
  const { email, password } = sandbox.trendy.user('ada');
  await row('Trendy').getByRole('textbox', { name: 'Email' }).fill(email);
  await row('Trendy').getByLabel('Password').fill('not this one');
  await row('Trendy').getByLabel('Password').press('Enter');
  await expect(row('Trendy').getByText('Trendy doesn’t recognize this email and password')).toBeVisible();
  await row('Trendy').getByLabel('Password').fill(password);
  await row('Trendy').getByLabel('Password').press('Enter');
  await expect(row('Trendy').getByText(/^Signed in as/)).toBeVisible();
  await expect(row('Trendy').getByText(/renews itself/)).toBeVisible();
  // One collection need not find everything that is garbage. Tries are counted, not timed: each reads the whole heap.
  let isHeld = true;
  for (let tries = 0; isHeld && tries < 5; tries++) isHeld = (await pageMemory(page)).includes(password);
  expect(isHeld).toBe(false);
});

test('Foundry by its own browser sign-in, refused and then granted', async () => {
  await signIn('Foundry', 'Ada', 'Deny');
  await expect(row('Foundry').getByText('The sign-in was refused')).toBeVisible();
  await signIn('Foundry', 'Ada', 'Deny');
  await expect(row('Foundry').getByText('The sign-in was refused')).toBeVisible();
  await signIn('Foundry', 'Ada');
  await expect(row('Foundry').getByText(/^Signed in as/)).toBeVisible();
});

test('no token that renews ever came into the page, which asked nothing of the sign-in service', async () => {
  const memory = await pageMemory(page);
  const all = sandbox.identity.refreshTokens();
  expect(all.filter(({ isLiving }) => isLiving).length).toBeGreaterThan(0);
  expect(all.filter(({ token }) => memory.includes(token))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((address) => !address.startsWith(new URL(page.url()).origin))).toEqual([]);
});

test('forgetting everything leaves an empty program that knows nobody', async () => {
  await page.getByRole('button', { name: /^Forget everything on this computer/ }).click();
  await page.getByRole('button', { name: 'Continue…' }).click();
  await page.getByRole('textbox', { name: 'Type it here' }).fill('forget everything');
  await page.getByRole('button', { name: 'Forget everything', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Drop the export from your iPhone here' })).toBeVisible();
  await goTo('Settings');
  await expect(row('Foundry (Atlas)').getByText('Not signed in')).toBeVisible();
  await expect(row('Foundry (Atlas)').getByRole('button', { name: /^Sign in/ })).toBeDisabled();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
