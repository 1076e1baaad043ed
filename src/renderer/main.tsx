import { QueryClientProvider } from '@tanstack/react-query';
import { DoorClosed } from 'lucide-react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { reportFaults } from './app/report-faults.ts';
import { createBridge } from './bridge/create-bridge.ts';
import { BridgeProvider, createQueryClient, noteFault } from './bridge/queries.ts';
import { readAppearance, showAppearance } from './components/appearance.ts';
import { EmptyState } from './components/empty-state.tsx';
import './styles/tokens.css';
import './styles/base.css';
import { drop } from '../shared/drop.ts';

// react-aria's usePress adds a style element unless one with this id is there. Our Content-Security-Policy refuses
// style elements; the rule stands in base.css instead.
const mark = document.createElement('meta');
mark.id = 'react-aria-pressable-style';
document.head.append(mark);

showAppearance(readAppearance());

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no root');
drop(show(container), 'the page begins with it', noteFault);

async function show(root: HTMLElement): Promise<void> {
  const bridge = await createBridge();
  if (bridge === null) {
    createRoot(root).render(<Stranger />);
    return;
  }
  const onCaughtError = reportFaults(bridge);
  createRoot(root, { onCaughtError }).render(
    <ErrorBoundary>
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider value={bridge}>
          <App />
        </BridgeProvider>
      </QueryClientProvider>
    </ErrorBoundary>,
  );
}

/** Shown where the web host does not know the page: nothing of anybody's history is on it. */
function Stranger() {
  return (
    <main>
      <EmptyState icon={DoorClosed} title="Open Health Relay with its link">
        Health Relay printed the link when it started. A link works once, for five minutes, and opens one tab
        until Health Relay ends; press Enter in that window for a new one.
      </EmptyState>
    </main>
  );
}
