import type { Page } from '@playwright/test';

export interface View {
  readonly name: string;
  readonly scene: string;
  readonly hash: string;
  readonly act?: (page: Page) => Promise<void>;
}

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
  {
    name: 'import-undo',
    scene: 'full',
    hash: '#/import',
    act: (page) => page.getByRole('button', { name: 'Undo…' }).click(),
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
  { name: 'history-all', scene: 'full', hash: '#/history' },
  { name: 'history-type', scene: 'full', hash: heartRate },
  { name: 'history-steps', scene: 'full', hash: '#/history?type=HKQuantityTypeIdentifierStepCount' },
  { name: 'history-sleep', scene: 'full', hash: '#/history?type=HKCategoryTypeIdentifierSleepAnalysis' },
  { name: 'history-filters', scene: 'full', hash: `${heartRate}&source=1&from=2025-12-01&to=2026-01-14` },
  {
    name: 'history-dates',
    scene: 'full',
    hash: heartRate,
    act: (page) => page.getByRole('button', { name: 'Calendar' }).click(),
  },
  {
    name: 'history-sources',
    scene: 'full',
    hash: heartRate,
    act: (page) =>
      page
        .getByRole('button', { name: /source/i })
        .first()
        .click(),
  },
  { name: 'history-record', scene: 'full', hash: `${heartRate}&item=3` },
  { name: 'history-workouts', scene: 'full', hash: '#/history?tab=workouts' },
  { name: 'history-workout', scene: 'full', hash: '#/history?tab=workouts&item=1' },
  { name: 'history-empty', scene: 'empty', hash: '#/history' },
  { name: 'history-nothing', scene: 'full', hash: `${heartRate}&from=2001-01-01&to=2001-02-01` },
  { name: 'history-loading', scene: 'loading', hash: heartRate },
  { name: 'history-failing', scene: 'failing', hash: `${heartRate}&item=3` },
];
