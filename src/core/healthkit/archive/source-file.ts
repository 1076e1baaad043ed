import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { CodedError } from '../../../shared/errors.ts';

/** Bytes per read. Large, so an import waits neither for the disk nor for thread switches. */
export const readSize = 128 * 1024;

/** Distinguishes one state of a file from another. */
export interface FileIdentity {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** A user's file, open for positional reads. */
export interface SourceFile {
  readonly path: string;
  readonly identity: FileIdentity;
  /** Exactly `length` bytes at `position`. Error import.changed_while_reading if the file became shorter. */
  readAt(position: number, length: number): Promise<Buffer>;
  /** The bytes from `start` to `end` in fresh buffers of `readSize`; the next one is read while one is used. */
  readRange(start: number, end: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** The error for a failed system call on the user's file: import.not_found or import.unreadable. */
export function accessError(cause: unknown): CodedError {
  if (cause instanceof CodedError) return cause;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const isAbsent = reason === 'ENOENT' || reason === 'ENOTDIR';
  return new CodedError(isAbsent ? 'import.not_found' : 'import.unreadable', { reason }, { cause });
}

/** Opens a regular file. With `isWithinFolder`, the system itself refuses a link as the last part. Errors: import.not_found, import.unreadable. */
export async function openSourceFile(path: string, isWithinFolder = false): Promise<SourceFile> {
  // O_NOFOLLOW doesn't exist on Windows; O_NONBLOCK keeps a pipe in the file's place from blocking forever.
  const extra = (isWithinFolder ? (constants.O_NOFOLLOW ?? 0) : 0) | (constants.O_NONBLOCK ?? 0);
  try {
    const handle = await open(path, constants.O_RDONLY | extra);
    const found = await handle.stat();
    if (!found.isFile()) {
      await handle.close();
      throw new CodedError('import.unreadable', { reason: 'not_a_file' });
    }
    return sourceFile(path, handle, { size: found.size, mtimeMs: found.mtimeMs, ino: found.ino });
  } catch (error) {
    throw accessError(error);
  }
}

function sourceFile(path: string, handle: FileHandle, identity: FileIdentity): SourceFile {
  async function readAt(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle
        .read(buffer, filled, length - filled, position + filled)
        .catch((error) => {
          throw new CodedError(
            'import.unreadable',
            { reason: String(error?.code ?? 'unknown') },
            { cause: error },
          );
        });
      if (bytesRead === 0) throw new CodedError('import.changed_while_reading', { reason: 'shorter' });
      filled += bytesRead;
    }
    return buffer;
  }

  async function* readRange(start: number, end: number): AsyncGenerator<Buffer> {
    const readFrom = (position: number) => {
      const reading = readAt(position, Math.min(readSize, end - position));
      reading.catch(() => undefined); // seen where it is awaited; a reader that stops early must not crash the process
      return reading;
    };
    let next = start < end ? readFrom(start) : null;
    let position = start;
    try {
      while (next !== null) {
        const buffer: Buffer = await next;
        position += buffer.length;
        next = position < end ? readFrom(position) : null;
        yield buffer;
      }
    } finally {
      await next?.catch(() => undefined); // no read may be in progress when the file closes
    }
  }

  return { path, identity, readAt, readRange, close: () => handle.close() };
}

/** Error import.changed_while_reading if `path` is gone or doesn't match `identity`. */
export async function verifyIdentity(path: string, identity: FileIdentity): Promise<void> {
  const now = await stat(path).catch(() => null);
  if (now === null) throw new CodedError('import.changed_while_reading', { reason: 'gone' });
  if (now.size !== identity.size || now.mtimeMs !== identity.mtimeMs || now.ino !== identity.ino) {
    throw new CodedError('import.changed_while_reading', { reason: 'changed' });
  }
}
