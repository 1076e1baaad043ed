import { expect, type Page, test } from '@playwright/test';
import { actOnHost, actsOf, overviewOf, pushOverview, pushTo } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { Frame } from './pages/frame.ts';
import { axeFindings } from './real-app.ts';

// Every state of the Sync page, over a host that plays it.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost((opened) => {
  ({ page, complaints } = opened);
});

const card = (name: string) => page.getByRole('region', { name, exact: true });
const list = (state: string) => page.getByRole('grid', { name: `${state} items` });

test('with no target the page says that nothing leaves this computer', async () => {
  await open('full', '#/sync');
  await expect(page.getByRole('heading', { name: 'Nothing leaves this computer' })).toBeVisible();
  await page.getByRole('button', { name: 'Set up a target' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('each destination has a card with its figures, what holds it up and what helps', async () => {
  await open('problems', '#/sync');
  await expect(card('Trendy').getByText('238 events pending')).toBeVisible();
  await expect(card('Trendy').getByText('Trendy asked us to slow down.')).toBeVisible();
  await expect(card('Trendy').getByText(/Next attempt in \d+:\d\d/)).toBeVisible();
  const atlas = card('Foundry (Atlas)');
  await expect(atlas.getByText('Stored as JSON, not NDJSON')).toBeVisible();
  await expect(atlas.getByRole('link', { name: '4,211 failed' })).toBeVisible();
  await expect(atlas.getByRole('link', { name: '8,402 uncertain' })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await atlas.getByRole('button', { name: /^Sign in/ }).click();
  await expect(page.getByRole('region', { name: 'Account', exact: true })).toBeFocused();
});

test('an open transaction is explained and aborted only when the person agrees', async () => {
  await open('problems', '#/sync');
  await card('Foundry').getByRole('button', { name: 'Review…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Abort the empty transaction?' });
  await expect(dialog.getByText(/ri\.foundry\.main\.dataset/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await actsOf(page, 'sync.abortTransaction')).toEqual([]);
  await card('Foundry').getByRole('button', { name: 'Review…' }).click();
  await dialog.getByRole('button', { name: 'Abort it' }).click();
  await expect.poll(() => actsOf(page, 'sync.abortTransaction')).toEqual([{ destination: 3 }]);
});

test('what new rules changed of delivered events goes only after its number was seen', async () => {
  await open('rules', '#/sync');
  const notice = card('Trendy').getByText(
    '214 delivered events changed or are gone because the rules changed',
  );
  await expect(notice).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await card('Trendy').getByRole('button', { name: 'Send the changes…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Send 214 changes to Trendy?' });
  await expect(dialog.getByText(/^Trendy gets the current figures of 214 events\./)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await actsOf(page, 'sync.releaseUpdates')).toEqual([]);
  await card('Trendy').getByRole('button', { name: 'Send the changes…' }).press('Enter');
  await dialog.getByRole('button', { name: 'Send the changes' }).press('Enter');
  await expect.poll(() => actsOf(page, 'sync.releaseUpdates')).toEqual([{ destination: 1, updates: 214 }]);
  await open('rulesFail', '#/sync');
  await card('Trendy').getByRole('button', { name: 'Send the changes…' }).click();
  await dialog.getByRole('button', { name: 'Send the changes' }).click();
  await expect(card('Trendy').getByText('The data to send has changed')).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('sync now, pause all and pause of one reach the host', async () => {
  await open('sending', '#/sync');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page.getByRole('button', { name: 'Pause Trendy' }).click();
  await expect.poll(() => actsOf(page, 'sync.runNow')).toEqual([{}]);
  await expect.poll(() => actsOf(page, 'sync.pause')).toEqual([{}, { destination: 1 }]);
  await open('paused', '#/sync');
  await page.getByRole('button', { name: 'Resume all' }).click();
  await expect.poll(() => actsOf(page, 'sync.resume')).toEqual([{}]);
});

test('what is held for the phone and what the export cut off are told apart', async () => {
  await open('sending', '#/sync');
  await expect(card('Trendy').getByText('12 held for your phone')).toBeVisible();
  await expect(card('Trendy').getByText('2 incomplete')).toBeVisible();
  await expect(card('Foundry (Atlas)').getByText(/held for your phone|incomplete/)).toHaveCount(0);
});

test('when it runs without sending the page says why, and the person starts it anew', async () => {
  await open('relayOff', '#/sync');
  const why = page.getByRole('heading', { name: 'Sending is off after crashes' });
  await expect(why).toBeVisible();
  await expect(page.getByText(/To keep your history readable/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeDisabled();
  await expect(card('Trendy').getByText('12 events pending')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try sending again' }).press('Enter');
  await expect.poll(() => actsOf(page, 'app.resumeRelay')).toEqual([{}]);
  await expect(why).toBeHidden();
});

test('events that cannot be made have a notice with the cause, until they are made', async () => {
  await open('noEvents', '#/sync');
  const why = page.getByRole('heading', { name: /^Events couldn’t be created: / });
  await expect(why).toBeVisible();
  await expect(page.getByText('disk.full', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('navigation').getByRole('link', { name: 'Events couldn’t be created' }),
  ).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await pushTo(page, 'sync.changed', { ...(await overviewOf(page)), derivationCode: null });
  await expect(why).toBeHidden();
});

test('a failed item is opened, read and retried by keyboard alone', async () => {
  await open('problems', '#/sync');
  await list('Failed').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Details: Running' });
  await expect(panel.getByRole('heading', { name: 'Trendy doesn’t know this event type' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'Details: 4,211 records' })).toBeVisible();
  await page.keyboard.press('Home');
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Technical details' }).press('Enter');
  await expect(panel.getByText('4f1c7a52-9d5e-4b0c-8a07-2f4a5e6b7c8d')).toBeVisible();
  await expect(panel.getByText(/<b>x<\/b>/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Retry' }).press('Enter');
  await expect.poll(() => actsOf(page, 'sync.retry')).toEqual([{ kind: 'mutation', id: 1 }]);
  await expect(list('Failed').getByRole('row')).toHaveCount(2);
});

test('discarding says what is lost and asks', async () => {
  await open('problems', '#/sync?tab=failed&item=chunk-2');
  await page.getByRole('button', { name: 'Discard…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Discard 4,211 records?' });
  await expect(
    dialog.getByText(/may already be at Foundry \(Atlas\).*no later import sends them/),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await actsOf(page, 'sync.discard')).toEqual([]);
  await page.getByRole('button', { name: 'Discard…' }).click();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => actsOf(page, 'sync.discard')).toEqual([{ kind: 'chunk', id: 2 }]);
});

test('uncertain items are sent again only after a word on what that may do: from the list, the panel, and all at once', async () => {
  await open('problems', '#/sync?tab=uncertain');
  const dialog = page.getByRole('alertdialog', { name: 'Send it again?' });
  const first = list('Uncertain').getByRole('row').first();
  await first.getByRole('button', { name: 'Retry Running' }).click();
  await expect(dialog.getByText(/If it did, Trendy will have it twice/)).toBeVisible();
  await dialog.getByText(/If it did/).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // A word with the person about a line opens no panel.
  await expect(page.getByRole('complementary', { name: /^Details/ })).toHaveCount(0);
  await list('Uncertain').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /^Details/ });
  await expect(panel).toBeVisible();
  expect(await actsOf(page, 'sync.retry')).toEqual([]);
  await first.getByRole('button', { name: 'Retry Running' }).click();
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => actsOf(page, 'sync.retry')).toEqual([{ kind: 'mutation', id: 1 }]);

  await open('problems', '#/sync?tab=uncertain');
  await page.getByRole('button', { name: 'Retry all 2…' }).click();
  await expect(page.getByText(/Items that did will be stored twice/)).toBeVisible();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => actsOf(page, 'sync.retryAll')).toEqual([{ states: ['uncertain'] }]);
});

test('a failed item that an earlier request may have stored is asked about, alone and among all', async () => {
  await open('problems', '#/sync?tab=failed');
  await list('Failed').getByRole('button', { name: 'Retry 4,211 records' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Send it again?' });
  await expect(dialog.getByText(/If it did, Foundry \(Atlas\) will have it twice/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Retry all 3…' }).click();
  const all = page.getByRole('alertdialog', { name: 'Send 3 failed items again?' });
  await expect(
    all.getByText(/^1 item may have arrived already\. If it did, it will be stored twice/),
  ).toBeVisible();
  await all.getByRole('button', { name: 'Cancel' }).click();
  expect([await actsOf(page, 'sync.retry'), await actsOf(page, 'sync.retryAll')]).toEqual([[], []]);
  await page.getByRole('button', { name: 'Retry all 3…' }).click();
  await all.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => actsOf(page, 'sync.retryAll')).toEqual([{ states: ['failed'] }]);

  // At Trendy alone nothing is in doubt.
  await open('problems', '#/sync?tab=failed&destination=1');
  await page.getByRole('button', { name: 'Retry all 2' }).click();
  await expect.poll(() => actsOf(page, 'sync.retryAll')).toEqual([{ destination: 1, states: ['failed'] }]);
});

test('a failed item of the list is sent again at once; what stops it is said in its own words', async () => {
  await open('problems', '#/sync?tab=failed');
  await list('Failed').getByRole('button', { name: 'Retry Running' }).click();
  await expect.poll(() => actsOf(page, 'sync.retry')).toEqual([{ kind: 'mutation', id: 1 }]);
  await open('actsFail', '#/sync?tab=failed');
  await list('Failed').getByRole('button', { name: 'Retry Running' }).click();
  const first = list('Failed').getByRole('row').first();
  await expect(first.getByText('There isn’t enough space on this disk')).toBeVisible();
  await expect(first.getByText('This item changed meanwhile')).toHaveCount(0);
});

test('discarded items are found, and taken back one by one or all', async () => {
  await open('problems', '#/sync');
  await page.getByRole('tab', { name: 'Discarded 260' }).click();
  await expect(list('Discarded').getByRole('row').first()).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await list('Discarded').getByRole('button', { name: 'Queue Running again' }).first().click();
  await expect.poll(() => actsOf(page, 'sync.queueAgain')).toEqual([{ kind: 'mutation', id: 20_001 }]);
  await expect(page.getByRole('tab', { name: 'Discarded 259' })).toBeVisible();

  // One that may have arrived before it was discarded is asked about, as an uncertain one.
  await list('Discarded').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Details: 4,211 records' });
  await panel.getByRole('button', { name: 'Queue again' }).click();
  const question = page.getByRole('alertdialog', { name: 'Send it again?' });
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => actsOf(page, 'sync.queueAgain')).toHaveLength(2);
  await expect(panel).toHaveCount(0);

  await page.getByRole('button', { name: 'Queue all 258 again…' }).click();
  const all = page.getByRole('alertdialog', { name: 'Queue 258 discarded items again?' });
  await all.getByRole('button', { name: 'Cancel' }).click();
  expect(await actsOf(page, 'sync.queueAllAgain')).toEqual([]);
  await page.getByRole('button', { name: 'Queue all 258 again…' }).click();
  await all.getByRole('button', { name: 'Queue again' }).click();
  await expect.poll(() => actsOf(page, 'sync.queueAllAgain')).toEqual([{}]);

  await open('actsFail', '#/sync?tab=discarded');
  await list('Discarded').getByRole('button', { name: 'Queue Running again' }).first().click();
  await expect(list('Discarded').getByText('The history can’t be reached right now')).toBeVisible();
});

test('a long list holds few rows in the document and goes on to its end', async () => {
  await open('synced', '#/sync?tab=delivered');
  await expect(list('Delivered').getByRole('row').first()).toBeVisible();
  expect(await list('Delivered').getByRole('row').count()).toBeLessThan(60);
  await list('Delivered').focus();
  await expect(async () => {
    await page.keyboard.press('End');
    const last = await list('Delivered').getByRole('row').last().getAttribute('aria-rowindex');
    expect(Number(last)).toBeGreaterThan(500);
  }).toPass({ timeout: 120_000, intervals: [50] });
});

test('the page follows the pushes, and reads its lists again at most once a second', async () => {
  // The page's own time stands still but for what is run here.
  await page.clock.install();
  await open('sending', '#/sync?tab=pending');
  await expect(list('Pending').getByRole('row').first()).toBeVisible();
  await page.clock.pauseAt(Date.now() + 600_000);
  const before = (await actsOf(page, 'sync.items')).length;
  for (let left = 213; left > 201; left--) {
    await pushOverview(page, left);
    await page.clock.runFor(100);
  }
  await expect(card('Trendy').getByRole('link', { name: '202 pending' })).toBeVisible();
  // 1.2 s of pushes: two rounds of the one page that is on screen; totals come with the pushes.
  const asked = (await actsOf(page, 'sync.items')).length - before;
  await page.clock.resume();
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(2);
});

test('a push reads what of a long list is on screen, and what left it is gone', async () => {
  await page.clock.install();
  await open('synced', '#/sync?tab=delivered');
  const rows = list('Delivered').getByRole('row');
  const total = page.getByRole('tab', { name: /^Delivered/ });
  await expect(rows.first()).toBeVisible();
  await expect(total).toHaveText('Delivered 12,045');
  await list('Delivered').focus();
  const lastRow = async () => Number(await rows.last().getAttribute('aria-rowindex'));
  await expect(async () => {
    await page.keyboard.press('End');
    expect(await lastRow()).toBeGreaterThanOrEqual(1_000);
  }).toPass({ timeout: 120_000, intervals: [50] });
  await page.clock.pauseAt(Date.now() + 600_000);
  const before = (await actsOf(page, 'sync.items')).length;
  const overview = await overviewOf(page);
  const place = await lastRow();
  for (let push = 1; push <= 3; push++) {
    await pushTo(page, 'sync.changed', overview);
    await page.clock.runFor(1_100);
    // The page that the end is on, and at most the one beside it: not all the ten that were read.
    await expect
      .poll(async () => (await actsOf(page, 'sync.items')).length)
      .toBeGreaterThanOrEqual(before + push);
    // One more may be what the last press of End asked for.
    expect((await actsOf(page, 'sync.items')).length).toBeLessThanOrEqual(before + 2 * push + 1);
  }
  expect(await lastRow()).toBe(place);
  await page.clock.resume();
});

test('the question about an item stays with it when a push moves its row, and goes with it', async () => {
  const second = { kind: 'chunk', id: 2 };
  await open('problems', '#/sync?tab=uncertain');
  const question = page.getByRole('alertdialog', { name: 'Send it again?' });
  await list('Uncertain').getByRole('button', { name: 'Retry 4,211 records' }).click();
  await expect(question).toBeVisible();
  await actOnHost(page, 'sync.retry', { kind: 'mutation', id: 1 });
  await pushTo(page, 'sync.changed', await overviewOf(page));
  await expect(page.getByText('Uncertain 1')).toHaveCount(1);
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => actsOf(page, 'sync.retry')).toEqual([{ kind: 'mutation', id: 1 }, second]);

  await open('problems', '#/sync?tab=uncertain');
  await list('Uncertain').getByRole('button', { name: 'Retry Running' }).click();
  await expect(question).toBeVisible();
  await actOnHost(page, 'sync.retry', { kind: 'mutation', id: 1 });
  await pushTo(page, 'sync.changed', await overviewOf(page));
  // It is about nothing that is there, and least of all about the item that moved up.
  await expect(question).toBeHidden();
});

test('an item that left the tab leaves the list and its number with the next push', async () => {
  await open('sending', '#/sync?tab=pending');
  const rows = list('Pending').getByRole('row');
  await expect(page.getByRole('tab', { name: 'Pending 200' })).toBeVisible();
  await expect(rows.first().getByText('Running')).toBeVisible();
  // Behind the page's back, as a delivery is.
  await actOnHost(page, 'sync.discard', { kind: 'mutation', id: 1 });
  await pushTo(page, 'sync.changed', await overviewOf(page));
  await expect(page.getByRole('tab', { name: 'Pending 199' })).toBeVisible();
  await expect(rows.first().getByText('4,211 records')).toBeVisible();
  await list('Pending').focus();
  // Each goes to the end of what is read, and reads on.
  await expect(async () => {
    await page.keyboard.press('End');
    expect(await rows.last().getAttribute('aria-rowindex')).toBe('199');
  }).toPass({ timeout: 120_000, intervals: [50] });
});

test('a list is there again after another page, with nothing pushed meanwhile', async () => {
  await open('problems', '#/sync?tab=failed');
  await expect(list('Failed').getByRole('row').first()).toBeVisible();
  await new Frame(page).goTo('Import');
  await new Frame(page).goTo('Sync');
  await expect(list('Failed').getByRole('row').first()).toBeVisible();
});

test('an item that is left to the user promises no other try', async () => {
  await open('problems', '#/sync?tab=failed&item=chunk-2');
  const panel = page.getByRole('complementary');
  await expect(panel.getByText(/Health Relay doesn’t try it again automatically\./)).toBeVisible();
  await expect(panel.getByText(/tries again automatically/)).toHaveCount(0);
});

test('the foot of the sidebar says how things are and leads here', async () => {
  for (const [scene, words] of [
    ['full', 'Kept on this computer'],
    ['synced', /^Synced 2 minutes ago$/],
    ['problems', '4,212 failed'],
    ['paused', 'Paused by you'],
    ['zone', 'Paused: the home time zone isn’t confirmed'],
  ] as const) {
    await open(scene, '#/import');
    await expect(page.getByRole('navigation').getByRole('link', { name: words })).toBeVisible();
  }
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Paused/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
});

test('a receipt says what is on its way, and where', async () => {
  await open('sending', '#/import');
  const receipt = page.getByRole('article', { name: 'Receipt of export.zip' });
  await expect(
    receipt.getByText(
      /^214 events and 412,908 records are on their way to Trendy, Foundry \(Atlas\), and Foundry\.$/,
    ),
  ).toBeVisible();
  await receipt.getByRole('link', { name: 'See sync' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
});

test('a list that cannot be read says so and can be asked again', async () => {
  await open('listFails', '#/sync?tab=pending');
  await expect(page.getByText('The history can’t be reached right now')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('it fits the smallest window', async () => {
  await page.setViewportSize({ width: 720, height: 520 });
  await open('problems', '#/sync');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
