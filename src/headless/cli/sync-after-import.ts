import type { DataProgram } from '../../data/program.ts';
import type { Output } from './output.ts';
import { isOff, nowhere } from './sync-command.ts';
import { syncInWords } from './sync-line.ts';
import { followedSync, syncUntilResting } from './sync-until-resting.ts';

/** The sync that an import starts, told on stderr: stdout is the imports'. */
export async function syncAfterImport(
  program: Pick<DataProgram, 'sync'>,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const note = (line: string) => output.note(line);
  const lines = await syncUntilResting(followedSync(program.sync), { note, signal });
  const sent = lines.filter((line) => !isOff(line));
  if (sent.length === 0) note(nowhere);
  for (const line of sent) for (const text of syncInWords(line)) note(text);
}
