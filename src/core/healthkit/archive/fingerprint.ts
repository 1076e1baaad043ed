import { createHash } from 'node:crypto';
import type { DirectoryRecord } from './central-directory.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Identity of a zip from its directory (names, CRCs, sizes) and its own size: it takes milliseconds at any size, so a known file is recognized before
 * it is scanned.
 */
export function zipFingerprint(records: readonly DirectoryRecord[], fileSize: number): string {
  const lines = records.map(
    (one) => `${one.rawName.toString('hex')} ${one.crc32} ${one.compressedSize} ${one.uncompressedSize}`,
  );
  return `zip-v1:${createHash('sha256')
    .update([...lines.sort(), fileSize].join('\n'))
    .digest('hex')}`;
}

/** A file beside the main XML, as a folder's fingerprint includes it. */
export interface FileMark {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Identity of a folder: the bytes of the main XML, and the path, size, and time of every other file. */
export async function folderFingerprint(
  main: SourceFile,
  path: string,
  others: readonly FileMark[],
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of main.readRange(0, main.identity.size)) hash.update(chunk);
  const lines = others.map((file) => `${JSON.stringify(file.path)} ${file.size} ${file.mtimeMs}`);
  hash.update(`\0${[path, ...lines.sort()].join('\n')}`);
  return `folder-v1:${hash.digest('hex')}`;
}

/** Identity of an XML without a folder: its bytes. */
export async function xmlFingerprint(main: SourceFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of main.readRange(0, main.identity.size)) hash.update(chunk);
  return `xml-v1:${hash.digest('hex')}`;
}
