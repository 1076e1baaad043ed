import { join } from 'node:path';
import { faultFields } from '../../core/log/fault-fields.ts';
import { openLog } from '../../core/log/open-log.ts';
import { describeError } from '../../data/describe-error.ts';
import { openKeychain } from '../../data/opened-secrets.ts';
import { createDataProgram, type DataProgram, type DataProgramOptions } from '../../data/program.ts';
import { startImportThread, watchThread } from '../../data/threads.ts';
import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import type { Tokens } from './environment-tokens.ts';

export const keychainThread = new URL('../../data/keychain-thread.ts', import.meta.url);
const importThread = new URL('../../data/import-thread.ts', import.meta.url);

export interface OpenProgramOptions {
  readonly push?: DataProgramOptions['push'];
  /** If given, even empty, this command sends. Otherwise nothing is sent. */
  readonly tokens?: Tokens;
  /** Sends to this target only: the others count as signed out. */
  readonly only?: TargetId | undefined;
  readonly log?: (line: string) => void;
}

/** Recovers the items that a killed program was sending, before a command that sends nothing acts on the queues. */
export async function recoverQueues({ sync }: Pick<DataProgram, 'sync'>): Promise<void> {
  for (const target of targetIds) await sync.service.recovered(target);
}

/** The data program in this process. Errors: those of `createDataProgram`. */
export function openProgram(profileDir: string, options: OpenProgramOptions = {}): Promise<DataProgram> {
  const { push = () => {}, tokens, only, log } = options;
  const logEvent = openLog({ process: 'cli', folder: () => join(profileDir, 'logs') });
  const onFault = (error: unknown) => {
    logEvent('process.fault', faultFields(error));
    log?.(describeError(error));
  };
  return createDataProgram({
    profileDir,
    startThread: () => watchThread(startImportThread(importThread), 'import', logEvent),
    openSecrets: openKeychain(keychainThread, onFault),
    ...(only && { onlyTarget: only }),
    push,
    isSending: tokens !== undefined,
    ...(tokens && { tokens }),
    log: onFault,
    logEvent,
  });
}
