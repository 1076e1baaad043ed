import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { csvLine, jsonRow } from '../../shared/domain/csv.ts';
import type { ExportFormat } from '../../shared/domain/export.ts';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import { makePrivateFile } from '../db/private-files.ts';
import type { ExportedTable } from './export-rows.ts';

/** Tables on their way into files. */
export class Exports {
  readonly #current = new Set<Promise<unknown>>();
  #isClosed = false;

  /**
   * Writes a table to one file (0600), a page at a time; calls, imports and a sync continue between two. It has its name only when it is whole;
   * a file of that name is replaced then. Errors: disk.full, profile.unreadable; cancelled when the program ends.
   */
  async write(table: ExportedTable, format: ExportFormat, path: string): Promise<{ readonly bytes: number }> {
    const work = writeFile(table, format, path, () => this.#isClosed);
    const finished = work.catch(() => {});
    this.#current.add(finished);
    try {
      return await work;
    } finally {
      this.#current.delete(finished);
    }
  }

  /** Ends those in progress, before the database is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#current);
  }
}

async function writeFile(
  table: ExportedTable,
  format: ExportFormat,
  path: string,
  isEnding: () => boolean,
): Promise<{ readonly bytes: number }> {
  const partial = `${path}.partial`;
  try {
    await rm(partial, { force: true });
    makePrivateFile(partial);
    const file = createWriteStream(partial, { flags: 'r+' });
    const failed = once(file, 'error').then(([error]) => {
      throw error;
    });
    // Raced below; a failure after the last race is told by the `close`.
    failed.catch(() => {});
    try {
      for (const text of textOf(table, format)) {
        if (isEnding()) throw new CodedError('cancelled');
        if (!file.write(text)) await Promise.race([once(file, 'drain'), failed]);
        await turn();
      }
      file.end();
      await Promise.race([once(file, 'close'), failed]);
    } finally {
      file.destroy();
    }
    const { size } = await stat(partial);
    await rename(partial, path);
    return { bytes: size };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw asCoded(error);
  }
}

/** The file, a page at a time: CSV with a header, or a JSON array with an object a line. */
export function* textOf({ columns, pages }: ExportedTable, format: ExportFormat): Generator<string> {
  if (format === 'csv') {
    yield csvLine(columns);
    for (const rows of pages()) yield rows.map(csvLine).join('');
    return;
  }
  let before = '[\n';
  for (const rows of pages()) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => jsonRow(columns, row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
