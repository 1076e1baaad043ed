import { CircleCheck, CircleDashed, type LucideIcon, PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { countOf, countText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import tabStyles from '../../components/tabs.module.css';
import { OutboxList } from './outbox-list.tsx';
import styles from './outbox-section.module.css';
import { changeSync, type SyncFilters, type TabName, tabs } from './sync-filters.ts';
import { useOutbox, useOutboxTotal } from './use-outbox.ts';

const names: Readonly<Record<TabName, string>> = {
  failed: 'Failed',
  pending: 'Pending',
  uncertain: 'Uncertain',
  delivered: 'Delivered',
};
const nothing: Readonly<Record<TabName, readonly [LucideIcon, string, string]>> = {
  failed: [CircleCheck, 'Nothing failed', 'What the far side refuses for good will be listed here by name.'],
  pending: [PackageCheck, 'Nothing is waiting', 'What an import adds is listed here until it is delivered.'],
  uncertain: [
    CircleCheck,
    'Nothing is uncertain',
    'What was sent without an answer, so that it may or may not have arrived, is listed here.',
  ],
  delivered: [CircleDashed, 'Nothing was delivered yet', 'Every delivery stays listed here.'],
};

interface Props {
  readonly filters: SyncFilters;
  readonly tab: TabName;
  readonly overview: SyncOverview;
  readonly scroller: HTMLDivElement | null;
}

/** Mutations and chunks by state, each by name. */
export function OutboxSection({ filters, tab, overview, scroller }: Props) {
  const only = overview.destinations.find(({ id }) => id === filters.destination);
  return (
    <Tabs
      className={styles['section'] ?? ''}
      selectedKey={tab}
      onSelectionChange={(key) => changeSync({ tab: tabs.find((name) => name === key) })}
    >
      <div className={styles['bar']}>
        <TabList aria-label="Items by state" className={styles['tabs'] ?? ''}>
          {tabs.map((name) => (
            <Tab key={name} id={name} className={tabStyles['tab'] ?? ''}>
              {names[name]} <Total tab={name} destination={filters.destination} />
            </Tab>
          ))}
        </TabList>
        <div className={styles['acts']}>
          {only !== undefined && (
            <Button look="quiet" onPress={() => changeSync({ destination: undefined })}>
              Only {targetName(only.target)} — show all
            </Button>
          )}
          {(tab === 'failed' || tab === 'uncertain') && (
            <RetryAll tab={tab} destination={filters.destination} />
          )}
        </div>
      </div>
      <TabPanel id={tab} className={styles['panel'] ?? ''}>
        <TabItems key={`${tab} ${filters.destination ?? ''}`} {...{ filters, tab, scroller }} />
      </TabPanel>
    </Tabs>
  );
}

function Total({ tab, destination }: { readonly tab: TabName; readonly destination: number | undefined }) {
  const total = useOutboxTotal(tab, destination);
  return <span className={styles['count']}>{total === null ? '' : countText(total)}</span>;
}

function TabItems({ filters, tab, scroller }: Omit<Props, 'overview'>) {
  const pages = useOutbox(tab, filters.destination);
  if (pages.isPending) return <Skeleton label="Loading the list" rows={6} height={56} />;
  if (pages.error !== null && pages.items.length === 0)
    return (
      <div className={styles['alone']}>
        <FailureNotice failure={failureOf(pages.error)} onRetry={() => pages.refetch()} />
      </div>
    );
  const [icon, title, text] = nothing[tab];
  if (pages.items.length === 0)
    return (
      <EmptyState icon={icon} title={title}>
        {text}
      </EmptyState>
    );
  return (
    <OutboxList
      label={`${names[tab]} items`}
      items={pages.items}
      hasMore={pages.hasNextPage}
      onMore={pages.more}
      open={filters.item}
      onOpen={(item) => changeSync({ item })}
      scroller={scroller}
    />
  );
}

interface RetryProps {
  readonly tab: 'failed' | 'uncertain';
  readonly destination: number | undefined;
}

function RetryAll({ tab, destination }: RetryProps) {
  const retryAll = useAct('sync.retryAll');
  const total = useOutboxTotal(tab, destination) ?? 0;
  const [isAsking, setIsAsking] = useState(false);
  const act = () => retryAll.mutate({ ...(destination === undefined ? {} : { destination }), states: [tab] });
  if (retryAll.error !== null)
    return <FailureNotice failure={failureOf(retryAll.error)} onDismiss={retryAll.reset} />;
  if (total === 0) return null;
  return (
    <>
      <Button
        isDisabled={retryAll.isPending}
        onPress={() => (tab === 'uncertain' ? setIsAsking(true) : act())}
      >
        Retry all {countText(total)}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={`Send ${countOf(total, 'uncertain item')} again?`}
        action="Send again"
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) act();
        }}
      >
        <p>
          They may have arrived already. What did arrive will then be stored twice at the far side; what did
          not will be there at last. Such items stay marked.
        </p>
      </ConfirmDialog>
    </>
  );
}
