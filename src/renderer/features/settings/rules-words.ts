import type { SyncOverview } from '../../../shared/domain/sync.ts';
import { t } from '../../../shared/language.ts';

/** What becomes of the changed events at Trendy (`settings.reviewRules`); a target that is off gets them once it's on. */
export function sentText(sent: number, overview: Pick<SyncOverview, 'destinations'> | undefined): string {
  if (sent === 0) return t('None of this is sent anywhere.');
  const trendy = overview?.destinations.find(({ target, isCurrent }) => target === 'trendy' && isCurrent);
  return trendy?.isEnabled === false
    ? t(
        '{count, plural, one {# change waits until you turn on Trendy; data that others wrote there stays.} other {# changes wait until you turn on Trendy; data that others wrote there stays.}}',
        { count: sent },
      )
    : t(
        '{count, plural, one {# change goes to Trendy; data that others wrote there stays.} other {# changes go to Trendy; data that others wrote there stays.}}',
        { count: sent },
      );
}
