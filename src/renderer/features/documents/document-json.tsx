import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, noteFault, useBridge } from '../../bridge/queries.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { ScrollBox } from '../../components/side-panel.tsx';
import styles from './documents.module.css';

/** A whole document as one reads it; a part of a long one as it stands. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The JSON behind a clinical record, a part at a time: it may hold a scanned document of megabytes. */
export function DocumentJson({ id, length }: { readonly id: number; readonly length: number }) {
  const bridge = useBridge();
  const query = useInfiniteQuery({
    queryKey: ['history.documentJson', id],
    queryFn: ({ pageParam }) => ask(bridge, 'history.documentJson', { id, from: pageParam }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const { data, error, hasNextPage } = query;
  const text = useMemo(() => data?.pages.map((page) => page.text).join('') ?? '', [data]);
  const shown = useMemo(() => (hasNextPage ? text : indented(text)), [text, hasNextPage]);
  if (data === undefined)
    return error === null ? (
      <Skeleton label={t('Loading the JSON')} rows={4} height={24} />
    ) : (
      <FailureNotice failure={failureOf(error)} onRetry={() => query.refetch()} />
    );
  return (
    <>
      <ScrollBox label={t('JSON')} className={styles['jsonBox']}>
        <pre className={styles['json']}>{shown}</pre>
      </ScrollBox>
      {error !== null && <FailureNotice failure={failureOf(error)} />}
      {hasNextPage ? (
        <p className={styles['soft']}>
          {t(
            '{shown, plural, one {# character} other {# characters}} of {total, plural, one {# character} other {# characters}}.',
            { shown: text.length, total: length },
          )}{' '}
          <Button
            look="quiet"
            onPress={() => drop(query.fetchNextPage(), 'the query keeps its own error', noteFault)}
          >
            {t('Show more')}
          </Button>
        </p>
      ) : (
        <CopyButton label={t('Copy the JSON')} text={() => text} />
      )}
    </>
  );
}
