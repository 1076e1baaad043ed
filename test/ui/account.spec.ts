import { expect, type Page, test } from '@playwright/test';
import { actsOf, beginsAnew, pushTo } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { axeFindings } from './real-app.ts';

// The Account part over a host that remembers what is done; nobody is really asked (account-flow.spec.ts has the real way).
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const openHost = overFakeHost(
  (opened) => {
    ({ page, complaints } = opened);
  },
  (context) =>
    context.route(/^https:\/\//, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Sign in' })),
);

const at = '#/settings?at=account';
const open = (scene: string, hash = at) => openHost(`account-${scene}`, hash);
const row = (name: string) => page.getByRole('region', { name: `${name} sign-in`, exact: true });
const stored = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, document.cookie]));

const pressSignIn = (name: string) =>
  row(name)
    .getByRole('button', { name: /^Sign in/ })
    .press('Enter');

/** Presses the button and gives the address that the browser was sent to. */
async function begin(name: string): Promise<URL> {
  const opened = page.context().waitForEvent('page');
  await pressSignIn(name);
  const browser = await opened;
  await browser.waitForURL(/^https:/);
  const url = new URL(browser.url());
  await browser.close();
  await expect(row(name).getByText('Continue in your browser')).toBeVisible();
  return url;
}

test('without a domain and a client nothing can be begun; the preset fills Atlas in', async () => {
  await open('notSetUp');
  await expect(row('Foundry (Atlas)').getByRole('button', { name: /^Sign in/ })).toBeDisabled();
  // The sentence that asks for the settings opens them.
  await row('Foundry (Atlas)').getByRole('link', { name: 'Set up sign-in' }).click();
  await page.getByRole('button', { name: 'Use Atlas' }).click();
  const form = page.getByRole('form', { name: 'Set up sign-in' });
  await expect(form.getByLabel('Domain')).toHaveValue('dev-irxmxjwyduu4tesn.us.auth0.com');
  await expect(form.getByLabel('Audience')).toHaveValue('https://api.atlas.ai');
  for (const registered of ['http://127.0.0.1:8420/callback', 'app.healthrelay.desktop:/callback'])
    await expect(form.getByText(registered)).toBeVisible();
  // Auth0 is asked by the data program: no page has to be allowed there.
  await expect(form.getByText(/CORS|Origin/)).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => actsOf(page, 'account.configure'))
    .toMatchObject([{ auth0Domain: 'dev-irxmxjwyduu4tesn.us.auth0.com' }]);
});

test('another client is saved as it is typed, and a port has to be one', async () => {
  await open('signedOut');
  await page.getByRole('button', { name: 'Set up sign-in' }).click();
  const form = page.getByRole('form', { name: 'Set up sign-in' });
  for (const [label, port] of [
    ['Callback port for Foundry', '9000'],
    ['Callback port for Atlas', '9001'],
  ] as const) {
    const field = form.getByLabel(label, { exact: true });
    await field.fill('80');
    await expect(form.getByText('Enter a number from 1024 to 65535.')).toBeVisible();
    await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
    await field.fill(port);
    await expect(form.getByText(`http://127.0.0.1:${port}/callback`)).toBeVisible();
  }
  await form.getByLabel('Client ID', { exact: true }).fill(' another ');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => actsOf(page, 'account.configure'))
    .toMatchObject([{ auth0ClientId: 'another', auth0RedirectPort: 9001, foundryRedirectPort: 9000 }]);
});

test('the browser is sent to the configured place with PKCE, and the page waits, by keyboard alone', async () => {
  await open('signedOut');
  const url = await begin('Foundry (Atlas)');
  expect(url.origin + url.pathname).toBe('https://tenant.auth0.example/authorize');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'Yx3kQ',
    audience: 'https://api.atlas.ai',
    redirect_uri: 'http://127.0.0.1:8420/callback',
    response_type: 'code',
    code_challenge_method: 'S256',
    prompt: 'login',
  });
  expect(url.searchParams.get('scope')?.split(' ')).toContain('offline_access');
  const again = row('Foundry (Atlas)').getByRole('link', { name: 'Open again' });
  await expect(again).toHaveAttribute('href', url.href);
  await expect(again).toHaveAttribute('rel', /noopener/);
  await expect(row('Foundry (Atlas)').getByText(/^Time left: [0-4]:\d\d$/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('a reload goes on waiting; the answer to another sign-in is nobody’s', async () => {
  const state = JSON.parse(
    (await page.evaluate(() => sessionStorage.getItem('health-relay sign-in'))) ?? '{}',
  ).state;
  await page.reload();
  await expect(row('Foundry (Atlas)').getByText('Continue in your browser')).toBeVisible();
  await pushTo(page, 'account.callback', {
    state: 'foreign',
    url: 'app.healthrelay.desktop:/callback?code=1&state=foreign',
  });
  await expect(row('Foundry (Atlas)').getByText('Continue in your browser')).toBeVisible();
  const url = `app.healthrelay.desktop:/callback?error=access_denied&error_description=no&state=${encodeURIComponent(state)}`;
  await pushTo(page, 'account.callback', { state, url });
  await expect(row('Foundry (Atlas)').getByText('The sign-in was refused')).toBeVisible();
  expect(await stored()).toBe('[{},""]');
});

test('cancelling tells the host and leaves nothing in the tab', async () => {
  await open('signedOut');
  const url = await begin('Foundry (Atlas)');
  await row('Foundry (Atlas)').getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(row('Foundry (Atlas)').getByText('Continue in your browser')).toHaveCount(0);
  expect(await actsOf(page, 'account.cancelSignIn')).toEqual([{ state: url.searchParams.get('state') }]);
  expect(await stored()).toBe('[{},""]');
});

test('the code goes over the bridge, once; an ID token that is not right is refused in words and signs nobody in', async () => {
  const url = await begin('Foundry (Atlas)');
  const state = url.searchParams.get('state') ?? '';
  await pushTo(page, 'account.callback', {
    state,
    // It may hold a plus sign, which stands for a space in an address.
    url: `app.healthrelay.desktop:/callback?code=the-code&state=${encodeURIComponent(state)}`,
  });
  await expect(
    row('Foundry (Atlas)').getByText('The sign-in service sent an unexpected response'),
  ).toBeVisible();
  expect(await actsOf(page, 'account.exchangeCode')).toEqual([
    { code: 'the-code', codeVerifier: expect.stringMatching(/^[\w.~-]{43,128}$/) },
  ]);
  expect(await actsOf(page, 'account.cacheSet')).toEqual([]);
  expect(await stored()).toBe('[{},""]');
});

test('a program that starts anew knows the sign-in no more; one that takes too long ends', async () => {
  await open('signedOut');
  await begin('Foundry (Atlas)');
  await pushTo(page, 'app.dataState', { state: 'restarting', code: null });
  await expect(row('Foundry (Atlas)').getByText('This sign-in didn’t start here')).toBeVisible();
  await open('quick');
  // It may be over before its steps could be seen.
  await pressSignIn('Foundry');
  await expect(row('Foundry').getByText('The sign-in took too long')).toBeVisible();
  for (const one of page.context().pages()) if (one !== page) await one.close();
  expect(await actsOf(page, 'account.cancelFoundry')).toHaveLength(1);
});

test('Trendy’s own login: the password leaves the page with the press', async () => {
  await open('refused');
  await row('Trendy').getByLabel('Email').fill('ada@example.org');
  await row('Trendy').getByLabel('Password').fill('correct horse');
  await row('Trendy').getByLabel('Password').press('Enter');
  await expect(row('Trendy').getByText(/doesn’t recognize this email and password/)).toBeVisible();
  await expect(row('Trendy').getByLabel('Password')).toHaveValue('');
  await open('signedOut');
  await row('Trendy').getByLabel('Email').fill('ada@example.org');
  await row('Trendy').getByLabel('Password').fill('correct horse');
  await row('Trendy').getByLabel('Password').press('Enter');
  await expect(row('Trendy').getByText('Signed in as ada@example.org')).toBeVisible();
  await expect(row('Trendy').getByText(/renews itself · kept in this computer’s keychain/)).toBeVisible();
  await expect(row('Trendy').getByLabel('Password')).toHaveCount(0);
});

test('Trendy may go by the sign-in of Atlas; a personal token of Foundry is kept and forgotten', async () => {
  await open('signedOut');
  await row('Trendy').getByText('The Atlas sign-in').click();
  expect(await actsOf(page, 'account.configure')).toEqual([{ trendySignIn: 'auth0' }]);
  await row('Foundry').getByRole('button', { name: 'Use a personal token instead' }).click();
  await row('Foundry').getByRole('textbox', { name: 'Personal token' }).fill('tok_secret');
  await row('Foundry').getByRole('button', { name: 'Save it' }).click();
  await expect(row('Foundry').getByText('A token is set, but it doesn’t name an account')).toBeVisible();
  expect(await page.content()).not.toContain('tok_secret');
  await row('Foundry')
    .getByRole('button', { name: /^Forget the token/ })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget it' }).click();
  await expect(row('Foundry').getByText('Not signed in')).toBeVisible();
});

test('signing out says what stays, by keyboard alone', async () => {
  await open('shared');
  await row('Foundry (Atlas)')
    .getByRole('button', { name: /^Sign out/ })
    .press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Sign out of Foundry (Atlas)?' });
  await expect(dialog.getByText(/Kept: your history/)).toBeVisible();
  await expect(dialog.getByText('Trendy uses this sign-in, too')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(row('Foundry (Atlas)').getByText('Signed out here and on the server.')).toBeVisible();
  expect(await actsOf(page, 'account.signOut')).toEqual([{ target: 'atlas' }]);
});

test('no keychain is said plainly, an ended sign-in on every page', async () => {
  await open('sessionOnly');
  await expect(page.getByText('You stay signed in until Health Relay closes')).toBeVisible();
  await expect(row('Trendy').getByText(/for this session only/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check the keychain again' }).click();
  await expect(page.getByText('You stay signed in until Health Relay closes')).toBeHidden();
  await open('ended', '#/import');
  await page.getByRole('button', { name: /^Sign in again/ }).click();
  await page.getByRole('menuitem', { name: 'Sign in again' }).click();
  await expect(row('Foundry (Atlas)').getByText('The sign-in was revoked')).toBeVisible();
  await expect(row('Foundry (Atlas)').getByRole('button', { name: /^Sign in again/ })).toBeEnabled();
  expect(await axeFindings(page)).toEqual([]);
});

test('another person: told in the frame, on the card and in Settings; three ways on', async () => {
  await open('otherPerson', '#/import');
  const words = 'This history was sent to Ada Lovelace. You are signed in as Ben Okri.';
  await expect(page.getByRole('complementary', { name: 'Another account' }).getByText(words)).toBeVisible();
  await page.getByRole('link', { name: 'Decide…' }).click();
  await expect(page.getByRole('region', { name: 'Account', exact: true }).getByText(words)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^Send this history to Ben Okri as well/ }).click();
  const review = page.getByRole('dialog', { name: 'Before anything is sent to Foundry (Atlas)' });
  await expect(review.getByRole('button', { name: /^Send [\d,]+ items$/ })).toBeEnabled();
  await review.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^New profile for Ben Okri/ }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Create a new profile' });
  await expect(dialog.getByLabel('Name')).toHaveValue('Ben Okri');
  await expect(dialog.getByText('Ben Okri signs in again in the new profile')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Sign out of Foundry (Atlas)', exact: true }).click();
  await expect.poll(() => actsOf(page, 'account.signOut')).toEqual([{ target: 'atlas' }]);
  await page.getByRole('link', { name: /^Sync/ }).click();
  await expect(page.getByText('A different account is signed in')).toBeVisible();
});

test('profiles: the menu by keyboard; a switch says what it interrupts and begins the page anew', async () => {
  await open('running', '#/import');
  await page.getByRole('button', { name: /Account and profiles/ }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'default, open' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Open Ben?' });
  await expect(dialog.getByText(/The import of export.zip stops/)).toBeVisible();
  await expect(dialog.getByText(/pending until it’s open again/)).toBeVisible();
  await beginsAnew(page, () => dialog.getByRole('button', { name: 'Open' }).press('Enter'));
  await open('refused', '#/import');
  await page.getByRole('button', { name: /Account and profiles/ }).click();
  await page.getByRole('menuitem', { name: 'New profile…' }).click();
  const make = page.getByRole('alertdialog', { name: 'Create a new profile' });
  await make.getByLabel('Name').fill('Ben');
  await make.getByRole('button', { name: 'Create and open it' }).click();
  await expect(make.locator('[data-notice=bad]')).toBeVisible();
  await make.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /Account and profiles/ }).click();
  await page.getByRole('menuitem', { name: /^Rename/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByRole('button', { name: /Ada/ })).toBeVisible();
});

test('backup and restore: what is in the file is shown before it takes the place of anything', async () => {
  await open('signedIn', '#/settings');
  const backup = page.getByRole('region', { name: 'Backup' });
  await backup.getByRole('button', { name: 'Back up…' }).click();
  await expect(backup.getByText(/^Saved: health-relay-main.*, 52 MB/)).toBeVisible();
  const file = { name: 'x.sqlite', mimeType: 'application/vnd.sqlite3', buffer: Buffer.from('x') };
  await backup.getByLabel('Backup to restore').setInputFiles(file);
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('1,234,567')).toBeVisible();
  await expect(dialog.getByText(/Sending is paused until you resume it/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  expect(await actsOf(page, 'profiles.restore')).toEqual([]);
  await beginsAnew(page, () => dialog.getByRole('button', { name: 'Restore', exact: true }).click());
  await open('refused', '#/settings');
  await backup.getByLabel('Backup to restore').setInputFiles(file);
  await expect(dialog.getByText('This isn’t a Health Relay backup')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
});

test('scheduled backups: nothing before a folder is chosen; the passphrase stands before the first copy; a failure is told', async () => {
  await open('signedIn', '#/settings');
  const part = page.getByRole('region', { name: 'Scheduled backups' });
  const toggle = part.getByRole('switch', { name: /^Back up automatically/ });
  await expect(toggle).toBeDisabled();
  await part.getByRole('button', { name: 'Choose a backup folder…' }).click();
  await expect(part.getByText('/home/ada/Exports')).toBeVisible();
  expect(await actsOf(page, 'settings.setBackupSchedule')).toEqual([]);
  await part.getByLabel('Passphrase for scheduled backups').fill(' correct horse ');
  await part.getByText('Back up automatically').click();
  await expect(toggle).toBeChecked();
  const folder = '/home/ada/Exports';
  expect(await actsOf(page, 'settings.setBackupSchedule')).toEqual([
    { isOn: true, folder, everyDays: 7, passphrase: ' correct horse ' },
  ]);
  await part.getByText('Every day', { exact: true }).click();
  await expect(part.getByText(/^Next copy: /)).toBeVisible();
  expect((await actsOf(page, 'settings.setBackupSchedule'))[1]).toEqual({ isOn: true, folder, everyDays: 1 });
  expect(await axeFindings(page)).toEqual([]);
  await openHost('scheduleFailing', '#/settings');
  // As the command line set it.
  await expect(part.getByRole('radio')).toHaveCount(4);
  await expect(part.getByRole('radio', { name: 'Every 14 days' })).toBeChecked();
  await expect(part.getByText('The backup folder is missing')).toBeVisible();
  await expect(part.getByText(/tries again every hour \(backup\.folder_missing\)/)).toBeVisible();
  await expect(part.getByText(/^Last copy: .*20260528T202640Z\.sqlite\.age, 52 MB/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('forgetting everything asks twice, the second time for the words; then the tab is empty', async () => {
  await open('running', '#/settings');
  await page.evaluate(() => {
    localStorage.setItem('x', 'y');
    sessionStorage.setItem('x', 'y');
  });
  await page.getByRole('button', { name: /^Forget everything on this computer/ }).press('Enter');
  const first = page.getByRole('alertdialog', { name: 'Forget everything on this computer?' });
  await expect(first.getByText(/2,757,589 records/)).toBeVisible();
  await expect(first.getByText(/Never sent: 214 events for Trendy/)).toBeVisible();
  await first.getByRole('button', { name: 'Continue…' }).press('Enter');
  const second = page.getByRole('alertdialog', { name: 'This can’t be undone' });
  const forget = second.getByRole('button', { name: 'Forget everything' });
  await expect(forget).toBeDisabled();
  await second.getByLabel('Type it here').fill('forget');
  await expect(forget).toBeDisabled();
  await second.getByLabel('Type it here').fill('forget everything');
  expect(await axeFindings(page)).toEqual([]);
  await beginsAnew(page, () => forget.press('Enter'));
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test('it fits the smallest window', async () => {
  await page.setViewportSize({ width: 720, height: 520 });
  for (const scene of ['otherPerson', 'ended', 'signedOut']) {
    await open(scene);
    await page.getByRole('button', { name: 'Set up sign-in' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
  }
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
