import { describeError } from '../../data/describe-error.ts';
import { createDataProgram, type DataProgram, type DataProgramOptions } from '../../data/program.ts';
import { startImportThread } from '../../data/start-import-thread.ts';
import type { Tokens } from './environment-tokens.ts';

const importThread = new URL('../../data/import-thread.ts', import.meta.url);

export interface OpenProgramOptions {
  readonly push?: DataProgramOptions['push'];
  /** Given, even without any in them: this command sends. Else nothing is sent. */
  readonly tokens?: Tokens;
  readonly log?: (line: string) => void;
}

/** The data program in this process. Errors: those of `createDataProgram`. */
export function openProgram(profileDir: string, options: OpenProgramOptions = {}): Promise<DataProgram> {
  const { push = () => {}, tokens, log } = options;
  return createDataProgram({
    profileDir,
    startThread: () => startImportThread(importThread),
    push,
    isSending: tokens !== undefined,
    ...(tokens && { tokens }),
    ...(log && { log: (error: unknown) => log(describeError(error)) }),
  });
}
