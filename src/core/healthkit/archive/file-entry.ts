import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import type { MeasuredEntry } from './entry.ts';
import { accessError, openSourceFile, type SourceFile } from './source-file.ts';

/** An entry for an already open file, which stays open. */
export function openFileEntry(path: string, file: SourceFile): MeasuredEntry {
  let consumed = 0;
  async function* stream(): AsyncGenerator<Buffer> {
    consumed = 0;
    for await (const chunk of file.readRange(0, file.identity.size)) {
      consumed += chunk.length;
      yield chunk;
    }
  }
  return { path, declaredSize: file.identity.size, stream, consumedBytes: () => consumed };
}

/**
 * An entry for a file beneath `folder` (a real path). It opens at reading, and only if its real path is still there: a link may have replaced the
 * file. Error import.reference_outside.
 */
export function folderFileEntry(path: string, folder: string, file: string, size: number): MeasuredEntry {
  let consumed = 0;
  async function* stream(): AsyncGenerator<Buffer> {
    consumed = 0;
    const source = await openWithin(folder, file);
    try {
      for await (const chunk of source.readRange(0, source.identity.size)) {
        consumed += chunk.length;
        yield chunk;
      }
    } finally {
      await source.close();
    }
  }
  return { path, declaredSize: size, stream, consumedBytes: () => consumed };
}

/** Opens a file whose real path is beneath `folder`, itself a real path. Error import.reference_outside. */
export async function openWithin(folder: string, file: string): Promise<SourceFile> {
  const real = await realpath(file).catch((error: unknown) => {
    throw accessError(error);
  });
  if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    throw new CodedError('import.reference_outside', { reason: 'link' });
  }
  return openSourceFile(real, true);
}
