import { CloudOff, RefreshCw } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { SyncOverview } from '../../../shared/domain/sync.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import side from '../../components/side-panel.module.css';
import { Skeleton } from '../../components/skeleton.tsx';
import turning from '../../components/turning.module.css';
import { When } from '../../components/when.tsx';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { DestinationCard, ReplacedLine } from './destination-card.tsx';
import { ItemPanel } from './item-panel.tsx';
import { OutboxSection } from './outbox-section.tsx';
import { changeSync, syncFiltersOf, type TabName } from './sync-filters.ts';
import styles from './sync-page.module.css';

/** What needs a look first: what failed, then what is in doubt, then what waits. */
function firstTab({ failed, uncertain, pending }: SyncOverview): TabName {
  if (failed > 0) return 'failed';
  if (uncertain > 0) return 'uncertain';
  return pending > 0 ? 'pending' : 'delivered';
}

/** Another person's queue waits for a decision: it is no matter of the past. */
const isShown = ({ isCurrent, pausedBy }: SyncOverview['destinations'][number]) =>
  isCurrent || pausedBy === 'sync.wrong_account';

/** Where everything goes, how far it is, and what did not arrive. */
export function SyncPage() {
  const filters = syncFiltersOf(useDeferredValue(useRoute()));
  // State, not a ref: a list that is drawn in the same go as this page must be told once the element is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { data: overview, error, refetch } = useCall('sync.overview', {});
  if (overview === undefined)
    return (
      <div className={styles['alone']}>
        {error === null ? (
          <Skeleton label="Loading sync status" rows={6} height={64} />
        ) : (
          <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />
        )}
      </div>
    );
  if (overview.destinations.length === 0)
    return (
      <EmptyState
        icon={CloudOff}
        title="Nothing leaves this computer"
        action={
          <Button look="primary" onPress={() => goTo('settings')}>
            Set up a target
          </Button>
        }
      >
        No target is set up. Once one is, everything imported so far can be sent to it, and every later import
        goes there by itself.
      </EmptyState>
    );
  const current = overview.destinations.filter(isShown);
  const replaced = overview.destinations.filter((card) => !isShown(card));
  const tab = filters.tab ?? firstTab(overview);
  return (
    <div className={styles['page']} data-has-panel={filters.item !== undefined}>
      <div ref={setScroller} className={styles['scroller']}>
        <div className={styles['top']}>
          <SyncHead overview={overview} />
          {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />}
          <div className={styles['cards']}>
            {current.map((card) => (
              <DestinationCard key={card.id} card={card} isEverythingPaused={overview.isPausedByPerson} />
            ))}
          </div>
          {replaced.length > 0 && (
            <Disclosure
              level={2}
              title={`${countOf(replaced.length, 'earlier destination')}, kept and paused`}
            >
              <ul className={styles['replaced']}>
                {replaced.map((card) => (
                  <ReplacedLine key={card.id} card={card} />
                ))}
              </ul>
            </Disclosure>
          )}
        </div>
        <OutboxSection filters={filters} tab={tab} overview={overview} scroller={scroller} />
      </div>
      {filters.item !== undefined && (
        <div className={`${side['place']} ${styles['panel']}`}>
          <ItemPanel item={filters.item} onClose={() => changeSync({ item: undefined })} />
        </div>
      )}
    </div>
  );
}

function SyncHead({ overview }: { readonly overview: SyncOverview }) {
  const runNow = useAct('sync.runNow');
  const pause = useAct('sync.pause');
  const resume = useAct('sync.resume');
  const { isPausedByPerson: isPaused, lastSuccessAt, daysToDerive, isSending } = overview;
  const failed = runNow.error ?? pause.error ?? resume.error;
  const canSend = overview.destinations.some(({ isEnabled, isCurrent }) => isEnabled && isCurrent);
  return (
    <>
      <div className={styles['head']}>
        <p>
          {isPaused ? (
            <strong>Everything is paused. Nothing is sent until you resume.</strong>
          ) : lastSuccessAt === null ? (
            'Nothing has been delivered yet.'
          ) : (
            <>
              Last delivered <When at={lastSuccessAt} />.
            </>
          )}
          {daysToDerive !== null && daysToDerive > 0 && (
            <> Still creating events for {countOf(daysToDerive, 'day')}.</>
          )}
        </p>
        <div className={styles['acts']}>
          <Button
            look="primary"
            isDisabled={!canSend || isPaused || runNow.isPending}
            onPress={() => runNow.mutate({})}
          >
            <RefreshCw size={15} aria-hidden className={isSending ? turning['turning'] : ''} />
            Sync now
          </Button>
          <Button
            isDisabled={!canSend || pause.isPending || resume.isPending}
            onPress={() => (isPaused ? resume : pause).mutate({})}
          >
            {isPaused ? 'Resume all' : 'Pause all'}
          </Button>
        </div>
      </div>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
    </>
  );
}
