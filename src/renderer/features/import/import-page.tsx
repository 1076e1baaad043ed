import { useInfiniteQuery } from '@tanstack/react-query';
import { FolderSearch, PackageOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, noteFault, useAct, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import form from '../../components/form-page.module.css';
import { dayText } from '../../components/formats.ts';
import { rich } from '../../components/language.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import dropPlaceStyles from './drop-place.module.css';
import { FirstDropPlace, NextDropPlace } from './drop-place.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { useOfferState, useOffers } from './offer-store.ts';
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
      <div className={form['column']} data-of="cards">
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
        {isLoading && <Skeleton label={t('Loading imports')} rows={4} />}
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

/** Asks about the newest export in a watched folder, once per file; nothing is imported before the answer. */
function FoundCard() {
  const [found] = useCall('import.watch', {}).data?.found ?? [];
  const take = useAct('import.takeFound');
  const dismiss = useAct('import.dismissFound');
  const error = take.error ?? dismiss.error;
  if (found === undefined) return error === null ? null : <FailureNotice failure={failureOf(error)} />;
  const isBusy = take.isPending || dismiss.isPending;
  return (
    <>
      <section
        className={dropPlaceStyles['small']}
        aria-label={t('A newer export in {folder}', { folder: found.folder })}
      >
        <FolderSearch size={20} strokeWidth={1.75} aria-hidden />
        <p>
          {rich('A newer export is in {folder}: <b>{name}</b>, from {day}. Import it?', {
            b: (inner) => <strong>{inner}</strong>,
            folder: found.folder,
            name: found.name,
            day: dayText(found.exportAt),
          })}
        </p>
        <div className={dropPlaceStyles['buttons']}>
          <Button look="primary" isDisabled={isBusy} onPress={() => take.mutate({ id: found.id })}>
            {t('Import it')}
          </Button>
          <Button isDisabled={isBusy} onPress={() => dismiss.mutate({ id: found.id })}>
            {t('Not this one')}
          </Button>
        </div>
      </section>
      {error !== null && <FailureNotice failure={failureOf(error)} />}
    </>
  );
}

/** `import.other_person`: a history belongs to one person, so another person's file waits for an answer. */
function PersonQuestion({ status }: { readonly status: ImportStatus }) {
  const answer = useAct('import.confirmPerson');
  const say = (isSamePerson: boolean) => answer.mutate({ runId: status.runId, isSamePerson });
  const isBusy = answer.isPending || answer.isSuccess;
  return (
    <Notice
      tone="warn"
      title={t('Is {name} yours?', { name: status.name })}
      actions={
        <>
          <Button isDisabled={isBusy} onPress={() => say(false)}>
            {t('Not mine')}
          </Button>
          <Button look="primary" isDisabled={isBusy} onPress={() => say(true)}>
            {t('It’s mine: import it')}
          </Button>
        </>
      }
    >
      <p>
        {t(
          'It doesn’t look like the history kept here: either the date of birth, sex, or blood type differs, or hardly any of its data matches the same days. A history holds one person’s data. Nothing from this file has been stored yet, and nothing will be if it isn’t yours.',
        )}
      </p>
      {answer.error !== null && <FailureNotice failure={failureOf(answer.error)} />}
    </Notice>
  );
}

/** A file given at the program's start: one press imports it. */
function ReadyCard({ name, onImport }: { readonly name: string; readonly onImport: () => void }) {
  return (
    <section className={dropPlaceStyles['small']} aria-label={t('{name} is ready to import', { name })}>
      <PackageOpen size={20} strokeWidth={1.75} aria-hidden />
      <p>{rich('<b>{name}</b> is ready to import.', { b: (inner) => <strong>{inner}</strong>, name })}</p>
      <Button look="primary" onPress={onImport}>
        {t('Import it')}
      </Button>
    </section>
  );
}
