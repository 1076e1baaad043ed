import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatLogLine, type LogEntry, readLogLine } from './log-line.ts';

/** The last `count` lines of all processes of a profile, oldest first; foreign lines are left out. Never throws. */
export async function readLogTail(folder: string, count: number): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => /^[a-z]+(\.\d)?\.log$/.test(name))
      .map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  const entries: LogEntry[] = files.flatMap((text) =>
    text
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .slice(-count)
      .flatMap((line) => readLogLine(line) ?? []),
  );
  entries.sort((one, other) => one.atMs - other.atMs);
  return entries.slice(-count).map(formatLogLine);
}
