import { memo, useDeferredValue, useMemo } from 'react';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { isPressure, pressureType, pressureTypes, typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall } from '../../bridge/queries.ts';
import { useListedTypes } from '../../bridge/use-types.ts';
import { yearSpanText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { PickList } from './pick-list.tsx';

interface Props {
  readonly picked: string | undefined;
  readonly onPick: (id: string | undefined) => void;
}

/** Record types with count, span, sources and a sparkline of the number of records over time. */
export const TypesColumn = memo(function TypesColumn({ picked, onPick }: Props) {
  const { data: known, error, refetch } = useListedTypes();
  const data = useDeferredValue(known);
  const picks = useMemo(
    () =>
      data?.listed.map(({ type, count, firstAt, lastAt, sources, trend }) => ({
        id: type,
        label: typeLabel(type),
        count,
        words: type === pressureType ? pressureTypes.map(typeLabel).join(' ') : '',
        note: `${yearSpanText(firstAt, lastAt)} · ${t('{count, plural, one {# source} other {# sources}}', { count: sources })}`,
        trend,
      })),
    [data],
  );
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (picks === undefined) return <Skeleton label={t('Loading types')} rows={12} height={46} />;
  return (
    <PickList
      label={t('Types')}
      searchLabel={t('Search types')}
      allLabel={t('All records')}
      picked={picked !== undefined && isPressure(picked) ? pressureType : picked}
      onPick={onPick}
      picks={picks}
      total={data?.records ?? 0}
    />
  );
});

/** Event categories with their counts. */
export const CategoriesColumn = memo(function CategoriesColumn({ picked, onPick }: Props) {
  const { data, error, refetch } = useCall('history.eventCounts', {});
  const picks = useMemo(
    () =>
      data?.map(({ category, count }) => ({
        id: category,
        label: categoryLabel(category),
        count,
        note: '',
        trend: null,
      })),
    [data],
  );
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (picks === undefined) return <Skeleton label={t('Loading categories')} rows={6} height={32} />;
  return (
    <PickList
      label={t('Categories')}
      searchLabel={t('Search categories')}
      allLabel={t('All events')}
      picked={picked}
      onPick={onPick}
      picks={picks}
    />
  );
});
