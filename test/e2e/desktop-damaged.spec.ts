import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { expect, Relay, test } from './relay.ts';

// The history can’t be opened: the window says so, and leads back to the copy that the program kept.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
const card = () => relay.page.getByRole('region', { name: 'The history can’t be opened' });

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  const zip = join(relay.dir, 'first.zip');
  await generateExport({ zip, days: 3, density: 0.05, seed: 5 });
  await relay.start(zip);
  await expect(new ImportPage(relay.page).completed('first.zip')).toBeVisible();
  await relay.stop();
  const found = readdirSync(relay.home, { recursive: true, encoding: 'utf8' });
  const database = join(relay.home, found.find((name) => name.endsWith('history.sqlite')) ?? '');
  const backups = join(dirname(database), 'backups');
  mkdirSync(backups, { recursive: true });
  copyFileSync(database, join(backups, 'before-restore-20260101120000000.sqlite'));
  writeFileSync(database, Buffer.alloc(8192, 'not a database '));
});

test.afterAll(async () => {
  await relay?.close();
});

test('what happened, what was kept and what to do stand on the page; trying again changes nothing', async () => {
  await relay.start();
  await expect(card().getByText('The history file is damaged')).toBeVisible();
  await expect(card().getByText(/It was left as it is/)).toBeVisible();
  await card().getByRole('button', { name: 'Try again' }).click();
  await expect(card().getByRole('button', { name: 'Try again' })).toBeEnabled();
  await expect(card().getByText('The history file is damaged')).toBeVisible();
});

test('it starts from the backup after a question, and the history is there', async () => {
  await card().getByRole('button', { name: 'Start from the last backup…' }).click();
  const dialog = relay.page.getByRole('alertdialog', { name: 'Start from the last backup?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(card()).toBeVisible();
  await card().getByRole('button', { name: 'Start from the last backup…' }).click();
  await dialog.getByRole('button', { name: 'Start from the backup' }).click();
  await expect(card()).toHaveCount(0);
  await new Frame(relay.page).goTo('Import');
  await expect(new ImportPage(relay.page).completed('first.zip')).toBeVisible();
});
