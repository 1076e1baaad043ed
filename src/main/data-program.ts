import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { LogEvent } from '../data/protocol/log.ts';
import { utilityProcessPort } from '../data/protocol/ports.ts';
import { heapFlags, programArguments } from '../data/protocol/program-start.ts';
import { type SwitchableDataProgram, superviseSwitchable } from '../data/protocol/switchable.ts';

/** Starts the data program of a profile as a utility process, and again after a crash. Its messages go to stderr. */
export function startDataProgram(
  outDir: string,
  profileDir: string,
  onFault: (error: unknown) => void,
  logEvent: LogEvent,
): SwitchableDataProgram {
  const entry = join(outDir, 'main', 'data.js');
  return superviseSwitchable({
    profileDir,
    onFault,
    spawn: (dir, start) =>
      utilityProcessPort(
        utilityProcess.fork(entry, programArguments(dir, start), {
          serviceName: 'Health Relay data',
          stdio: 'inherit',
          execArgv: [`--js-flags=${heapFlags.join(' ')}`],
        }),
        () => logEvent('data.fatal'),
      ),
  });
}
