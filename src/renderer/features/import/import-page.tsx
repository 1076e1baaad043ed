import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { drop } from '../../../shared/drop.ts';
import { ask, failureOf, noteFault, useBridge, useCall } from '../../bridge/queries.ts';
import form from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { FirstDropPlace, NextDropPlace } from './drop-place.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { FoundCard } from './found-card.tsx';
import styles from './import-page.module.css';
import { useOfferState, useOffers } from './offers.ts';
import { PersonQuestion } from './person-question.tsx';
import { ReadyCard } from './ready-card.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { RunningCard, SendingCard } from './running-card.tsx';

const pageSize = 20;

function useReceipts() {
  const bridge = useBridge();
  return useInfiniteQuery({
    queryKey: ['import.receipts', 'pages'],
    queryFn: ({ pageParam }) =>
      ask(bridge, 'import.receipts', {
        limit: pageSize,
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < pageSize ? null : (page.at(-1)?.runId ?? null)),
  });
}

/** The import page: the running import, earlier ones, and ways to start another. */
export function ImportPage({ firstRun }: { readonly firstRun: ReactNode }) {
  const offers = useOffers();
  const { sending, ready, waiting, failures } = useOfferState();
  const current = useCall('import.current', {});
  const receipts = useReceipts();
  const ended = receipts.data?.pages.flat() ?? [];
  const [latest, ...earlier] = ended;
  const hasRead = ended.some(({ records }) => records.read > 0);
  const status = current.data ?? null;
  const isBusy = status !== null || sending !== null;
  const isLoading = receipts.isPending || current.isPending;
  const error = receipts.error ?? current.error;

  return (
    <div className={form['page']}>
      <div className={styles['column']}>
        {failures.map(({ name, failure }) => (
          <FailureNotice key={name} about={name} failure={failure} onDismiss={offers.clearFailures} />
        ))}
        {error !== null && !isLoading && (
          <FailureNotice
            failure={failureOf(error)}
            onRetry={() => Promise.all([receipts.refetch(), current.refetch()])}
          />
        )}
        {ready !== null && (
          <ReadyCard
            name={ready.name}
            onImport={() => drop(offers.startReady(), 'the store shows the outcome', noteFault)}
          />
        )}
        {!isBusy && <FoundCard />}
        {sending !== null && <SendingCard {...sending} waiting={waiting.length} onCancel={offers.cancel} />}
        {status?.phase === 'waiting_for_person' && <PersonQuestion key={status.runId} status={status} />}
        {status !== null && status.phase !== 'waiting_for_person' && (
          <RunningCard key={`run ${status.runId}`} status={status} />
        )}
        {isLoading && <Skeleton label="Loading imports" rows={4} />}
        {!isLoading && error === null && !isBusy && (hasRead ? <NextDropPlace /> : <FirstDropPlace />)}
        {hasRead && !isBusy && firstRun}
        {latest !== undefined && (
          <ReceiptCard key={latest.runId} receipt={latest} isLatest={status === null} />
        )}
        <EarlierImports
          receipts={earlier}
          onMore={
            receipts.hasNextPage
              ? () => drop(receipts.fetchNextPage(), 'the query keeps its own error', noteFault)
              : null
          }
        />
      </div>
    </div>
  );
}
