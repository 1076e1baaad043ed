// Imports hostile files one after another, each into a fresh profile, derives its events and figures, opens it again, and prints a line of JSON for each:
// in a process of its own, so that its peak memory is that of the imports.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { goodValues } from './documents.ts';
import { deriveAll, openHostileImporter } from './hostile-importer.ts';

/** What came of one file. */
export interface Outcome {
  readonly file: string;
  readonly state: Receipt['state'];
  readonly code: ErrorCode | null;
  readonly remarks: readonly ErrorCode[];
  readonly isGoodKept: boolean;
  readonly integrity: string;
  readonly records: Receipt['records'];
  readonly events: number;
  /** Of the import, and of the derivation behind it. */
  readonly seconds: number;
  readonly derivingSeconds: number;
  /** Processor time of both, on all threads: what other work the machine does is not in it. */
  readonly cpuSeconds: number;
  /** Highest so far, of this process and its threads. */
  readonly peakRssMb: number;
  /** What nobody foresaw. */
  readonly faults: readonly string[];
}

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

async function importFile(file: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'health-relay-hostile-'));
  const database = join(folder, 'a.sqlite');
  try {
    const writer = openWriter(database);
    const before = process.cpuUsage();
    await migrate(writer, folder);
    const importer = openHostileImporter(writer, folder, () => startImportThread(importThread));
    const receipt = await importer.importFile(file);
    await importer.close();
    const began = performance.now();
    await deriveAll(writer);
    const derivingSeconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const cpuSeconds = (user + system) / 1e6;
    writer.close();
    const faults = importer.faults.map((error) => String(error instanceof Error ? error.stack : error));
    return { ...outcomeOf(receipt, database), file, derivingSeconds, cpuSeconds, faults };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf(receipt: Receipt, database: string) {
  const { state, code, problems, records, seconds } = receipt;
  const reader = openReader(database);
  try {
    const values = reader
      .prepare<[], number>(
        "SELECT value FROM record WHERE source = (SELECT id FROM source WHERE name = 'Good') ORDER BY value",
      )
      .pluck()
      .all();
    return {
      state,
      code,
      remarks: problems.map((problem) => problem.code),
      isGoodKept: JSON.stringify(values) === JSON.stringify(goodValues),
      integrity: String(reader.prepare('PRAGMA integrity_check').pluck().get()),
      records,
      events: reader.prepare<[], number>('SELECT count(*) FROM event').pluck().get() ?? 0,
      seconds: seconds ?? 0,
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    reader.close();
  }
}

for (const file of process.argv.slice(2)) console.log(JSON.stringify(await importFile(file)));
