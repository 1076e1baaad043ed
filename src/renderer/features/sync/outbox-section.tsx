import { CircleCheck, CircleDashed, type LucideIcon, PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { OutboxItem, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { countText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import tabStyles from '../../components/tabs.module.css';
import { OutboxList } from './outbox-list.tsx';
import styles from './outbox-section.module.css';
import {
  changeSync,
  repeatableOf,
  type SyncFilters,
  statesOf,
  type TabName,
  tabs,
  totalOf,
} from './sync-filters.ts';
import { SendAgainQuestion } from './use-item-acts.tsx';

const names: Readonly<Record<TabName, string>> = {
  failed: t('Failed', {}, 'tab'),
  pending: t('Pending', {}, 'tab'),
  uncertain: t('Uncertain', {}, 'tab'),
  delivered: t('Delivered', {}, 'tab'),
  discarded: t('Discarded', {}, 'tab'),
};
const listLabels: Readonly<Record<TabName, string>> = {
  failed: t('Failed items'),
  pending: t('Pending items'),
  uncertain: t('Uncertain items'),
  delivered: t('Delivered items'),
  discarded: t('Discarded items'),
};
const nothing: Readonly<Record<TabName, readonly [LucideIcon, string, string]>> = {
  failed: [CircleCheck, t('Nothing failed'), t('Items that couldn’t be delivered appear here.')],
  pending: [
    PackageCheck,
    t('Nothing is pending'),
    t('Events appear here once they’re created, and records once they’re cut into chunks.'),
  ],
  uncertain: [
    CircleCheck,
    t('Nothing is uncertain'),
    t('Items whose delivery nobody could confirm appear here: they may or may not have arrived.'),
  ],
  delivered: [CircleDashed, t('Nothing has been delivered yet'), t('Each delivery appears here.')],
  discarded: [
    CircleCheck,
    t('Nothing was discarded'),
    t('Items that you discard appear here. They can be queued again.'),
  ],
};

interface Props {
  readonly filters: SyncFilters;
  readonly tab: TabName;
  readonly overview: SyncOverview;
  readonly scroller: HTMLDivElement | null;
}

/** Mutations and chunks by state. */
export function OutboxSection({ filters, tab, overview, scroller }: Props) {
  const only = overview.destinations.find(({ id }) => id === filters.destination);
  return (
    <Tabs
      className={styles['section'] ?? ''}
      selectedKey={tab}
      onSelectionChange={(key) => changeSync({ tab: tabs.find((name) => name === key) })}
    >
      <div className={styles['bar']}>
        <TabList aria-label={t('Items by state')} className={styles['tabs'] ?? ''}>
          {tabs.map((name) => (
            <Tab key={name} id={name} className={tabStyles['tab'] ?? ''}>
              {names[name]}{' '}
              <span className={styles['count']}>
                {countText(totalOf(name, overview, filters.destination))}
              </span>
            </Tab>
          ))}
        </TabList>
        <div className={styles['acts']}>
          {only !== undefined && (
            <Button look="quiet" onPress={() => changeSync({ destination: undefined })}>
              {t('Only {target} — show all', { target: targetName(only.target) })}
            </Button>
          )}
          {(tab === 'failed' || tab === 'uncertain' || tab === 'discarded') && (
            <ActOnAll
              key={tab}
              tab={tab}
              destination={filters.destination}
              total={totalOf(tab, overview, filters.destination)}
              repeatable={repeatableOf(tab, overview, filters.destination)}
            />
          )}
        </div>
      </div>
      <TabPanel key={tab} id={tab} className={styles['panel'] ?? ''}>
        <TabItems key={`${tab} ${filters.destination ?? ''}`} {...{ filters, tab, scroller }} />
      </TabPanel>
    </Tabs>
  );
}

function TabItems({ filters, tab, scroller }: Omit<Props, 'overview'>) {
  const { destination } = filters;
  const pages = usePages<OutboxItem>(
    'sync.items',
    { ...(destination === undefined ? {} : { destination }), states: statesOf[tab] },
    100,
  );
  if (pages.isPending) return <Skeleton label={t('Loading the list')} rows={6} height={56} />;
  if (pages.error !== null && pages.rows.length === 0)
    return (
      <div className={styles['alone']}>
        <FailureNotice failure={failureOf(pages.error)} onRetry={() => pages.refetch()} />
      </div>
    );
  const [icon, title, text] = nothing[tab];
  if (pages.rows.length === 0)
    return (
      <EmptyState icon={icon} title={title}>
        {text}
      </EmptyState>
    );
  return (
    <OutboxList
      label={listLabels[tab]}
      items={pages.rows}
      hasMore={pages.hasMore}
      onShown={pages.onShown}
      open={filters.item}
      onOpen={(item) => changeSync({ item })}
      scroller={scroller}
    />
  );
}

interface AllProps {
  readonly tab: TabName;
  readonly destination: number | undefined;
  readonly total: number;
  /** Of these, the ones that a retry may store twice. */
  readonly repeatable: number;
}

function actText(tab: TabName, total: string, isAsking: boolean): string {
  if (tab === 'discarded') return t('Queue all {total} again…', { total });
  return isAsking ? t('Retry all {total}…', { total }) : t('Retry all {total}', { total });
}

/** The action on all items of a tab. */
function ActOnAll({ tab, destination, total, repeatable }: AllProps) {
  const chosen = destination === undefined ? {} : { destination };
  const retryAll = useAct('sync.retryAll');
  const queueAll = useAct('sync.queueAllAgain');
  const [isAsking, setIsAsking] = useState(false);
  const act = tab === 'discarded' ? queueAll : retryAll;
  const send = () => {
    if (tab === 'failed' || tab === 'uncertain') retryAll.mutate({ ...chosen, states: [tab] });
    else queueAll.mutate(chosen);
  };
  const onAnswer = (isYes: boolean) => {
    setIsAsking(false);
    if (isYes) send();
  };
  if (act.error !== null) return <FailureNotice failure={failureOf(act.error)} onDismiss={act.reset} />;
  if (total === 0) return null;
  const asks = tab === 'discarded' || repeatable > 0;
  return (
    <>
      <Button isDisabled={act.isPending} onPress={() => (asks ? setIsAsking(true) : send())}>
        {actText(tab, countText(total), asks)}
      </Button>
      {tab === 'discarded' ? (
        <ConfirmDialog
          isOpen={isAsking}
          title={t('Queue {count, plural, one {# discarded item} other {# discarded items}} again?', {
            count: total,
          })}
          action={t('Queue again')}
          onAnswer={onAnswer}
        >
          <p>
            {t(
              'They’re sent as they are in your history now, if their target is on and set to receive them. Items that arrived before you discarded them may be stored twice.',
            )}
          </p>
        </ConfirmDialog>
      ) : (
        <SendAgainQuestion
          isOpen={isAsking}
          title={
            tab === 'failed'
              ? t('Send {count, plural, one {# failed item} other {# failed items}} again?', { count: total })
              : t('Send {count, plural, one {# uncertain item} other {# uncertain items}} again?', {
                  count: total,
                })
          }
          onAnswer={onAnswer}
        >
          {tab === 'failed'
            ? t(
                '{count, plural, one {# item may have arrived already. If it did, it will be stored twice, and it stays marked as such here.} other {# items may have arrived already. Those that did will be stored twice, and all of them stay marked as such here.}}',
                { count: repeatable },
              )
            : t(
                'They may have arrived already. Items that did will be stored twice, and all of them stay marked as such here.',
              )}
        </SendAgainQuestion>
      )}
    </>
  );
}
