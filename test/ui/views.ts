import { accountViews } from './account-views.ts';
import { press, type View } from './view.ts';

const list: View['act'] = (page) =>
  page.getByRole('tab', { name: 'Pending' }).evaluate((tab) => tab.scrollIntoView({ block: 'start' }));

const sought =
  (text: string): NonNullable<View['act']> =>
  async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  };

const steps = '#/history?type=HKQuantityTypeIdentifierStepCount';
const heartRate = '#/history?type=HKQuantityTypeIdentifierHeartRate';

/** Every page in every state that a person can meet. */
export const views: readonly View[] = [
  { name: 'import-empty', scene: 'empty', hash: '#/import' },
  { name: 'import-done', scene: 'full', hash: '#/import' },
  {
    name: 'import-receipt-open',
    scene: 'full',
    hash: '#/import',
    act: async (page) => {
      for (const name of [/more types/, /^Why/, /other remarks/, /^Details/])
        await page.getByRole('button', { name }).first().click();
    },
  },
  { name: 'import-undo', scene: 'full', hash: '#/import', act: press('Undo…') },
  { name: 'import-removed', scene: 'removed', hash: '#/import', act: press('By type and day') },
  {
    name: 'import-removed-undo',
    scene: 'removed',
    hash: '#/import',
    act: async (page) => {
      const item = page.getByRole('listitem').filter({ hasText: 'no longer in the Health app' }).first();
      await item.getByRole('button', { name: 'Undo…' }).click();
    },
  },
  { name: 'import-running', scene: 'running', hash: '#/import' },
  { name: 'import-person', scene: 'person', hash: '#/import' },
  { name: 'import-interrupted', scene: 'interrupted', hash: '#/import' },
  { name: 'import-partial', scene: 'partial', hash: '#/import' },
  { name: 'import-refused', scene: 'refused', hash: '#/import' },
  {
    name: 'import-offer-fails',
    scene: 'offerFails',
    hash: '#/import',
    act: (page) =>
      page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'export.zip', mimeType: 'application/zip', buffer: Buffer.from('x') }),
  },
  { name: 'import-loading', scene: 'loading', hash: '#/import' },
  { name: 'import-failing', scene: 'failing', hash: '#/import' },
  { name: 'sync-relay-off', scene: 'relayOff', hash: '#/sync' },
  { name: 'sync-no-events', scene: 'noEvents', hash: '#/sync' },
  { name: 'restarting', scene: 'restarting', hash: '#/import' },
  {
    name: 'drop-veil',
    scene: 'full',
    hash: '#/history',
    act: (page) =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'export.zip'));
        window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
      }),
  },
  { name: 'search', scene: 'full', hash: '#/import', act: (page) => page.keyboard.press('Control+k') },
  { name: 'search-date', scene: 'full', hash: '#/import', act: sought('running in December 2025') },
  { name: 'search-type', scene: 'full', hash: '#/import', act: sought('heart') },
  { name: 'search-nothing', scene: 'full', hash: '#/import', act: sought('zzz') },
  { name: 'history-export', scene: 'full', hash: `${heartRate}&export=1` },
  { name: 'report', scene: 'full', hash: '#/report?from=2025-10-15&to=2026-01-14' },
  { name: 'report-months', scene: 'full', hash: '#/report?from=2024-01-01&to=2025-12-31' },
  { name: 'report-empty', scene: 'empty', hash: '#/report' },
  { name: 'report-failing', scene: 'failing', hash: '#/report' },
  { name: 'report-loading', scene: 'loading', hash: '#/report' },
  { name: 'overview', scene: 'full', hash: '#/overview' },
  { name: 'overview-empty', scene: 'empty', hash: '#/overview' },
  { name: 'overview-loading', scene: 'loading', hash: '#/overview' },
  { name: 'overview-failing', scene: 'failing', hash: '#/overview' },
  { name: 'overview-no-zone', scene: 'first', hash: '#/overview' },
  {
    name: 'overview-hidden',
    scene: 'full',
    hash: '#/overview',
    act: async (page) => {
      await page.getByRole('button', { name: /^Hidden cards/ }).click();
      await page.getByRole('button', { name: 'How these figures are calculated' }).click();
      await page.getByRole('button', { name: /^Hidden cards/ }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'overview-figures',
    scene: 'full',
    hash: '#/overview',
    act: async (page) => {
      await page.getByRole('button', { name: 'Options of Blood pressure' }).click();
      await page.getByRole('menuitem', { name: 'Figures…' }).click();
    },
  },
  { name: 'rings', scene: 'full', hash: '#/history?tab=rings' },
  { name: 'rings-empty', scene: 'empty', hash: '#/history?tab=rings' },
  { name: 'history-all', scene: 'full', hash: '#/history' },
  { name: 'history-type', scene: 'full', hash: heartRate },
  { name: 'history-steps', scene: 'full', hash: '#/history?type=HKQuantityTypeIdentifierStepCount' },
  { name: 'history-sleep', scene: 'full', hash: '#/history?type=HKCategoryTypeIdentifierSleepAnalysis' },
  { name: 'type-year-compared', scene: 'full', hash: `${steps}&range=year&compare=1` },
  { name: 'type-each', scene: 'full', hash: `${steps}&range=week&each=1` },
  { name: 'type-hours', scene: 'full', hash: `${steps}&range=day` },
  {
    name: 'type-overlay',
    scene: 'full',
    hash: `${heartRate}&range=half&overlay=HKQuantityTypeIdentifierStepCount`,
  },
  { name: 'type-all', scene: 'full', hash: `${heartRate}&range=all` },
  {
    name: 'type-stand',
    scene: 'full',
    hash: '#/history?type=HKCategoryTypeIdentifierAppleStandHour&range=month',
  },
  { name: 'type-nothing', scene: 'full', hash: `${heartRate}&range=month&at=2012-03-04` },
  {
    name: 'type-counted',
    scene: 'full',
    hash: heartRate,
    act: press('How this was counted'),
  },
  {
    name: 'type-pressure',
    scene: 'full',
    hash: '#/history?type=HKQuantityTypeIdentifierBloodPressureSystolic&range=month&compare=1',
  },
  { name: 'type-records', scene: 'full', hash: `${heartRate}&list=1` },
  { name: 'type-loading', scene: 'loading', hash: heartRate },
  { name: 'type-failing', scene: 'failing', hash: heartRate },
  { name: 'history-filters', scene: 'full', hash: `${heartRate}&source=1&from=2025-12-01&to=2026-01-14` },
  { name: 'history-dates', scene: 'full', hash: `${heartRate}&list=1`, act: press('Calendar') },
  { name: 'history-sources', scene: 'full', hash: `${heartRate}&list=1`, act: press(/source/i) },
  { name: 'history-record', scene: 'full', hash: `${heartRate}&item=3` },
  { name: 'import-found', scene: 'found', hash: '#/import' },
  { name: 'settings-folders', scene: 'found', hash: '#/settings?at=zone' },
  { name: 'history-removed', scene: 'full', hash: '#/history?removed=1&item=100002' },
  { name: 'sleep-week', scene: 'full', hash: '#/history?tab=sleep' },
  {
    name: 'sleep-6-months',
    scene: 'full',
    hash: '#/history?tab=sleep&range=6-months',
    act: press('Regularity by week'),
  },
  {
    name: 'sleep-night',
    scene: 'full',
    hash: '#/history?tab=sleep',
    act: (page) =>
      page
        .getByRole('region', { name: 'One evening' })
        .evaluate((card) => card.scrollIntoView({ block: 'start' })),
  },
  { name: 'settings-units', scene: 'full', hash: '#/settings?at=units' },
  { name: 'sleep-failing', scene: 'failing', hash: '#/history?tab=sleep' },
  { name: 'history-workouts', scene: 'full', hash: '#/history?tab=workouts' },
  { name: 'heart-ecgs', scene: 'full', hash: '#/history?tab=heart' },
  { name: 'heart-ecg', scene: 'full', hash: '#/history?tab=heart&item=2' },
  {
    name: 'heart-ecg-fit',
    scene: 'full',
    hash: '#/history?tab=heart&item=1&zoom=fit',
    act: press(/second as figures/),
  },
  { name: 'heart-beats', scene: 'full', hash: '#/history?tab=heart&of=beats' },
  { name: 'heart-tachogram', scene: 'full', hash: '#/history?tab=heart&of=beats&item=500003' },
  { name: 'heart-removed', scene: 'full', hash: '#/history?tab=heart&removed=1' },
  { name: 'heart-loading', scene: 'loading', hash: '#/history?tab=heart&item=1' },
  { name: 'heart-failing', scene: 'failing', hash: '#/history?tab=heart' },
  { name: 'documents', scene: 'full', hash: '#/history?tab=documents' },
  {
    name: 'documents-clinical',
    scene: 'full',
    hash: '#/history?tab=documents&group=clinical%3AObservation&item=3',
    act: press(/^JSON in/),
  },
  { name: 'documents-audiogram', scene: 'full', hash: '#/history?tab=documents&group=audiogram&item=1' },
  { name: 'documents-vision', scene: 'full', hash: '#/history?tab=documents&group=vision&item=2' },
  { name: 'documents-mind', scene: 'full', hash: '#/history?tab=documents&group=HKDataTypeStateOfMind' },
  {
    name: 'documents-removed',
    scene: 'full',
    hash: '#/history?tab=documents&group=HKCorrelationTypeIdentifierBloodPressure',
  },
  { name: 'documents-loading', scene: 'loading', hash: '#/history?tab=documents' },
  { name: 'history-workout', scene: 'full', hash: '#/history?tab=workouts&item=1' },
  { name: 'history-workout-no-route', scene: 'full', hash: '#/history?tab=workouts&item=2' },
  {
    name: 'history-workout-limits',
    scene: 'full',
    hash: '#/history?tab=workouts&item=3',
    act: press('Set limits…'),
  },
  { name: 'history-workout-twin', scene: 'full', hash: '#/history?tab=workouts&item=4' },
  { name: 'history-workout-failing', scene: 'failing', hash: '#/history?tab=workouts&item=1' },
  { name: 'history-workout-loading', scene: 'loading', hash: '#/history?tab=workouts&item=1' },
  { name: 'import-on-its-way', scene: 'sending', hash: '#/import' },
  { name: 'first-run', scene: 'first', hash: '#/import' },
  {
    name: 'first-run-target',
    scene: 'firstTarget',
    hash: '#/import',
    act: (page) => page.getByText('Foundry (Atlas)', { exact: true }).click(),
  },
  { name: 'first-run-later', scene: 'firstTarget', hash: '#/import', act: press('Later') },
  { name: 'sync-none', scene: 'full', hash: '#/sync' },
  { name: 'sync-off', scene: 'off', hash: '#/sync' },
  { name: 'sync-synced', scene: 'synced', hash: '#/sync' },
  { name: 'sync-sending', scene: 'sending', hash: '#/sync?tab=pending' },
  { name: 'sync-problems', scene: 'problems', hash: '#/sync' },
  { name: 'sync-paused', scene: 'paused', hash: '#/sync' },
  { name: 'sync-rules', scene: 'rules', hash: '#/sync' },
  { name: 'sync-rules-asks', scene: 'rules', hash: '#/sync', act: press('Send the changes…') },
  { name: 'sync-zone', scene: 'zone', hash: '#/sync' },
  { name: 'sync-uncertain', scene: 'problems', hash: '#/sync?tab=uncertain&destination=2' },
  { name: 'sync-failed-list', scene: 'problems', hash: '#/sync?tab=failed', act: list },
  { name: 'sync-uncertain-list', scene: 'problems', hash: '#/sync?tab=uncertain', act: list },
  { name: 'sync-replaced', scene: 'problems', hash: '#/sync', act: press(/earlier destination/) },
  { name: 'sync-question', scene: 'problems', hash: '#/sync', act: press('Review…') },
  {
    name: 'sync-item',
    scene: 'problems',
    hash: '#/sync?tab=failed&item=mutation-1',
    act: press('Technical details'),
  },
  {
    name: 'sync-discard',
    scene: 'problems',
    hash: '#/sync?tab=failed&item=mutation-1',
    act: press('Discard…'),
  },
  { name: 'sync-chunk', scene: 'problems', hash: '#/sync?tab=failed&item=chunk-2' },
  { name: 'sync-discarded', scene: 'problems', hash: '#/sync?tab=discarded', act: list },
  { name: 'sync-discarded-item', scene: 'problems', hash: '#/sync?tab=discarded&item=mutation-20001' },
  { name: 'sync-list-fails', scene: 'listFails', hash: '#/sync' },
  { name: 'sync-loading', scene: 'loading', hash: '#/sync' },
  { name: 'sync-failing', scene: 'failing', hash: '#/sync' },
  { name: 'settings', scene: 'synced', hash: '#/settings' },
  { name: 'settings-new', scene: 'first', hash: '#/settings' },
  { name: 'settings-earlier', scene: 'problems', hash: '#/settings?at=foundry' },
  { name: 'settings-history', scene: 'synced', hash: '#/settings?at=zone' },
  { name: 'settings-order', scene: 'synced', hash: '#/settings?at=zone', act: press('Move Withings up') },
  {
    name: 'settings-rules',
    scene: 'synced',
    hash: '#/settings?at=zone',
    act: async (page) => {
      await page.getByRole('button', { name: 'Move Withings up' }).click();
      await page.getByRole('button', { name: 'Use this order…' }).click();
    },
  },
  {
    name: 'settings-zone',
    scene: 'synced',
    hash: '#/settings?at=zone',
    act: async (page) => {
      await page.getByRole('button', { name: /Home time zone/ }).click();
      await page.keyboard.type('new york');
      await page.getByRole('option', { name: /New York/ }).waitFor();
    },
  },
  { name: 'settings-review', scene: 'off', hash: '#/settings', act: press('Turn on…') },
  {
    name: 'settings-review-change',
    scene: 'problems',
    hash: '#/settings',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the data…' }).nth(1).click();
      await page.getByText('Only from a certain day').click();
    },
  },
  { name: 'settings-remove', scene: 'synced', hash: '#/settings', act: press(/^Remove/) },
  { name: 'settings-test-fails', scene: 'testFails', hash: '#/settings', act: press('Test connection') },
  { name: 'settings-test-works', scene: 'synced', hash: '#/settings', act: press('Test connection') },
  { name: 'settings-proxy', scene: 'proxy', hash: '#/settings?at=proxy' },
  { name: 'sync-proxy', scene: 'proxy', hash: '#/sync' },
  { name: 'settings-loading', scene: 'loading', hash: '#/settings' },
  { name: 'settings-failing', scene: 'failing', hash: '#/settings' },
  { name: 'events', scene: 'synced', hash: '#/history?tab=events' },
  {
    name: 'events-filters',
    scene: 'synced',
    hash: '#/history?tab=events&category=workout&text=run&from=2025-12-01',
  },
  { name: 'event-steps', scene: 'synced', hash: '#/history?tab=events&item=8' },
  { name: 'event-theirs', scene: 'synced', hash: '#/history?tab=events&item=34' },
  { name: 'event-workout', scene: 'synced', hash: '#/history?tab=events&item=13' },
  { name: 'event-night-with-nap', scene: 'synced', hash: '#/history?tab=events&item=3' },
  { name: 'event-nap', scene: 'synced', hash: '#/history?tab=events&item=1099511627776' },
  { name: 'event-failed', scene: 'synced', hash: '#/history?tab=events&item=6' },
  { name: 'events-nothing', scene: 'synced', hash: '#/history?tab=events&text=nothing' },
  { name: 'events-no-zone', scene: 'first', hash: '#/history?tab=events' },
  { name: 'events-loading', scene: 'loading', hash: '#/history?tab=events' },
  { name: 'events-failing', scene: 'failing', hash: '#/history?tab=events&item=3' },
  { name: 'history-empty', scene: 'empty', hash: '#/history' },
  { name: 'history-nothing', scene: 'full', hash: `${heartRate}&from=2001-01-01&to=2001-02-01` },
  { name: 'history-loading', scene: 'loading', hash: heartRate },
  { name: 'history-failing', scene: 'failing', hash: `${heartRate}&item=3` },
  ...accountViews,
];
