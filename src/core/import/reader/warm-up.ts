import { setImmediate as turn } from 'node:timers/promises';
import type { Archive, ArchiveEntry } from '../../healthkit/archive/archive.ts';
import { readRoute } from '../../healthkit/sidecar/gpx.ts';
import { Credits } from './credits.ts';
import { madeUpExport, madeUpRoute } from './warm-up-documents.ts';
import { readHead, readXml } from './xml-pass.ts';

/** Pairs of documents: by then the engine has compiled the loops of the reader; it takes 0.3 s (measured). */
const rounds = 24;

/**
 * Reads made-up documents until the engine has compiled the code that reads an export, so a user's file does not wait for it
 * (measured: about a fifth of an import of 300 MB). Stops between two of them once `isWanted` says that there is work.
 */
export async function warmUp(isWanted: () => boolean): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    if (isWanted()) return;
    const archive = inMemory(madeUpExport(round));
    await readHead(archive);
    const credits = new Credits(Number.POSITIVE_INFINITY);
    await readXml(
      archive,
      () => null,
      credits,
      () => {},
      () => {},
    );
    await readRoute(entryOf(madeUpRoute(round)));
    await turn();
  }
}

function entryOf(content: Buffer): ArchiveEntry {
  return {
    path: 'made-up',
    declaredSize: content.length,
    async *stream() {
      yield content;
    },
  };
}

function inMemory(content: Buffer): Pick<Archive, 'main' | 'consumedBytes'> {
  return { main: entryOf(content), consumedBytes: () => content.length };
}
