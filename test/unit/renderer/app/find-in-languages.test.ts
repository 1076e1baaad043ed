import { expect, test, vi } from 'vitest';

// What the search field gives as examples leads where it says, in every language. Tables of texts are made as their modules load.
test.each(['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'zh-Hans-CN'])('%s', async (locale) => {
  vi.resetModules();
  const { loadLanguage, matchLanguage, t } = await import('../../../../src/shared/language.ts');
  await loadLanguage(matchLanguage([locale]), locale);
  const { historyTabs } = await import('../../../../src/renderer/features/history/filters.ts');
  const { findPlaces } = await import('../../../../src/renderer/app/find-places.ts');
  const actOf = (text: string) =>
    findPlaces(text, {
      types: [{ type: 'HKQuantityTypeIdentifierHeartRate', count: 900 }],
      activities: [{ activity: 'HKWorkoutActivityTypeRunning', count: 12 }],
      pages: ['import', 'history', 'sync', 'settings'],
      tabs: historyTabs,
      today: '2025-05-14',
      locale,
      weekStart: 1,
      isDesktop: true,
      syncBarrier: null,
      countText: String,
    })[0]?.places[0]?.act;
  const examples = t('Heart rate, March 2024, runs in May, Sync now…')
    .replace('…', '')
    .split(/[,、，] ?/);
  expect(examples.map(actOf)).toEqual([
    { kind: 'go', page: 'history', query: { type: 'HKQuantityTypeIdentifierHeartRate' } },
    { kind: 'go', page: 'history', query: { tab: 'events', from: '2024-03-01', to: '2024-03-31' } },
    {
      kind: 'go',
      page: 'history',
      query: {
        tab: 'workouts',
        activity: 'HKWorkoutActivityTypeRunning',
        from: '2025-05-01',
        to: '2025-05-31',
      },
    },
    { kind: 'sync' },
  ]);
});
