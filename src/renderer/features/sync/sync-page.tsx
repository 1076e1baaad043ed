import { CloudOff, RefreshCw } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { type SyncOverview, syncBarrier } from '../../../shared/domain/sync.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { insideSentence } from '../../components/formats.ts';
import { rich } from '../../components/language.tsx';
import { When } from '../../components/live-time.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import side from '../../components/side-panel.module.css';
import spread from '../../components/spread-line.module.css';
import turning from '../../components/turning.module.css';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { DestinationCard, ReplacedLine } from './destination-card.tsx';
import { ItemPanel } from './item-panel.tsx';
import { OutboxSection } from './outbox-section.tsx';
import { changeSync, syncFiltersOf, type TabName } from './sync-filters.ts';
import styles from './sync-page.module.css';

/** The most urgent tab: failed, then uncertain, then pending. */
function firstTab({ failed, uncertain, pending }: SyncOverview): TabName {
  if (failed > 0) return 'failed';
  if (uncertain > 0) return 'uncertain';
  return pending > 0 ? 'pending' : 'delivered';
}

/** Another person's queue waits for a decision, so it stays visible. */
const isShown = ({ isCurrent, pausedBy }: SyncOverview['destinations'][number]) =>
  isCurrent || pausedBy === 'sync.wrong_account';

/** Destinations, their progress, and undelivered items. */
export function SyncPage() {
  const filters = syncFiltersOf(useDeferredValue(useRoute()));
  // State, not a ref: a list rendered together with this page must rerender once the element exists.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { data: overview, error, refetch } = useCall('sync.overview', {});
  if (overview === undefined)
    return (
      <div className={styles['alone']}>
        <RelayOff />
        {error === null ? (
          <Skeleton label={t('Loading sync status')} rows={6} height={64} />
        ) : (
          <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />
        )}
      </div>
    );
  if (overview.destinations.length === 0)
    return (
      <div className={styles['alone']}>
        <RelayOff />
        <EmptyState
          icon={CloudOff}
          title={t('Nothing leaves this computer')}
          action={
            <Button look="primary" onPress={() => goTo('settings')}>
              {t('Set up a target')}
            </Button>
          }
        >
          {t(
            'No target is set up. Once you set one up, everything imported so far can be sent to it, and every later import is sent automatically.',
          )}
        </EmptyState>
      </div>
    );
  const current = overview.destinations.filter(isShown);
  const replaced = overview.destinations.filter((card) => !isShown(card));
  const tab = filters.tab ?? firstTab(overview);
  return (
    <div className={styles['page']} data-has-panel={filters.item !== undefined}>
      <div ref={setScroller} className={styles['scroller']}>
        <div className={styles['top']}>
          <RelayOff />
          <DerivationFailed overview={overview} />
          <SyncHead overview={overview} />
          {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />}
          <div className={styles['cards']}>
            {current.map((card) => (
              <DestinationCard key={card.id} card={card} overview={overview} />
            ))}
          </div>
          {replaced.length > 0 && (
            <Disclosure
              level={2}
              title={t(
                '{count, plural, one {# earlier destination, kept and paused} other {# earlier destinations, kept and paused}}',
                { count: replaced.length },
              )}
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

/** The program runs without sending after repeated crashes: explains why and offers a restart. */
function RelayOff() {
  const again = useAct('app.resumeRelay');
  const isImporting = useCall('import.current', {}).data != null;
  const code = useCall('app.info', {}).data?.dataState.code;
  if (code !== 'sync.off_after_crashes') return null;
  const { title, text } = textFor(code);
  return (
    <>
      <Notice
        tone="bad"
        title={title}
        actions={
          <Button isDisabled={again.isPending || isImporting} onPress={() => again.mutate({})}>
            {t('Try sending again')}
          </Button>
        }
      >
        <p>{text}</p>
        {isImporting && <p>{t('An import is in progress: try again when it’s done.')}</p>}
      </Notice>
      {again.error !== null && <FailureNotice failure={failureOf(again.error)} />}
    </>
  );
}

/** Creating events failed: retries are automatic, and a successful one removes this notice. */
function DerivationFailed({ overview }: { readonly overview: SyncOverview }) {
  const { derivationCode: code } = overview;
  if (code === null || code === 'sync.off_after_crashes') return null;
  const { title } = textFor(code);
  const reason = insideSentence(title);
  return (
    <Notice tone="bad" title={t('Events couldn’t be created: {reason}', { reason })}>
      <p>
        {t(
          'Existing events are kept. Health Relay tries to create the rest every minute, or at once with “Sync now”.',
        )}
      </p>
      <p>
        <code>{code}</code>
      </p>
    </Notice>
  );
}

function SyncHead({ overview }: { readonly overview: SyncOverview }) {
  const runNow = useAct('sync.runNow');
  const pause = useAct('sync.pause');
  const resume = useAct('sync.resume');
  const { isPausedByPerson: isPaused, lastSuccessAt, daysToDerive, isSending } = overview;
  const failed = runNow.error ?? pause.error ?? resume.error;
  const isHeldUp = overview.derivationCode !== null;
  const barrier = syncBarrier(overview);
  const canPause = barrier === null || barrier === 'sync.paused_by_you';
  return (
    <>
      <div className={`${spread['wrapping']} ${styles['head']}`}>
        <p>
          {isPaused ? (
            <strong>{t('Everything is paused. Nothing is sent until you resume.')}</strong>
          ) : lastSuccessAt === null ? (
            t('Nothing has been delivered yet.')
          ) : (
            rich('Last delivered {when}.', { when: <When at={lastSuccessAt} /> })
          )}
          {daysToDerive !== null && daysToDerive > 0 && (
            <>
              {' '}
              {isHeldUp
                ? t('Events are still to be created for {count, plural, one {# day} other {# days}}.', {
                    count: daysToDerive,
                  })
                : t('Still creating events for {count, plural, one {# day} other {# days}}.', {
                    count: daysToDerive,
                  })}
            </>
          )}
        </p>
        <div className={styles['acts']}>
          <Button
            look="primary"
            isDisabled={barrier !== null || runNow.isPending}
            onPress={() => runNow.mutate({})}
          >
            <RefreshCw size={15} aria-hidden className={isSending ? turning['turning'] : ''} />
            {t('Sync now')}
          </Button>
          <Button
            isDisabled={!canPause || pause.isPending || resume.isPending}
            onPress={() => (isPaused ? resume : pause).mutate({})}
          >
            {isPaused ? t('Resume all') : t('Pause all')}
          </Button>
        </div>
      </div>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
    </>
  );
}
