import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { openWire, type Wire } from '../support/wire.ts';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { SyncPage } from '../ui/pages/sync-page.ts';
import { expect, Relay, test } from './relay.ts';

// Away from the network and back on it.
test.describe.configure({ mode: 'serial' });

let sandbox: Sandbox;
let wire: Wire;
let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);
const card = () => new SyncPage(relay.page).card('Trendy');
const pending = () => card().getByRole('link', { name: /pending$/ });

/** Longer than anything is waited for here (test/playwright-base.ts): what is tried again by itself comes later. */
const farOffSeconds = 150;

/** Seconds until the next try, as the card counts them down; 0 while one is under way. */
async function secondsToNextTry(): Promise<number> {
  const [, minutes = '0', seconds = '0'] =
    /Next attempt in (\d+):(\d\d)/.exec((await card().textContent()) ?? '') ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

test.beforeAll(async ({ host }) => {
  sandbox = await startSandbox();
  wire = await openWire(sandbox.trendy.baseUrl);
  relay = new Relay(host);
  await generateExport({ zip: file('first.zip'), days: 20, density: 0.05, seed: 51 });
  await generateExport({ zip: file('second.zip'), days: 40, density: 0.05, seed: 52 });
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
  await wire?.cut();
  await sandbox?.close();
});

test('what was imported is sent while there is a network', async () => {
  await importPage().choose(file('first.zip'));
  await expect(importPage().completed('first.zip')).toBeVisible();
  const syncPage = new SyncPage(relay.page);
  await syncPage.setUpTrendy(`${wire.baseUrl}/`, sandbox.trendy.token());
  await syncPage.send();
  await expect(frame().stateLine).toHaveText(/^Synced/);
});

test('without one it says so, on every page, and what is imported meanwhile waits', async () => {
  await wire.cut();
  await frame().goTo('Import');
  await importPage().choose(file('second.zip'));
  await expect(importPage().completed('second.zip')).toBeVisible();
  await expect(frame().stateLine).toHaveText('Paused: no connection');
  await frame().goTo('Sync');
  await expect(card()).toContainText('No connection. Trendy can’t be reached from this computer.');
  await expect(pending()).toHaveCount(1);
});

test('back on the network the sync wakes by itself, long before its next try', async () => {
  const before = sandbox.trendy.events().length;
  // Each try in vain makes the wait for the next one longer.
  await expect(async () => {
    await card()
      .getByRole('button', { name: /^Try now/ })
      .click();
    await expect.poll(secondsToNextTry).toBeGreaterThan(0);
    expect(await secondsToNextTry()).toBeGreaterThan(farOffSeconds);
  }).toPass({ intervals: [100] });
  await relay.page.context().setOffline(true);
  await wire.mend();
  expect(sandbox.trendy.events()).toHaveLength(before);
  await relay.page.context().setOffline(false);
  await expect(frame().stateLine).toHaveText(/^Synced/);
  await expect(pending()).toHaveCount(0);
  expect(sandbox.trendy.events().length).toBeGreaterThan(before);
});
