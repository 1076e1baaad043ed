import { accountViews } from './account-views.ts';
import { type Act, press, type View } from './view.ts';

const list: Act = (page) =>
  page.getByRole('tab', { name: 'Pending' }).evaluate((tab) => tab.scrollIntoView({ block: 'start' }));

/** What is done in a state before it is looked at, by the state's name. */
const acts: Readonly<Record<string, Act>> = {
  'import-receipt-open': async (page) => {
    for (const name of [/more types/, /^Why/, /other remarks/, /^Details/])
      await page.getByRole('button', { name }).first().click();
  },
  'import-undo': press('Undo…'),
  'import-removed': press('By type and day'),
  'import-removed-undo': async (page) => {
    const item = page.getByRole('listitem').filter({ hasText: 'no longer in the Health app' }).first();
    await item.getByRole('button', { name: 'Undo…' }).click();
  },
  'import-offer-fails': (page) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'export.zip', mimeType: 'application/zip', buffer: Buffer.from('x') }),
  'drop-veil': (page) =>
    page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'export.zip'));
      window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
    }),
  'first-run-target': (page) => page.getByText('Foundry (Atlas)', { exact: true }).click(),
  'first-run-later': press('Later'),
  'sync-rules-asks': press('Send the changes…'),
  'sync-failed-list': list,
  'sync-uncertain-list': list,
  'sync-replaced': press(/earlier destination/),
  'sync-question': press('Review…'),
  'sync-item': press('Technical details'),
  'sync-discard': press('Discard…'),
  'sync-retry-all': press('Retry all 3…'),
  'sync-discarded': list,
  'settings-order': press('Move Withings up'),
  'settings-rules': async (page) => {
    await page.getByRole('button', { name: 'Move Withings up' }).click();
    await page.getByRole('button', { name: 'Use this order…' }).click();
  },
  'settings-zone': async (page) => {
    await page.getByRole('button', { name: /Home time zone/ }).click();
    await page.keyboard.type('new york');
    await page.getByRole('option', { name: /New York/ }).waitFor();
  },
  'settings-review': press('Turn on…'),
  'settings-review-change': async (page) => {
    await page.getByRole('button', { name: 'Change the data…' }).nth(1).click();
    await page.getByText('Only from a certain day').click();
  },
  'settings-remove': press(/^Remove/),
  'settings-test-fails': press('Test connection'),
  'settings-test-works': press('Test connection'),
};

/** Each state: its name, the scene of its host, its address. */
const states = `
  import-empty           empty       #/import
  import-done            full        #/import
  import-receipt-open    full        #/import
  import-undo            full        #/import
  import-removed         removed     #/import
  import-removed-undo    removed     #/import
  import-running         running     #/import
  import-person          person      #/import
  import-interrupted     interrupted #/import
  import-partial         partial     #/import
  import-refused         refused     #/import
  import-offer-fails     offerFails  #/import
  import-loading         loading     #/import
  import-failing         failing     #/import
  sync-relay-off         relayOff    #/sync
  sync-no-events         noEvents    #/sync
  restarting             restarting  #/import
  drop-veil              full        #/import
  import-found           found       #/import
  settings-folders       found       #/settings?at=zone
  settings-units         full        #/settings?at=units
  import-on-its-way      sending     #/import
  first-run              first       #/import
  first-run-target       firstTarget #/import
  first-run-later        firstTarget #/import
  sync-none              full        #/sync
  sync-off               off         #/sync
  sync-synced            synced      #/sync
  sync-sending           sending     #/sync?tab=pending
  sync-problems          problems    #/sync
  sync-paused            paused      #/sync
  sync-rules             rules       #/sync
  sync-rules-asks        rules       #/sync
  sync-zone              zone        #/sync
  sync-uncertain         problems    #/sync?tab=uncertain&destination=2
  sync-failed-list       problems    #/sync?tab=failed
  sync-uncertain-list    problems    #/sync?tab=uncertain
  sync-replaced          problems    #/sync
  sync-question          problems    #/sync
  sync-item              problems    #/sync?tab=failed&item=mutation-1
  sync-discard           problems    #/sync?tab=failed&item=mutation-1
  sync-chunk             problems    #/sync?tab=failed&item=chunk-2
  sync-retry-all         problems    #/sync?tab=failed
  sync-discarded         problems    #/sync?tab=discarded
  sync-discarded-item    problems    #/sync?tab=discarded&item=mutation-20001
  sync-list-fails        listFails   #/sync
  sync-loading           loading     #/sync
  sync-failing           failing     #/sync
  settings               synced      #/settings
  settings-new           first       #/settings
  settings-earlier       problems    #/settings?at=foundry
  settings-history       synced      #/settings?at=zone
  settings-order         synced      #/settings?at=zone
  settings-rules         synced      #/settings?at=zone
  settings-zone          synced      #/settings?at=zone
  settings-review        off         #/settings
  settings-review-change problems    #/settings
  settings-remove        synced      #/settings
  settings-test-fails    testFails   #/settings
  settings-test-works    synced      #/settings
  settings-proxy         proxy       #/settings?at=proxy
  sync-proxy             proxy       #/sync
  settings-loading       loading     #/settings
  settings-failing       failing     #/settings
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/) as [name: string, scene: string, hash: string]);

const strays = Object.keys(acts).filter((name) => !states.some(([one]) => one === name));
if (strays.length > 0) throw new Error(`no state has the name ${strays}`);

/** Import, Sync, Settings and the frame in every state that a person can meet: those of a history are in history-views.ts. */
export const views: readonly View[] = [
  ...states.map(([name, scene, hash]) => ({ name, scene, hash, ...(acts[name] && { act: acts[name] }) })),
  ...accountViews,
];
