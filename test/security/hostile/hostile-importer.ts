import { join } from 'node:path';
import type { Writer } from '../../../src/core/db/open.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import { FigureKeeper } from '../../../src/core/events/figure-keeper.ts';
import { Importer, type ImporterOptions } from '../../../src/core/import/importer.ts';

/** An importer over a database, one file after another. `faults` gets what nobody foresaw. */
export function openHostileImporter(
  writer: Writer,
  dir: string,
  startThread: ImporterOptions['startThread'],
  more: Partial<ImporterOptions> = {},
) {
  const faults: unknown[] = [];
  const importer = new Importer({
    writer,
    incomingDir: join(dir, 'incoming'),
    startThread,
    freeBytes: async () => Number.MAX_SAFE_INTEGER,
    onProgress: () => {},
    onEnded: () => {},
    onFault: (error) => faults.push(error),
    ...more,
  });
  return {
    faults,
    close: () => importer.close(),
    async importFile(path: string): Promise<void> {
      importer.start({ offer: importer.addOffer(path, { isIncoming: false }).offer });
      await importer.whenIdle();
    },
  };
}

/** Derives events and figures of what was imported. */
export async function deriveAll(writer: Writer): Promise<void> {
  const zone = () => 'Europe/Berlin';
  const sourcePriority = () => [];
  const deriver = new EventDeriver({
    writer,
    homeZone: zone,
    sourcePriority,
    onChange: () => {},
    now: () => 1_750_000_000,
  });
  const { signal } = new AbortController();
  await deriver.run(signal);
  await new FigureKeeper({ writer, zone, sourcePriority }).run(signal);
}
