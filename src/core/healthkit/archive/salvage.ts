import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { SourceFile } from './source-file.ts';

const quickPiece = 16 * 1024;
const carefulPiece = 64;

/**
 * Inflates damaged data again and yields everything after the first `skip` bytes. zlib drops the output of the call that fails; from the compressed
 * position `careFrom` on, it gets 64 bytes at a time, so only a few hundred bytes of a file are lost instead of up to a megabyte.
 */
export async function* salvage(
  file: SourceFile,
  start: number,
  end: number,
  { skip, careFrom }: { readonly skip: number; readonly careFrom: number },
): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw();
  let inflated: Buffer[] = [];
  let toSkip = skip;
  inflater.on('error', () => undefined); // the failure is expected; `write` detects it
  inflater.on('data', (chunk: Buffer) => {
    const dropped = Math.min(toSkip, chunk.length);
    toSkip -= dropped;
    if (dropped < chunk.length) inflated.push(chunk.subarray(dropped));
  });
  let position = 0;
  try {
    for await (const piece of file.readRange(start, end)) {
      for (let at = 0; at < piece.length; ) {
        const isCareful = position >= careFrom;
        const length = isCareful ? carefulPiece : Math.min(quickPiece, careFrom - position);
        const part = piece.subarray(at, at + length);
        const isReadable = await write(inflater, part);
        if (inflated.length > 0) yield Buffer.concat(inflated);
        inflated = [];
        if (!isReadable) return;
        at += part.length;
        position += part.length;
      }
    }
  } finally {
    inflater.destroy();
  }
}

/** False once the inflater has failed. */
function write(inflater: InflateRaw, part: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const onEnd = () => resolve(false);
    inflater.once('error', onEnd);
    inflater.once('end', onEnd);
    inflater.write(part, (error) => {
      inflater.off('error', onEnd);
      inflater.off('end', onEnd);
      resolve(error === null || error === undefined);
    });
  });
}
