import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { overRealApp } from './over-real-app.ts';
import { Frame } from './pages/frame.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { axeFindings, type RealApp } from './real-app.ts';

// Two routes to one dataset, over the real host, data program and stand-ins.
test.describe.configure({ mode: 'serial' });

let app: RealApp;
let sandbox: Sandbox;
let page: Page;
let complaints: string[];

overRealApp({
  async begin(started) {
    app = started;
    sandbox = await startSandbox();
    const weeks = { days: 7, density: 0.02, seed: 5 };
    await generateExport({ zip: join(app.dir, 'export.zip'), ...weeks });
    await generateExport({ zip: join(app.dir, 'next.zip'), ...weeks, extraDays: 1 });
  },
  opened(there) {
    ({ page, complaints } = there);
  },
  async end() {
    await sandbox?.close();
  },
});

const target = (name: string) => new SettingsPage(page).target(name);
const dialog = () => page.getByRole('dialog');
const send = () => dialog().getByRole('button', { name: /^(Send [\d,]+ items?|Save)$/ });
const settled = () => expect(new Frame(page).stateLine).toHaveText(/^Synced/);

test('what went to Atlas is offered to the direct route: the choice is kept, Atlas is turned off, nothing goes twice', async () => {
  const steps = page.getByRole('region', { name: 'First steps' });
  await page.locator('input[type=file]').first().setInputFiles(join(app.dir, 'export.zip'));
  await steps.getByRole('button', { name: 'Confirm' }).click();
  await steps.getByRole('radio', { name: /^Foundry \(Atlas\)/ }).press('Space');
  await steps.getByRole('textbox', { name: 'Address' }).fill(sandbox.atlas.baseUrl);
  await steps.getByRole('button', { name: 'Save' }).click();
  await steps.getByLabel('Access token').fill(sandbox.atlas.token());
  await steps.getByRole('button', { name: 'Use it' }).click();
  await steps.getByRole('button', { name: 'Review before sending…' }).click();
  // Nothing was delivered anywhere: there is nothing to offer.
  await expect(send()).toBeEnabled();
  await expect(dialog().getByRole('button', { name: 'It’s the same dataset' })).toHaveCount(0);
  await send().click();
  await expect(steps).toHaveCount(0);
  await settled();
  const { samples } = sandbox.holdings().atlas;
  expect(samples).toBeGreaterThan(0);

  await new Frame(page).goTo('Settings');
  const direct = target('Foundry');
  await direct.getByRole('textbox', { name: 'Address' }).fill(sandbox.foundry.baseUrl);
  await direct.getByRole('textbox', { name: 'Dataset' }).fill(sandbox.foundry.datasetRid);
  await direct.getByRole('button', { name: 'Save', exact: true }).click();
  await direct.getByLabel('Access token').fill(sandbox.foundry.token());
  await direct.getByRole('button', { name: 'Use it' }).click();
  await direct.getByRole('button', { name: 'Turn on…' }).click();
  const offer = dialog().getByText(/^Foundry \(Atlas\) already received [\d,]+ records?$/);
  await expect(offer).toHaveText(
    `Foundry (Atlas) already received ${samples.toLocaleString('en-US')} records`,
  );
  await expect(
    dialog().getByText(/Foundry \(Atlas\) is then turned off: a dataset has one route at a time\.$/),
  ).toBeVisible();
  const items = async () => Number((await send().textContent())?.replaceAll(/\D/g, ''));
  await expect(send()).toBeEnabled();
  expect(await items()).toBe(samples);
  expect(await axeFindings(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'It’s the same dataset' }).press('Enter');
  await expect(dialog().getByText('Records sent through Foundry (Atlas) count as delivered')).toBeVisible();
  await expect(target('Foundry (Atlas)').getByText('Off', { exact: true })).toBeVisible();
  await expect(target('Foundry').getByText('Off', { exact: true })).toBeVisible();
  await dialog().getByRole('button', { name: 'Cancel' }).click();

  // Kept: after a restart Atlas's own review names the route, and what is delivered is known to the other.
  await app.restart();
  await page.goto(app.link());
  await new Frame(page).goTo('Settings');
  await target('Foundry (Atlas)').getByLabel('Access token').fill(sandbox.atlas.token());
  await target('Foundry (Atlas)').getByRole('button', { name: 'Use it' }).click();
  await target('Foundry (Atlas)').getByRole('button', { name: 'Turn on…' }).click();
  await expect(dialog().getByText('Foundry is the route to this dataset now')).toBeVisible();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await target('Foundry').getByLabel('Access token').fill(sandbox.foundry.token());
  await target('Foundry').getByRole('button', { name: 'Use it' }).click();
  await target('Foundry').getByRole('button', { name: 'Turn on…' }).click();
  // Nothing is missing there, and the button says so.
  await dialog().getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(target('Foundry').getByText('On', { exact: true })).toBeVisible();
  // The next export goes there alone, and nothing of what Atlas has with it.
  await new Frame(page).goTo('Import');
  await page.locator('input[type=file]').first().setInputFiles(join(app.dir, 'next.zip'));
  await expect.poll(() => sandbox.holdings().foundry.samples).toBeGreaterThan(0);
  await settled();
  expect(sandbox.holdings().atlas).toEqual({ samples, doubled: 0 });
  expect(sandbox.holdings().foundry.samples).toBeLessThan(samples / 2);
});

test('the browser had nothing to complain of', () => {
  // While the host was away there was nobody to ask.
  expect(complaints.filter((one) => !one.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
});
