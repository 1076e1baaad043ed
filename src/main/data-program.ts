import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { heapFlags } from '../data/protocol/heap-flags.ts';
import { utilityProcessPort } from '../data/protocol/ports.ts';
import { type SupervisedDataProgram, supervise } from '../data/protocol/supervise.ts';

/** Starts the data program of one profile as a utility process, and again after a crash. Its messages go to stderr. */
export function startDataProgram(outDir: string, profileDir: string): SupervisedDataProgram {
  const entry = join(outDir, 'main', 'data.js');
  return supervise({
    spawn: () =>
      utilityProcessPort(
        utilityProcess.fork(entry, [profileDir], {
          serviceName: 'Health Relay data',
          stdio: 'inherit',
          execArgv: [`--js-flags=${heapFlags.join(' ')}`],
        }),
      ),
  });
}
