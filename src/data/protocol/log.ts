import type { LogEvent } from '../../core/log/log-events.ts';
import type { SwitchableDataProgram } from './switchable.ts';

// Hosts access the data program only through this folder; all our processes log by the same rules.
export { faultFields } from '../../core/log/fault-fields.ts';
export type { LogEvent } from '../../core/log/log-events.ts';
export type { Refusal } from '../../core/log/log-fields.ts';
export { chromiumProcesses, endings } from '../../core/log/log-fields.ts';
export { noLog, openLog } from '../../core/log/open-log.ts';
export { exitOnCrash } from '../describe-error.ts';

/** Logs the state of the data program as the host sees it: starting, ready, restarting after a crash, or failed with its code. */
export function logDataState(
  data: Pick<SwitchableDataProgram, 'state' | 'onPush'>,
  logEvent: LogEvent,
): void {
  logEvent('data.state', data.state());
  data.onPush((name) => {
    if (name === 'app.dataState') logEvent('data.state', data.state());
  });
}
