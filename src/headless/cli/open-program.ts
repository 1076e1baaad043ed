import { createDataProgram, type DataProgram, type DataProgramOptions } from '../../data/program.ts';
import { startImportThread } from '../../data/start-import-thread.ts';
import type { Tokens } from './environment-tokens.ts';

const importThread = new URL('../../data/import-thread.ts', import.meta.url);

/**
 * The data program in this process. Without tokens it counts as signed out everywhere and sends nothing. Errors: those of
 * `createDataProgram`.
 */
export function openProgram(
  profileDir: string,
  options: { readonly push?: DataProgramOptions['push']; readonly tokens?: Tokens } = {},
): Promise<DataProgram> {
  const { push = () => {}, tokens = {} } = options;
  return createDataProgram({ profileDir, startThread: () => startImportThread(importThread), push, tokens });
}
