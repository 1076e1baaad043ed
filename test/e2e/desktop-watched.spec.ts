import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { expect, Relay, test } from './relay.ts';

// Folders that are looked through for newer exports: chosen by the user, one question a file, and nothing without an answer.
// "Not asked about" is seen by an older export beside it: the newest comes first, so its question means that none is asked about what is newer.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);
const folder = (name: 'Downloads' | 'Elsewhere') => join(relay.dir, name);
const made = (day: number) => join(relay.dir, `of-day-${day}.zip`);
const question = (name: 'Downloads' | 'Elsewhere') =>
  relay.page.getByRole('region', { name: `A newer export in ${name}` });
const anyQuestion = () => relay.page.getByRole('region', { name: /^A newer export in/ });
const listed = () => relay.page.getByRole('button', { name: /^Remove \// });

/** As a file manager puts it there: under another name until it is whole. */
function put(day: number, name: 'Downloads' | 'Elsewhere', as: string): void {
  const part = join(folder(name), `.${as}.part`);
  copyFileSync(made(day), part);
  renameSync(part, join(folder(name), as));
}

/** By the button in Settings; the system's dialog answers with the folder. */
async function watchFolder(path: string): Promise<void> {
  await relay.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  await frame().goTo('Settings');
  await relay.page.getByRole('button', { name: 'Add a folder…' }).click();
  await expect(relay.page.getByRole('button', { name: `Remove ${path}` })).toBeVisible();
}

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  for (const name of ['Downloads', 'Elsewhere'] as const) mkdirSync(folder(name));
  for (let day = 1; day <= 8; day += 1) {
    const exportAt = Date.UTC(2025, 5, day, 12) / 1000;
    await generateExport({
      zip: made(day),
      days: 3,
      density: 0.05,
      seed: 21,
      end: `2025-06-0${day}`,
      exportAt,
    });
  }
  put(3, 'Downloads', 'first.zip');
  put(1, 'Elsewhere', 'older.zip');
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
});

test('no folder is watched until the user chooses one, and then that one alone', async () => {
  await frame().goTo('Settings');
  await expect(relay.page.getByRole('heading', { name: 'Watched folders' })).toBeVisible();
  await expect(listed()).toHaveCount(0);
  await watchFolder(folder('Elsewhere'));
  await frame().goTo('Import');
  await expect(question('Elsewhere')).toContainText('older.zip');
  await expect(question('Downloads')).toHaveCount(0);
});

test('an export in a chosen folder is asked about, and nothing is imported by itself', async () => {
  await watchFolder(folder('Downloads'));
  await frame().goTo('Import');
  await expect(question('Downloads')).toHaveText(
    /A newer export is in Downloads: first\.zip, from Jun 3, 2025\. Import it\?/,
  );
  // One question at a time.
  await expect(anyQuestion()).toHaveCount(1);
  await expect(importPage().invitation).toBeVisible();
  await expect(relay.page.getByRole('article')).toHaveCount(0);
});

test('it is imported once the user says so, and what is older is asked about no more', async () => {
  await question('Downloads').getByRole('button', { name: 'Import it' }).click();
  await expect(importPage().completed('first.zip')).toBeVisible();
  await expect(anyQuestion()).toHaveCount(0);
});

test('a file that is still being copied is left alone until it is whole', async () => {
  const whole = readFileSync(made(6));
  const copied = join(folder('Downloads'), 'copied.zip');
  const half = Math.floor(whole.length / 2);
  writeFileSync(copied, whole.subarray(0, half));
  put(5, 'Elsewhere', 'beside.zip');
  await expect(question('Elsewhere')).toContainText('beside.zip');
  await expect(anyQuestion()).toHaveCount(1);
  appendFileSync(copied, whole.subarray(half));
  await expect(question('Downloads')).toContainText('copied.zip');
});

test('each file is asked about once, also after the next start', async () => {
  await question('Downloads').getByRole('button', { name: 'Not this one' }).click();
  await expect(question('Elsewhere')).toContainText('beside.zip');
  await expect(question('Downloads')).toHaveCount(0);
  await relay.restart();
  await frame().goTo('Import');
  await expect(question('Elsewhere')).toContainText('beside.zip');
  await expect(anyQuestion()).toHaveCount(1);
  await question('Elsewhere').getByRole('button', { name: 'Not this one' }).click();
  await expect(anyQuestion()).toHaveCount(0);
  await expect(relay.page.getByRole('article')).toHaveCount(1);
});

test('a folder that was removed is looked through no more', async () => {
  await frame().goTo('Settings');
  await relay.page.getByRole('button', { name: `Remove ${folder('Downloads')}` }).click();
  await expect(listed()).toHaveCount(1);
  put(8, 'Downloads', 'newest.zip');
  put(7, 'Elsewhere', 'later.zip');
  await frame().goTo('Import');
  await expect(question('Elsewhere')).toContainText('later.zip');
  await expect(question('Downloads')).toHaveCount(0);
});

test('nothing in the folders was changed', () => {
  const held = (name: 'Downloads' | 'Elsewhere') =>
    readdirSync(folder(name))
      .sort()
      .map((file) => [file, readFileSync(join(folder(name), file))]);
  expect(held('Downloads')).toEqual([
    ['copied.zip', readFileSync(made(6))],
    ['first.zip', readFileSync(made(3))],
    ['newest.zip', readFileSync(made(8))],
  ]);
  expect(held('Elsewhere')).toEqual([
    ['beside.zip', readFileSync(made(5))],
    ['later.zip', readFileSync(made(7))],
    ['older.zip', readFileSync(made(1))],
  ]);
});
