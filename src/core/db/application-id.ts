import type { Reader, Writer } from './open.ts';

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
