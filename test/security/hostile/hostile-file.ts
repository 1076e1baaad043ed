import { writeFile } from 'node:fs/promises';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { writeZip, type ZipMember } from '../../support/zip-writer.ts';
import { exportOf, type Member, type Text, top, writeExport } from './documents.ts';

/**
 * The hostile files: each is a few kilobytes to a few megabytes that once took minutes or gigabytes, ended an import as `internal`, or
 * was made to. `scale` 1 is the size that is measured by hand (`npm run bench -- hostile`); a hundredth reaches the same code.
 */
export interface HostileFile {
  readonly name: string;
  /** What the run ends with: null when it is completed. */
  readonly code: ErrorCode | null;
  /** What the receipt must remark. */
  readonly remarks: readonly ErrorCode[];
  /** Whether the records around the harm must be there. */
  readonly isGoodKept: boolean;
  write(path: string, scale: number): Promise<void>;
}

interface Made {
  readonly xml?: string | Text;
  readonly head?: string;
  readonly files?: Iterable<Member>;
  readonly encoding?: BufferEncoding;
}

/** A list of hostile files, and what adds to it. */
export function hostileFileList() {
  const files: HostileFile[] = [];
  type Making = (scale: number) => Made;
  const add = (name: string, code: ErrorCode | null, remarks: readonly ErrorCode[], make: Making): void => {
    files.push({
      name,
      code,
      remarks,
      isGoodKept: true,
      write: async (path, scale) => {
        const { xml = '', head, files: beside, encoding } = make(scale);
        await writeExport(path, exportOf(xml, head), beside, encoding);
      },
    });
  };
  return {
    files,
    /** One that is imported to its end: whatever its harm, the rest is read. `make` gives the body of its XML and what lies beside. */
    read: (name: string, remarks: readonly ErrorCode[], make: Making) => add(name, null, remarks, make),
    /** One of which most of a kind is skipped, so that it counts as read in part: the rest of it is read. */
    skipped: (name: string, remarks: readonly ErrorCode[], make: Making) =>
      add(name, 'import.mostly_skipped', remarks, make),
    /** One that is refused or read in part. */
    ended(name: string, code: ErrorCode, write: HostileFile['write']): void {
      files.push({ name, code, remarks: [], isGoodKept: false, write });
    },
  };
}

export const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));
export const zipped =
  (members: () => readonly ZipMember[], change: (zip: Buffer) => Buffer = (zip) => zip) =>
  (path: string) =>
    writeFile(path, change(writeZip(members())));
export const xmlMember = (body = ''): ZipMember => ({
  name: `${top}/export.xml`,
  data: [...exportOf(body)].join(''),
});
export const route = (index: number | string) => `workout-routes/r${index}.gpx`;
