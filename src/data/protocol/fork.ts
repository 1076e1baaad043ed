import { fork } from 'node:child_process';
import type { DataPort } from './port.ts';
import { childProcessPort } from './ports.ts';
import { type DataStart, heapFlags, programArguments } from './program-start.ts';

/**
 * Starts the data program of one profile as a child process, with its messages on stderr. `entry`: src/data/main.ts, or what
 * a build made of it. The child ignores Ctrl-C, which a terminal sends to it too: its host ends it in order. `onExit` hears how it ended.
 */
export function forkDataProgram(
  profileDir: string,
  entry: URL = new URL('../main.ts', import.meta.url),
  onExit: (exitCode: number | null, signal: NodeJS.Signals | null) => void = () => {},
  start: DataStart = { isRelaying: true, isFromBackup: false },
): DataPort {
  const child = fork(entry, programArguments(profileDir, start), {
    serialization: 'advanced',
    execArgv: [...heapFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('exit', onExit);
  return childProcessPort(child);
}
