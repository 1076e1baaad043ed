import type { CallInput } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';

type Fault = CallInput<'app.reportFault'>;

/** Maximum reports per page: an error in every frame is the same error. */
const maxReportsPerPage = 20;

/** The position of an error in the page's own script. Its text isn't sent, because it may contain a health value. */
export function placeOf(thrown: unknown): Pick<Fault, 'line' | 'column'> {
  const stack = thrown instanceof Error ? thrown.stack?.slice(0, 4000) : undefined;
  const [, line = '0', column = '0'] = /:(\d{1,7}):(\d{1,7})\)?$/m.exec(stack ?? '') ?? [];
  return { line: Number(line), column: Number(column) };
}

/** Reports uncaught errors of the page to the host's log; the page continues. The returned function reports an error that React caught. */
export function reportFaults(bridge: Pick<PageBridge, 'call'>): (thrown: unknown) => void {
  let left = maxReportsPerPage;
  const report = (fault: Fault['fault'], thrown: unknown) => {
    if (left === 0) return;
    left -= 1;
    // A rejection means that the host is gone, and nobody else keeps a log.
    drop(bridge.call('app.reportFault', { fault, ...placeOf(thrown) }), 'the page continues', () => {});
  };
  window.addEventListener('error', ({ error }) => {
    // Chromium reports this for a late observer, which is no error.
    if (error !== null && error !== undefined) report('error', error);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => report('rejection', reason));
  return (thrown) => report('render', thrown);
}
