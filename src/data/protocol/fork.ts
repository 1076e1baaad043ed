import { fork } from 'node:child_process';
import { heapFlags } from './heap-flags.ts';
import type { DataPort } from './port.ts';
import { childProcessPort } from './ports.ts';

/**
 * Starts the data program of one profile as a child process, with its messages on stderr. `entry`: src/data/main.ts, or what
 * a build made of it. The child ignores Ctrl-C, which a terminal sends to it too: its host ends it in order. `onExit` hears how it ended.
 */
export function forkDataProgram(
  profileDir: string,
  entry: URL = new URL('../main.ts', import.meta.url),
  onExit: (exitCode: number | null, signal: NodeJS.Signals | null) => void = () => {},
): DataPort {
  const child = fork(entry, [profileDir], {
    serialization: 'advanced',
    execArgv: [...heapFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('exit', onExit);
  return childProcessPort(child);
}
