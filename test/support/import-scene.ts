import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import type { Census } from '../generator/census.ts';
import { generateExport } from '../generator/generate.ts';
import type { ExportOptions } from '../generator/options.ts';
import { arrivalReport, derivedFaults } from './history-checks.ts';
import { dump, type HistoryDump } from './history-dump.ts';
import { openImporter, type TestImporter, temporaryDir } from './import-harness.ts';

/** Some 2 MB of XML: every kind of element, a week and two days. */
export const smallHistory = {
  days: 8,
  routeShare: 1,
  density: 0.1,
  end: '2025-09-30',
} as const satisfies ExportOptions;

export interface MadeExport {
  readonly path: string;
  readonly census: Census;
}

export interface Scene extends TestImporter {
  readonly dir: string;
  /** Generates a zip of the small history, changed by `options`. */
  make(name: string, options?: ExportOptions): Promise<MadeExport>;
  /** Imports, which must complete, and checks everything that holds after any import. */
  complete(path: string, options?: { isSamePerson?: boolean }): Promise<Receipt>;
  /** Faults of derived tables and arrivals; `gone`: whether arrived rows may have been folded away since. */
  check(options?: { gone?: boolean }): void;
  dump(): HistoryDump;
}

/** A profile of its own for one test, which goes when the test is over. */
export async function openScene(): Promise<Scene> {
  const { path: dir, remove } = temporaryDir();
  onTestFinished(remove);
  const importer = await openImporter(join(dir, 'profile'));
  onTestFinished(() => importer.close());
  const { database } = importer;

  function check({ gone = false } = {}): void {
    expect(derivedFaults(database)).toEqual([]);
    const arrivals = arrivalReport(database);
    expect(arrivals.faults).toEqual([]);
    if (!gone) expect(arrivals.gone).toEqual([]);
  }

  return {
    ...importer,
    dir,
    check,
    make: (name, options) => makeExport(join(dir, name), options),
    dump: () => dump(database),
    async complete(path, options) {
      const receipt = await importer.importFile(path, options);
      expect(receipt).toMatchObject({ state: 'completed', code: null });
      const { read, added, known, repeated, skipped } = receipt.records;
      expect(read).toBe(added + known + repeated + skipped);
      expect(read).toBe(receipt.elements.Record);
      check({ gone: true });
      return receipt;
    },
  };
}

export async function makeExport(path: string, options: ExportOptions = {}): Promise<MadeExport> {
  const target = path.endsWith('.zip') ? { zip: path } : { out: path };
  return { path, census: await generateExport({ ...smallHistory, ...target, ...options }) };
}

/** Rows of each table of `dump` that the census counts. */
export function storedRows(dumped: HistoryDump): Record<string, number> {
  const count = (table: string, part = '') =>
    (dumped[table] ?? []).filter((row) => row.includes(part)).length;
  return {
    records: count('record'),
    correlations: count('correlation'),
    workouts: count('workout'),
    routes: count('route'),
    ecg: count('ecg'),
    summaries: count('activity_summary'),
    clinical: count('clinical'),
    audiograms: count('document', '["audiogram"'),
    visions: count('document', '["vision"'),
  };
}

/** The rows that a database holds after files were imported of which `census` counts the newest and fullest. */
export function expectedRows({ expected }: Census): Record<string, number> {
  const { records, correlations, workouts, routes, ecg, summaries, clinical, audiograms, visions } = expected;
  return { records, correlations, workouts, routes, ecg, summaries, clinical, audiograms, visions };
}

/** `types` of a receipt as the census has them. */
export function typesRead(receipt: Receipt): Record<string, number> {
  return Object.fromEntries(receipt.types.map(({ type, read }) => [type, read]));
}
