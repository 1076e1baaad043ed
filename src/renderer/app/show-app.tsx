import { QueryClientProvider } from '@tanstack/react-query';
import { DoorClosed } from 'lucide-react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { t } from '../../shared/language.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { BridgeProvider, createQueryClient } from '../bridge/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { localeNow } from '../components/locale.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { reportFaults } from './report-faults.ts';

/** Shows the page in `root`, or how to get a bridge if there is none. The page's language is loaded before this module (main.tsx). */
export function showApp(root: HTMLElement, bridge: PageBridge | null): void {
  if (bridge === null) {
    createRoot(root).render(<Stranger />);
    return;
  }
  const onCaughtError = reportFaults(bridge);
  createRoot(root, { onCaughtError }).render(
    <ErrorBoundary>
      <I18nProvider locale={localeNow}>
        <QueryClientProvider client={createQueryClient()}>
          <BridgeProvider value={bridge}>
            <App />
          </BridgeProvider>
        </QueryClientProvider>
      </I18nProvider>
    </ErrorBoundary>,
  );
}

/** Shown when the web host doesn't know the page; contains nobody's history. */
function Stranger() {
  return (
    <main>
      <EmptyState icon={DoorClosed} title={t('Open Health Relay with its link')}>
        {t(
          'Health Relay printed the link when it started. A link works once, within five minutes. Its tab works until Health Relay quits. For a new link, press Enter in the terminal.',
        )}
      </EmptyState>
    </main>
  );
}
