import { open } from 'node:fs/promises';
import type { Reader, Writer } from './open.ts';

const magic = 'SQLite format 3\0';
const headerBytes = 100;
/** "File format write version" and "read version" (sqlite.org/fileformat2.html §1.3): 1 rollback journal, 2 write-ahead log. */
const formatAt = 18;
const rollback = Uint8Array.of(1, 1);

/** Whether a file begins as SQLite databases do. Errors: those of node:fs. */
export async function isSqliteFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return bytesRead === headerBytes && buffer.toString('latin1', 0, magic.length) === magic;
  } finally {
    await file.close();
  }
}

/**
 * Makes a whole copy of a database a file of its own: one that says "write-ahead log" would have SQLite look for files beside it, which a
 * copy has not. Only for a file that nobody has open.
 */
export async function makeSelfContained(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(rollback, 0, rollback.length, formatAt);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** 'HRLY' in the header of our databases (sqlite.org/fileformat2.html, offset 68): tells our backups from any other file. */
export const applicationId = 0x48_52_4c_59;

/** Gives a database our mark where it has none yet; one that has it is not written to. */
export function markAsOurs(writer: Writer): void {
  if (applicationIdOf(writer) !== applicationId) writer.pragma(`application_id = ${applicationId}`);
}

export function applicationIdOf(reader: Reader): number {
  const row = reader.prepare<[], { application_id: number }>('PRAGMA application_id').get();
  return row?.application_id ?? 0;
}
