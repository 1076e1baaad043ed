import type { CallInput } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';

type Fault = CallInput<'app.reportFault'>;

/** One page reports no more: what fails with every frame fails the same way. */
const reportsAPage = 20;

/** Where in the page's own script an error came from; its text stays here, where a health value may stand in it. */
export function placeOf(thrown: unknown): Pick<Fault, 'line' | 'column'> {
  const stack = thrown instanceof Error ? thrown.stack?.slice(0, 4000) : undefined;
  const [, line = '0', column = '0'] = /:(\d{1,7}):(\d{1,7})\)?$/m.exec(stack ?? '') ?? [];
  return { line: Number(line), column: Number(column) };
}

/**
 * Tells the host of what nobody caught in the page, so that a line of it is in the log; the page goes on. The returned function takes an error
 * that React caught.
 */
export function reportFaults(bridge: Pick<PageBridge, 'call'>): (thrown: unknown) => void {
  let left = reportsAPage;
  const report = (fault: Fault['fault'], thrown: unknown) => {
    if (left === 0) return;
    left -= 1;
    // Rejected: the host is away, and nobody else keeps a log.
    drop(bridge.call('app.reportFault', { fault, ...placeOf(thrown) }), 'the page continues', () => {});
  };
  window.addEventListener('error', ({ error }) => {
    // Chromium says so of an observer that is late by a frame, without an error.
    if (error !== null && error !== undefined) report('error', error);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => report('rejection', reason));
  return (thrown) => report('render', thrown);
}
