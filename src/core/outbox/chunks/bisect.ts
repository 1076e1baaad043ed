import { hash } from 'node:crypto';
import type { Writer } from '../../db/open.ts';
import { type ChunkRow, insertChunk, parseMembers, splitMembers } from './chunk-rows.ts';
import type { Spool } from './spool.ts';

const lineEnd = 10;

/**
 * Puts two halves in place of a chunk that was rejected as a whole, until the bad line is alone. The halves keep its count
 * of attempts, so a half that is bad again fails at once.
 */
export async function bisect(
  { writer, spool }: { readonly writer: Writer; readonly spool: Spool },
  chunk: ChunkRow,
  bytes: Buffer,
  at: number,
): Promise<void> {
  const lines = Math.floor(chunk.lineCount / 2);
  const cut = endOfLine(bytes, lines);
  const members = splitMembers(parseMembers(chunk.members), lines);
  const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
  const names = await Promise.all(parts.map((part) => spool.write(part)));
  const isReplaced = writer.transaction(() => {
    const { changes } = writer
      .prepare<[number]>("DELETE FROM chunk WHERE id = ? AND state = 'sending'")
      .run(chunk.id);
    if (changes === 0) return false;
    for (const [i, part] of parts.entries()) {
      insertChunk(
        writer,
        'cut',
        {
          destination: chunk.destination,
          class: chunk.class,
          members: members[i] ?? [],
          lineCount: i === 0 ? lines : chunk.lineCount - lines,
          bytes: part.length,
          sha256: hash('sha256', part, 'hex'),
          spool: names[i] ?? null,
          firstAt: chunk.firstAt,
          lastAt: chunk.lastAt,
          attempts: chunk.attempts,
          mayBeRepeated: chunk.mayBeRepeated,
        },
        at,
      );
    }
    return true;
  })();
  const left = isReplaced ? [chunk.spool] : names;
  for (const name of left) if (name !== null) await spool.remove(name);
}

/** The offset behind the `lines`th line. */
function endOfLine(bytes: Buffer, lines: number): number {
  let at = 0;
  for (let i = 0; i < lines; i++) at = bytes.indexOf(lineEnd, at) + 1;
  return at;
}
