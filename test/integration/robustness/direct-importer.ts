import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../../src/core/db/open.ts';
import { Importer } from '../../../src/core/import/importer.ts';
import type { ImportStatus, Receipt } from '../../../src/shared/domain/receipt.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

export interface DirectImporter {
  readonly importer: Importer;
  readonly writer: Writer;
  readonly database: string;
  /** Codes of what was logged. */
  readonly faults: unknown[];
  /** Receipts of ended runs that were said to have changed. */
  readonly corrected: Receipt[];
  /** Runs one file to its end. */
  importFile(path: string): Promise<Receipt>;
  close(): Promise<void>;
}

export interface DirectOptions {
  /** Puts something between the importer and its connection. */
  readonly over?: (writer: Writer) => Writer;
  readonly freeBytes?: () => Promise<number>;
  readonly startThread?: () => Worker;
  readonly onProgress?: (status: ImportStatus) => void;
  readonly onHistoryChanged?: () => void;
}

/** An importer in this process over `dir`, with the real thread and database, started as the data program starts it. */
export async function openDirect(dir: string, options: DirectOptions = {}): Promise<DirectImporter> {
  const incomingDir = join(dir, 'incoming');
  mkdirSync(incomingDir, { recursive: true });
  const database = join(dir, 'history.sqlite');
  const writer = openWriter(database);
  await migrate(writer, join(dir, 'backups'));
  const faults: unknown[] = [];
  const corrected: Receipt[] = [];
  const waiting = new Map<number, (receipt: Receipt) => void>();
  const importer = new Importer({
    writer: options.over?.(writer) ?? writer,
    incomingDir,
    startThread: options.startThread ?? (() => new Worker(importThread)),
    freeBytes: options.freeBytes ?? (() => Promise.resolve(1e12)),
    reports: {
      progress: (status) => options.onProgress?.(status),
      ended: (receipt) => waiting.get(receipt.runId)?.(receipt),
      receiptChanged: (receipt) => void corrected.push(receipt),
      historyChanged: () => options.onHistoryChanged?.(),
    },
    onFault: (error) => faults.push(error),
  });
  importer.recover();
  return {
    importer,
    writer,
    database,
    faults,
    corrected,
    importFile: (path) => {
      const { offer } = importer.addOffer(path, { isIncoming: false });
      const { runId } = importer.start({ offer });
      return new Promise((resolve) => waiting.set(runId, resolve));
    },
    close: async () => {
      await importer.close();
      writer.close();
    },
  };
}
