import { join } from 'node:path';
import type { LogEvent } from '../../core/log/log-events.ts';
import { readLogTail } from '../../core/log/log-file.ts';
import { askDiagnostics, type OwnFacts } from '../../shared/diagnostics.ts';
import type { SwitchableDataProgram } from './switchable.ts';

// Hosts access the data program only through this folder; all our processes log by the same rules.
export { exitOnCrash, faultFields } from '../../core/log/fault-fields.ts';
export type { LogEvent } from '../../core/log/log-events.ts';
export type { Refusal } from '../../core/log/log-fields.ts';
export { chromiumProcesses, endings } from '../../core/log/log-fields.ts';
export { noLog, openLog } from '../../core/log/open-log.ts';

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

const logLinesShown = 200;

/** The text of "Copy diagnostics", for both hosts (shared/diagnostics.ts says what may be in it). Never throws. */
export async function hostDiagnostics(
  data: Pick<SwitchableDataProgram, 'call' | 'host' | 'state' | 'profileDir'>,
  host: Pick<OwnFacts, 'version' | 'host' | 'system' | 'runtime'>,
): Promise<string> {
  const database = await data.host('host.diagnostics', {});
  return askDiagnostics(data, {
    ...host,
    dataState: data.state(),
    database: database.ok ? database.value : null,
    logLines: await readLogTail(join(data.profileDir(), 'logs'), logLinesShown),
  });
}
