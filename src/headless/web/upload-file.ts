import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { CodedError } from '../../shared/errors.ts';

const idleMs = 60_000;
/** Minimum speed from a page on this same computer. Anything slower isn't an upload but a way to hold a connection. */
const minBytesPerSecond = 256 * 1024;

/**
 * Streams one body into a new file of mode 0600 in folders of mode 0700. Nothing is left behind unless exactly `size` bytes arrived.
 * The request stays open on a refusal, so that it can be answered. Throws request.invalid {at: 'size'}, disk.full, and cancelled if the
 * sender went away, was silent for a minute, or took longer in all than a minute plus the size at 256 KiB a second, or `signal` fired.
 */
export async function receiveFile(
  request: IncomingMessage,
  path: string,
  size: number,
  signal: AbortSignal,
): Promise<void> {
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) !== size) throw wrongSize();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // 'wx': never through a link and never over an existing file.
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw asUploadError(error);
  });
  const stop = () => request.destroy();
  request.setTimeout(idleMs, stop);
  const whole = setTimeout(stop, Math.min(idleMs + (size / minBytesPerSecond) * 1000, 2 ** 31 - 1));
  signal.addEventListener('abort', stop, { once: true });
  let isWhole = false;
  try {
    await copy(request, file, size, signal);
    isWhole = true;
  } catch (error) {
    throw asUploadError(error);
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(whole);
    request.setTimeout(0);
    request.off('timeout', stop);
    await file.close();
    if (!isWhole) await rm(path, { force: true });
  }
}

async function copy(
  request: IncomingMessage,
  file: FileHandle,
  size: number,
  signal: AbortSignal,
): Promise<void> {
  let seen = 0;
  const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > size) throw wrongSize();
    let written = 0;
    while (written < chunk.length) written += (await file.write(chunk, written)).bytesWritten;
  }
  if (signal.aborted) throw new CodedError('cancelled');
  if (seen !== size) throw wrongSize();
}

const wrongSize = () => new CodedError('request.invalid', { at: 'size' });

function asUploadError(error: unknown): unknown {
  if (error instanceof CodedError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new CodedError('disk.full', {}, { cause: error });
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new CodedError('cancelled', {}, { cause: error });
  }
  return error;
}
