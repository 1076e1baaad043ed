import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { expect, Relay, test } from './relay.ts';
import { choose, openFile, startAgain } from './shell.ts';

// Which files the app names to the system as recent documents. Electron passes them on, on macOS and Windows: on Linux it has no such
// list (docs/api/app, "app.addRecentDocument"). Windows and Linux have the app's own in the File menu.
test.describe.configure({ mode: 'serial' });

const root = join(import.meta.dirname, '../..');
let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const importPage = () => new ImportPage(relay.page);

declare global {
  // Kept in the main process.
  var recentDocuments: string[];
}

const recent = () => relay.electron.evaluate(() => globalThis.recentDocuments);

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  for (const [seed, name] of ['first', 'second', 'third'].entries())
    await generateExport({ zip: file(`${name}.zip`), days: 3, density: 0.05, seed: seed + 31 });
  await relay.start();
  await relay.electron.evaluate(({ app }) => {
    const named: string[] = [];
    Object.assign(globalThis, { recentDocuments: named });
    const add = app.addRecentDocument.bind(app);
    app.addRecentDocument = (path) => {
      named.push(path);
      add(path);
    };
  });
});

test.afterAll(async () => {
  await relay?.close();
});

test('what is opened with the app is a recent document, and a file that isn’t there is none', async () => {
  await openFile(relay.electron, file('gone.zip'));
  await openFile(relay.electron, file('first.zip'));
  await expect(importPage().completed('first.zip')).toBeVisible();
  expect(await recent()).toEqual([file('first.zip')]);
});

test('so is what a second start brings, and what is chosen on the page', async () => {
  expect(await startAgain(root, relay.home, [file('second.zip')])).toBe(0);
  await expect(importPage().completed('second.zip')).toBeVisible();
  await importPage().choose(file('third.zip'));
  await expect(importPage().completed('third.zip')).toBeVisible();
  expect(await recent()).toEqual(['first', 'second', 'third'].map((name) => file(`${name}.zip`)));
});

/** The items of File → Open Recent. */
const listed = () =>
  relay.electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const menu = items.find(({ label }) => label === 'Open Recent');
    return { isOpen: menu?.enabled, labels: menu?.submenu?.items.map(({ label, type }) => label || type) };
  });

/** Chooses one of them, as a click does. */
const chooseRecent = (label: string) =>
  relay.electron.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const menu = items.find((item) => item.label === 'Open Recent')?.submenu;
    const item = menu?.items.find((each) => each.label === wanted);
    if (!item) throw new Error(`no item ${wanted}`);
    item.click();
  }, label);

// macOS keeps the list itself.
if (process.platform !== 'darwin') {
  test('the File menu lists them, the latest first, and opens one as a drop does', async () => {
    await expect.poll(listed).toEqual({
      isOpen: true,
      labels: [...['third', 'second', 'first'].map((name) => file(`${name}.zip`)), 'separator', 'Clear Menu'],
    });
    await choose(relay.electron, 'Settings…');
    await chooseRecent(file('first.zip'));
    await expect(
      importPage()
        .receipt('first.zip')
        .getByText(/already/)
        .first(),
    ).toBeVisible();
    await expect.poll(async () => (await listed()).labels?.[0]).toBe(file('first.zip'));
  });

  test('the next start knows them, without one that is gone', async () => {
    rmSync(file('second.zip'));
    await relay.restart();
    await expect
      .poll(async () => (await listed()).labels)
      .toEqual([...['first', 'third'].map((name) => file(`${name}.zip`)), 'separator', 'Clear Menu']);
  });

  test('cleared, it has none', async () => {
    await chooseRecent('Clear Menu');
    await expect.poll(listed).toMatchObject({ isOpen: false });
  });
}
