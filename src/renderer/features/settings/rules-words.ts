import { t } from '../../../shared/language.ts';

/** Where the changes of delivered events go. Turned off, Trendy gets them once it's on again. */
export function sentText(count: number, isTrendyOn: boolean): string {
  if (count === 0) return t('None of this is sent anywhere.');
  return isTrendyOn
    ? t(
        '{count, plural, one {# change goes to Trendy; data that others wrote there stays.} other {# changes go to Trendy; data that others wrote there stays.}}',
        { count },
      )
    : t(
        '{count, plural, one {# change waits for Trendy until you turn it on; data that others wrote there stays.} other {# changes wait for Trendy until you turn it on; data that others wrote there stays.}}',
        { count },
      );
}
