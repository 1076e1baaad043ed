import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { reportFaults } from './app/report-faults.ts';
import { createBridge } from './bridge/create-bridge.ts';
import { BridgeProvider, createQueryClient } from './bridge/queries.ts';
import { readAppearance, showAppearance } from './components/appearance.ts';
import './styles/tokens.css';
import './styles/base.css';

// react-aria's usePress adds a style element unless one with this id is there. Our Content-Security-Policy refuses
// style elements; the rule stands in base.css instead.
const mark = document.createElement('meta');
mark.id = 'react-aria-pressable-style';
document.head.append(mark);

showAppearance(readAppearance());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root');

const bridge = createBridge();
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
