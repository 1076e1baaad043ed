import { renameSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import electronLog from 'electron-log/node';
import { makePrivateFile, makePrivateFolder, privateFileMode } from '../db/private-files.ts';
import type { LogProcess } from './log-fields.ts';
import { formatLogLine, type LogEntry, readLogLine } from './log-line.ts';

/** A process keeps at most this many files of this size, about the last ten thousand lines. */
const logFilesKept = 5;
const fileBytes = 1024 * 1024;

export interface LogFileOptions {
  /** Called for each line: the profile may have been switched. */
  readonly folder: () => string;
  readonly process: LogProcess;
  readonly fileBytes?: number;
}

/**
 * Appends lines to `<process>.log` (0600) in a folder immediately, so the last line before a crash is kept; a full file becomes `<process>.1.log`,
 * and so on. electron-log writes, measures, and rotates; a line that can't be written is lost.
 */
export function openLogFile(options: LogFileOptions): (line: string) => void {
  const name = `${options.process}.log`;
  const made = new Set<string>();
  const log = electronLog.create({ logId: `health-relay-${options.process}` });
  const { file } = log.transports;
  for (const transport of Object.values(log.transports)) if (transport) transport.level = false;
  // It would print failed writes to the terminal, with the path, and read the app's name from files beside it.
  electronLog.transports.console.writeFn = () => {};
  file.setAppName('health-relay');
  file.level = 'info';
  file.sync = true;
  file.maxSize = options.fileBytes ?? fileBytes;
  file.writeOptions = { flag: 'a', encoding: 'utf8', mode: privateFileMode };
  file.format = ({ data }) => data;
  file.resolvePathFn = () => {
    const folder = options.folder();
    const path = join(folder, name);
    if (!made.has(folder)) {
      makePrivateFolder(folder);
      makePrivateFile(path);
      made.add(folder);
    }
    return path;
  };
  file.archiveLogFn = (full) => rotate(full.toString());
  return (line) => log.info(line);
}

/** `x.log` → `x.1.log` → … → `x.4.log` → gone. */
function rotate(path: string): void {
  const numbered = (number: number) => (number === 0 ? path : path.replace(/\.log$/, `.${number}.log`));
  for (let number = logFilesKept - 1; number >= 0; number -= 1) {
    try {
      if (number === logFilesKept - 1) rmSync(numbered(number), { force: true });
      else renameSync(numbered(number), numbered(number + 1));
    } catch {
      // Missing, or open in a reader (Windows): the file keeps growing until it can be renamed.
    }
  }
}

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
