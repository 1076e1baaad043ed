// The names of the pages and of the History tabs, for titles and Search.
import { t } from '../../shared/language.ts';
import type { HistoryTab } from '../features/history/filters.ts';
import type { PageName } from '../navigation/routes.ts';

export const pageTitles: Readonly<Record<PageName, string>> = {
  overview: t('Overview'),
  import: t('Import', {}, 'noun'),
  history: t('History'),
  report: t('Report'),
  sync: t('Sync'),
  settings: t('Settings'),
};

export const tabNames: Readonly<Record<HistoryTab, string>> = {
  events: t('Events'),
  records: t('Records'),
  workouts: t('Workouts'),
  sleep: t('Sleep'),
  rings: t('Rings'),
  heart: t('Heart'),
  documents: t('Documents'),
};
