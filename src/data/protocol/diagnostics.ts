import { join } from 'node:path';
import { readLogTail } from '../../core/log/log-file.ts';
import { askDiagnostics, type OwnFacts } from '../../shared/diagnostics.ts';
import type { SwitchableDataProgram } from './switchable.ts';

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
