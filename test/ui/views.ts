import { accountViews } from './account-views.ts';
import { press, type View } from './view.ts';

type Act = NonNullable<View['act']>;

const list: Act = (page) =>
  page.getByRole('tab', { name: 'Pending' }).evaluate((tab) => tab.scrollIntoView({ block: 'start' }));

const sought =
  (text: string): Act =>
  async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  };

const steps = '#/history?type=HKQuantityTypeIdentifierStepCount';
const heartRate = '#/history?type=HKQuantityTypeIdentifierHeartRate';

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
  search: (page) => page.keyboard.press('Control+k'),
  'search-date': sought('running in December 2025'),
  'search-type': sought('heart'),
  'search-nothing': sought('zzz'),
  'overview-hidden': async (page) => {
    await page.getByRole('button', { name: /^Hidden cards/ }).click();
    await page.getByRole('button', { name: 'How these figures are calculated' }).click();
    await page.getByRole('button', { name: /^Hidden cards/ }).scrollIntoViewIfNeeded();
  },
  'overview-figures': async (page) => {
    await page.getByRole('button', { name: 'Options of Blood pressure' }).click();
    await page.getByRole('menuitem', { name: 'Figures…' }).click();
  },
  'type-counted': press('How this was counted'),
  'history-dates': press('Calendar'),
  'history-sources': press(/source/i),
  'sleep-6-months': press('Regularity by week'),
  'sleep-night': (page) =>
    page
      .getByRole('region', { name: 'One evening' })
      .evaluate((card) => card.scrollIntoView({ block: 'start' })),
  'heart-ecg-fit': press(/second as figures/),
  'documents-clinical': press(/^JSON in/),
  'history-workout-limits': press('Set limits…'),
  'first-run-target': (page) => page.getByText('Foundry (Atlas)', { exact: true }).click(),
  'first-run-later': press('Later'),
  'sync-rules-asks': press('Send the changes…'),
  'sync-failed-list': list,
  'sync-uncertain-list': list,
  'sync-replaced': press(/earlier destination/),
  'sync-question': press('Review…'),
  'sync-item': press('Technical details'),
  'sync-discard': press('Discard…'),
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
  import-empty             empty       #/import
  import-done              full        #/import
  import-receipt-open      full        #/import
  import-undo              full        #/import
  import-removed           removed     #/import
  import-removed-undo      removed     #/import
  import-running           running     #/import
  import-person            person      #/import
  import-interrupted       interrupted #/import
  import-partial           partial     #/import
  import-refused           refused     #/import
  import-offer-fails       offerFails  #/import
  import-loading           loading     #/import
  import-failing           failing     #/import
  sync-relay-off           relayOff    #/sync
  sync-no-events           noEvents    #/sync
  restarting               restarting  #/import
  drop-veil                full        #/history
  search                   full        #/import
  search-date              full        #/import
  search-type              full        #/import
  search-nothing           full        #/import
  history-export           full        ${heartRate}&export=1
  report                   full        #/report?from=2025-10-15&to=2026-01-14
  report-months            full        #/report?from=2024-01-01&to=2025-12-31
  report-empty             empty       #/report
  report-failing           failing     #/report
  report-loading           loading     #/report
  overview                 full        #/overview
  overview-empty           empty       #/overview
  overview-loading         loading     #/overview
  overview-failing         failing     #/overview
  overview-no-zone         first       #/overview
  overview-hidden          full        #/overview
  overview-figures         full        #/overview
  rings                    full        #/history?tab=rings
  rings-empty              empty       #/history?tab=rings
  history-all              full        #/history
  history-type             full        ${heartRate}
  history-steps            full        ${steps}
  history-sleep            full        #/history?type=HKCategoryTypeIdentifierSleepAnalysis
  type-year-compared       full        ${steps}&range=year&compare=1
  type-each                full        ${steps}&range=week&each=1
  type-hours               full        ${steps}&range=day
  type-overlay             full        ${heartRate}&range=half&overlay=HKQuantityTypeIdentifierStepCount
  type-all                 full        ${heartRate}&range=all
  type-stand               full        #/history?type=HKCategoryTypeIdentifierAppleStandHour&range=month
  type-nothing             full        ${heartRate}&range=month&at=2012-03-04
  type-counted             full        ${heartRate}
  type-pressure            full        #/history?type=HKCorrelationTypeIdentifierBloodPressure&range=month&compare=1
  type-records             full        ${heartRate}&list=1
  type-loading             loading     ${heartRate}
  type-failing             failing     ${heartRate}
  history-filters          full        ${heartRate}&source=1&from=2025-12-01&to=2026-01-14
  history-dates            full        ${heartRate}&list=1
  history-sources          full        ${heartRate}&list=1
  history-record           full        ${heartRate}&item=3
  import-found             found       #/import
  settings-folders         found       #/settings?at=zone
  history-removed          full        #/history?removed=1&item=100002
  sleep-week               full        #/history?tab=sleep
  sleep-6-months           full        #/history?tab=sleep&range=6-months
  sleep-night              full        #/history?tab=sleep
  settings-units           full        #/settings?at=units
  sleep-failing            failing     #/history?tab=sleep
  history-workouts         full        #/history?tab=workouts
  heart-ecgs               full        #/history?tab=heart
  heart-ecg                full        #/history?tab=heart&item=2
  heart-ecg-fit            full        #/history?tab=heart&item=1&zoom=fit
  heart-beats              full        #/history?tab=heart&of=beats
  heart-tachogram          full        #/history?tab=heart&of=beats&item=500003
  heart-removed            full        #/history?tab=heart&removed=1
  heart-loading            loading     #/history?tab=heart&item=1
  heart-failing            failing     #/history?tab=heart
  documents                full        #/history?tab=documents
  documents-clinical       full        #/history?tab=documents&group=clinical%3AObservation&item=3
  documents-audiogram      full        #/history?tab=documents&group=audiogram&item=1
  documents-vision         full        #/history?tab=documents&group=vision&item=2
  documents-mind           full        #/history?tab=documents&group=HKDataTypeStateOfMind
  documents-removed        full        #/history?tab=documents&group=HKCorrelationTypeIdentifierBloodPressure
  documents-loading        loading     #/history?tab=documents
  history-workout          full        #/history?tab=workouts&item=1
  history-workout-no-route full        #/history?tab=workouts&item=2
  history-workout-limits   full        #/history?tab=workouts&item=3
  history-workout-twin     full        #/history?tab=workouts&item=4
  history-workout-failing  failing     #/history?tab=workouts&item=1
  history-workout-loading  loading     #/history?tab=workouts&item=1
  import-on-its-way        sending     #/import
  first-run                first       #/import
  first-run-target         firstTarget #/import
  first-run-later          firstTarget #/import
  sync-none                full        #/sync
  sync-off                 off         #/sync
  sync-synced              synced      #/sync
  sync-sending             sending     #/sync?tab=pending
  sync-problems            problems    #/sync
  sync-paused              paused      #/sync
  sync-rules               rules       #/sync
  sync-rules-asks          rules       #/sync
  sync-zone                zone        #/sync
  sync-uncertain           problems    #/sync?tab=uncertain&destination=2
  sync-failed-list         problems    #/sync?tab=failed
  sync-uncertain-list      problems    #/sync?tab=uncertain
  sync-replaced            problems    #/sync
  sync-question            problems    #/sync
  sync-item                problems    #/sync?tab=failed&item=mutation-1
  sync-discard             problems    #/sync?tab=failed&item=mutation-1
  sync-chunk               problems    #/sync?tab=failed&item=chunk-2
  sync-discarded           problems    #/sync?tab=discarded
  sync-discarded-item      problems    #/sync?tab=discarded&item=mutation-20001
  sync-list-fails          listFails   #/sync
  sync-loading             loading     #/sync
  sync-failing             failing     #/sync
  settings                 synced      #/settings
  settings-new             first       #/settings
  settings-earlier         problems    #/settings?at=foundry
  settings-history         synced      #/settings?at=zone
  settings-order           synced      #/settings?at=zone
  settings-rules           synced      #/settings?at=zone
  settings-zone            synced      #/settings?at=zone
  settings-review          off         #/settings
  settings-review-change   problems    #/settings
  settings-remove          synced      #/settings
  settings-test-fails      testFails   #/settings
  settings-test-works      synced      #/settings
  settings-proxy           proxy       #/settings?at=proxy
  sync-proxy               proxy       #/sync
  settings-loading         loading     #/settings
  settings-failing         failing     #/settings
  events                   synced      #/history?tab=events
  events-filters           synced      #/history?tab=events&category=workout&text=run&from=2025-12-01
  event-steps              synced      #/history?tab=events&item=8
  event-theirs             synced      #/history?tab=events&item=34
  event-workout            synced      #/history?tab=events&item=13
  event-night-with-nap     synced      #/history?tab=events&item=3
  event-nap                synced      #/history?tab=events&item=1099511627776
  event-failed             synced      #/history?tab=events&item=6
  events-nothing           synced      #/history?tab=events&text=nothing
  events-no-zone           first       #/history?tab=events
  events-loading           loading     #/history?tab=events
  events-failing           failing     #/history?tab=events&item=3
  history-empty            empty       #/history
  history-nothing          full        ${heartRate}&from=2001-01-01&to=2001-02-01
  history-loading          loading     ${heartRate}
  history-failing          failing     ${heartRate}&item=3
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/) as [name: string, scene: string, hash: string]);

const strays = Object.keys(acts).filter((name) => !states.some(([one]) => one === name));
if (strays.length > 0) throw new Error(`no state has the name ${strays}`);

/** Every page in every state that a person can meet. */
export const views: readonly View[] = [
  ...states.map(([name, scene, hash]) => ({ name, scene, hash, ...(acts[name] && { act: acts[name] }) })),
  ...accountViews,
];
