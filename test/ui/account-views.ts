import type { Page } from '@playwright/test';
import { press, type View } from './view.ts';

const at = '#/settings?at=account';
/** Presses a button that opens a sign-in's page, which doesn't open: its host doesn't exist. Waits for `shown`. */
const pressWithoutBrowser =
  (name: string, shown = 'Continue in your browser') =>
  async (page: Page) => {
    await page.evaluate(() => Object.assign(window, { open: () => null }));
    await page.getByRole('button', { name }).click();
    await page.getByText(shown).waitFor();
  };
const states = ['notSetUp', 'signedOut', 'signedIn', 'shared', 'ended', 'sessionOnly', 'otherPerson'];

/** The Account part of Settings and what of it stands elsewhere, in every state. */
export const accountViews: readonly View[] = [
  ...states.map((name) => ({ name: `account-${name}`, scene: `account-${name}`, hash: at })),
  {
    name: 'account-setup',
    scene: 'account-notSetUp',
    hash: at,
    act: async (page) => {
      await press('Set up sign-in')(page);
      await press('Use Atlas')(page);
    },
  },
  {
    name: 'account-waiting',
    scene: 'account-signedOut',
    hash: at,
    act: pressWithoutBrowser('Sign in to Foundry (Atlas)…'),
  },
  {
    name: 'account-late',
    scene: 'account-quick',
    hash: at,
    act: pressWithoutBrowser('Sign in to Foundry…', 'The sign-in took too long'),
  },
  {
    name: 'account-refused',
    scene: 'account-refused',
    hash: at,
    act: async (page) => {
      await page.getByLabel('Email').fill('ada@example.org');
      await page.getByLabel('Password').fill('not this');
      await page.getByLabel('Password').press('Enter');
      await press('Sign in to Foundry…')(page);
    },
  },
  { name: 'account-sign-out', scene: 'account-shared', hash: at, act: press(/^Sign out/) },
  { name: 'account-other-frame', scene: 'account-otherPerson', hash: '#/import' },
  { name: 'account-other-sync', scene: 'account-otherPerson', hash: '#/sync' },
  { name: 'account-other-profile', scene: 'account-otherPerson', hash: at, act: press(/^New profile for/) },
  { name: 'account-other-review', scene: 'account-otherPerson', hash: at, act: press(/^Send this history/) },
  { name: 'account-menu', scene: 'account-ended', hash: '#/import', act: press(/Account and profiles/) },
  {
    name: 'account-switch',
    scene: 'account-running',
    hash: '#/import',
    act: async (page) => {
      await press(/Account and profiles/)(page);
      await page.getByRole('menuitem', { name: 'Ben' }).click();
    },
  },
  {
    name: 'account-rename',
    scene: 'account-signedIn',
    hash: '#/import',
    act: async (page) => {
      await press(/Account and profiles/)(page);
      await page.getByRole('menuitem', { name: /^Rename/ }).click();
    },
  },
  {
    name: 'account-backup',
    scene: 'account-signedIn',
    hash: '#/settings',
    act: async (page) => {
      await press('Back up…')(page);
      await page.getByText(/^Saved:/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'account-restore',
    scene: 'account-signedIn',
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Backup to restore').setInputFiles({
        name: 'backup.sqlite',
        mimeType: 'application/vnd.sqlite3',
        buffer: Buffer.from('x'),
      });
      await page.getByRole('button', { name: 'Restore', exact: true }).waitFor();
    },
  },
  {
    name: 'account-restore-refused',
    scene: 'account-refused',
    hash: '#/settings',
    act: async (page) => {
      await page
        .getByLabel('Backup to restore')
        .setInputFiles({ name: 'x.sqlite', mimeType: 'application/vnd.sqlite3', buffer: Buffer.from('x') });
      await page.getByText('This isn’t a Health Relay backup').waitFor();
    },
  },
  {
    name: 'account-forget',
    scene: 'account-running',
    hash: '#/settings',
    act: press(/^Forget everything on/),
  },
  {
    name: 'account-forget-twice',
    scene: 'account-running',
    hash: '#/settings',
    act: async (page) => {
      await press(/^Forget everything on/)(page);
      await press('Continue…')(page);
    },
  },
];
