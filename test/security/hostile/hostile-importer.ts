import { join } from 'node:path';
import type { Writer } from '../../../src/core/db/open.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import { FigureKeeper } from '../../../src/core/events/figure-keeper.ts';
import { Importer, type ImporterOptions } from '../../../src/core/import/importer.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';

/** An importer over a database, one file after another. `faults` gets what nobody foresaw. */
export function openHostileImporter(
  writer: Writer,
  dir: string,
  startThread: ImporterOptions['startThread'],
) {
  const faults: unknown[] = [];
  let receipt: Receipt | null = null;
  const importer = new Importer({
    writer,
    incomingDir: join(dir, 'incoming'),
    startThread,
    freeBytes: async () => Number.MAX_SAFE_INTEGER,
    reports: {
      ended: (ended) => {
        receipt = ended;
      },
    },
    onFault: (error) => faults.push(error),
  });
  return {
    faults,
    close: () => importer.close(),
    /** `isSamePerson`: the question whose file it is has its answer. */
    async importFile(path: string, isSamePerson = false): Promise<Receipt> {
      receipt = null;
      const { offer } = importer.addOffer(path, { isIncoming: false });
      importer.start({ offer, isSamePerson });
      await importer.whenIdle();
      if (receipt === null) throw new Error('the run has no receipt');
      return receipt;
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
