import { describeError } from '../../data/describe-error.ts';
import { openKeychain } from '../../data/open-keychain.ts';
import { createDataProgram, type DataProgram, type DataProgramOptions } from '../../data/program.ts';
import { startImportThread } from '../../data/start-import-thread.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import type { Tokens } from './environment-tokens.ts';

export const keychainThread = new URL('../../data/keychain-thread.ts', import.meta.url);
const importThread = new URL('../../data/import-thread.ts', import.meta.url);

export interface OpenProgramOptions {
  readonly push?: DataProgramOptions['push'];
  /** Given, even without any in them: this command sends. Else nothing is sent. */
  readonly tokens?: Tokens;
  /** Sends to this target alone: the others count as signed out. */
  readonly only?: TargetId | undefined;
  readonly log?: (line: string) => void;
}

/** The data program in this process. Errors: those of `createDataProgram`. */
export function openProgram(profileDir: string, options: OpenProgramOptions = {}): Promise<DataProgram> {
  const { push = () => {}, tokens, only, log } = options;
  return createDataProgram({
    profileDir,
    startThread: () => startImportThread(importThread),
    openSecrets: openKeychain(keychainThread, (error) => log?.(describeError(error))),
    ...(only && { onlyTarget: only }),
    push,
    isSending: tokens !== undefined,
    ...(tokens && { tokens }),
    ...(log && { log: (error: unknown) => log(describeError(error)) }),
  });
}
