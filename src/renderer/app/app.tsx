import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useEffect, useState } from 'react';
import type { TargetId } from '../../shared/domain/sync.ts';
import { drop } from '../../shared/drop.ts';
import { t } from '../../shared/language.ts';
import { noteFault, useBridge, useCall } from '../bridge/queries.ts';
import { Skeleton } from '../components/loading.tsx';
import hidden from '../components/visually-hidden.module.css';
import { AccountSection } from '../features/account/account-section.tsx';
import { BackupCard } from '../features/account/backup-card.tsx';
import { createSignIns, SignInsProvider } from '../features/account/browser-steps.tsx';
import { TargetSignIn } from '../features/account/credential-rows.tsx';
import { ForgetCard } from '../features/account/forget-card.tsx';
import { DocumentsView } from '../features/documents/documents-view.tsx';
import { HeartView } from '../features/heart/heart-view.tsx';
import { HistoryPage, type HistoryView } from '../features/history/history-page.tsx';
import { ImportPage } from '../features/import/import-page.tsx';
import { endText } from '../features/import/import-words.ts';
import { createOfferStore, OffersProvider } from '../features/import/offer-store.ts';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { RingsView } from '../features/rings/rings-view.tsx';
import { FirstRunCard } from '../features/settings/first-run-card.tsx';
import { ReviewDialog } from '../features/settings/review-dialog.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { SleepView } from '../features/sleep/sleep-view.tsx';
import { SyncPage } from '../features/sync/sync-page.tsx';
import type { PageName } from '../navigation/routes.ts';
import { DropVeil } from './drop-veil.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { OverviewState } from './overview-state.tsx';
import { tabNames } from './place-names.ts';
import { syncPushes, syncWhenOnline } from './push-sync.ts';
import { followShell, useShownPage } from './shown-page.ts';

/** Loaded on first use: most people never print one. */
const ReportPage = lazy(async () => ({
  default: (await import('../features/report/report-page.tsx')).ReportPage,
}));

/** Tabs of History that are separate features. */
const historyViews: readonly HistoryView[] = [
  { tab: 'sleep', label: tabNames.sleep, view: <SleepView /> },
  { tab: 'rings', label: tabNames.rings, view: <RingsView /> },
  { tab: 'heart', label: tabNames.heart, view: <HeartView /> },
  { tab: 'documents', label: tabNames.documents, view: <DocumentsView /> },
];

function Page({ page }: { readonly page: PageName | null }) {
  switch (page) {
    case null:
      return <Skeleton label={t('Opening')} rows={6} />;
    case 'overview':
      return <OverviewPage state={<OverviewState />} />;
    case 'import':
      return <ImportPage firstRun={<FirstRunCard signIn={(target) => <TargetSignIn target={target} />} />} />;
    case 'history':
      return <HistoryPage views={historyViews} />;
    case 'report':
      return (
        <Suspense fallback={<Skeleton label={t('Opening the report')} rows={6} />}>
          <ReportPage />
        </Suspense>
      );
    case 'sync':
      return <SyncPage />;
    case 'settings':
      return (
        <SettingsPage
          account={
            <AccountSection
              review={(target, onClose) => <TargetReview target={target} onClose={onClose} />}
            />
          }
          backup={<BackupCard />}
          forget={<ForgetCard />}
        />
      );
  }
}

export function App() {
  const bridge = useBridge();
  const client = useQueryClient();
  // A page is built in slices between frames: opening it must not block an import's progress.
  const page = useDeferredValue(useShownPage());
  const [offers] = useState(() =>
    createOfferStore(bridge, () =>
      drop(
        client.invalidateQueries({ queryKey: ['import.current'] }),
        'the query keeps its own error',
        noteFault,
      ),
    ),
  );
  const [signIns] = useState(() => createSignIns(bridge));
  useEffect(() => syncPushes(bridge, client), [bridge, client]);
  useEffect(() => followShell(bridge, offers), [bridge, offers]);
  useEffect(() => syncWhenOnline(bridge), [bridge]);
  return (
    <OffersProvider value={offers}>
      <SignInsProvider value={signIns}>
        <Frame page={page}>
          <ErrorBoundary key={page}>
            <Page page={page} />
          </ErrorBoundary>
        </Frame>
      </SignInsProvider>
      <DropVeil />
      <ImportNews />
    </OffersProvider>
  );
}

/** Announces the end of an import to screen readers on every page; intermediate figures would be noise. */
function ImportNews() {
  const bridge = useBridge();
  const [news, setNews] = useState('');
  useEffect(
    () =>
      bridge.on('import.ended', (receipt) =>
        setNews(
          t('{name}: {end}. {count, plural, one {# new record} other {# new records}}.', {
            name: receipt.name,
            end: endText(receipt),
            count: receipt.records.added,
          }),
        ),
      ),
    [bridge],
  );
  return (
    <div role="status" className={hidden['hidden']}>
      {news}
    </div>
  );
}

interface Props {
  readonly target: TargetId;
  readonly onClose: () => void;
}

/** The consent review of Settings, opened from another part of the page. */
function TargetReview({ target, onClose }: Props) {
  const settings = useCall('settings.read', {}).data?.targets.find((one) => one.target === target);
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
  return settings === undefined ? null : <ReviewDialog settings={settings} cards={cards} onClose={onClose} />;
}
