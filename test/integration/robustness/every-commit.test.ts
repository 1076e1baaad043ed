import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arrivalReport, derivedFaults } from '../../support/history-checks.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { writeCuffExport } from './cuff-export.ts';
import { openDirect } from './direct-importer.ts';
import { type FailingWriter, failingWriter } from './failing-writer.ts';

/** Imports with a connection that dies after so many commits; says how many there were. */
async function importUntil(dir: string, path: string, commitsAllowed: number): Promise<number> {
  let failing: FailingWriter | undefined;
  const direct = await openDirect(dir, {
    over: (writer) => {
      failing = failingWriter(writer, commitsAllowed);
      return failing.writer;
    },
  });
  await direct.importer.whenIdle();
  try {
    await direct.importFile(path);
  } catch {
    // Dead before the run was queued.
  }
  await direct.close();
  return failing?.commits() ?? 0;
}

test.each(['first', 'renamed'] as const)(
  'dead after any commit of the %s import, the next program finishes it to the same rows',
  async (which) => {
    const dir = scratchDir();
    const old = await writeCuffExport(join(dir, 'old.zip'), 'Old Cuff');
    const path = which === 'first' ? old : await writeCuffExport(join(dir, 'new.zip'), 'New Cuff', 2);
    const base = join(dir, 'base');
    const start = await openDirect(base);
    if (which === 'renamed') expect(await start.importFile(old)).toMatchObject({ state: 'completed' });
    await start.close();

    const profile = (name: string) => {
      cpSync(base, join(dir, name), { recursive: true });
      return join(dir, name);
    };
    const whole = profile('whole');
    const commits = await importUntil(whole, path, Number.POSITIVE_INFINITY);
    const wanted = dump(join(whole, 'history.sqlite'));
    expect(wanted['correlation']).toHaveLength(which === 'first' ? 24 : 26);
    expect(wanted['source_alias']).toHaveLength(which === 'first' ? 0 : 1);
    expect(commits).toBeGreaterThan(8);

    for (let allowed = 1; allowed < commits; allowed++) {
      const name = profile(`after-${allowed}`);
      await importUntil(name, path, allowed);
      const next = await openDirect(name);
      await next.importer.whenIdle();
      const [left] = next.importer.receipts({ limit: 1 });
      expect({ allowed, faults: next.faults }).toEqual({ allowed, faults: [] });
      const hasFolded = next.importer.aliases().length === 1;
      const receipt = await next.importFile(path);
      expect([allowed, receipt.state]).toEqual([
        allowed,
        expect.stringMatching(/^(completed|already_imported)$/),
      ]);
      await next.close();
      const got = dump(next.database);
      expect({ allowed, left: left?.state, differences: differences(wanted, got) }).toEqual({
        allowed,
        left: left?.state,
        differences: [],
      });
      expect({ allowed, faults: derivedFaults(next.database) }).toEqual({ allowed, faults: [] });
      const arrivals = arrivalReport(next.database);
      expect({ allowed, faults: arrivals.faults }).toEqual({ allowed, faults: [] });
      // Folded while the arrivals were hidden: nobody was told of rows that are no more.
      if (hasFolded) expect({ allowed, gone: arrivals.gone.length }).toEqual({ allowed, gone: 0 });
    }
  },
);
