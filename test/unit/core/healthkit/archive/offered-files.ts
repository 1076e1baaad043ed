import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  type Archive,
  type ArchiveEntry,
  openArchive,
} from '../../../../../src/core/healthkit/archive/archive.ts';
import { CodedError, type ErrorCode } from '../../../../../src/shared/errors.ts';
import { writeZip, type ZipMember, type ZipOptions } from '../../../../support/zip-writer.ts';

/** A small export XML, as `records` Record elements after `ExportDate`. */
export function healthXml({
  exportDate = '2026-01-15 09:30:00 +0100',
  records = 3,
  doctype = '',
} = {}): string {
  const lines = Array.from(
    { length: records },
    (_, index) => ` <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="${index}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `${doctype}<HealthData locale="en_US">`,
    ` <ExportDate value="${exportDate}"/>`,
    ...lines,
    '</HealthData>',
    '',
  ].join('\n');
}

export const cdaXml =
  '<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><id/></ClinicalDocument>\n';

/** A folder for one test file, gone afterward, and what is most often done in it. */
export function offeredFiles() {
  let folder = '';
  let count = 0;
  const opened: Archive[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'health-relay-archive-'));
  });
  afterAll(async () => {
    for (const archive of opened) await archive.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });
  const put = async (bytes: Buffer | string, name = `offered-${++count}.zip`) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  const open = async (path: string) => {
    const archive = await openArchive(path);
    opened.push(archive);
    return archive;
  };
  return {
    folder: () => folder,
    put,
    open,
    openZip: async (members: readonly ZipMember[], options?: ZipOptions) =>
      open(await put(writeZip(members, options))),
  };
}

/** Everything an entry yields, and the code it ends with, if any. */
export async function drain(entry: ArchiveEntry): Promise<{ bytes: Buffer; code: ErrorCode | null }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of entry.stream()) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { bytes: Buffer.concat(chunks), code: error.code };
  }
  return { bytes: Buffer.concat(chunks), code: null };
}

export async function text(entry: ArchiveEntry): Promise<string> {
  const { bytes, code } = await drain(entry);
  if (code !== null) throw new Error(code);
  return bytes.toString('utf8');
}

/** The code something fails with; null when it does not fail. */
export async function codeOf(doing: () => unknown): Promise<ErrorCode | null> {
  try {
    await doing();
    return null;
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}
