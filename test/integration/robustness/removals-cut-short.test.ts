// An import that ends while it decides what is no longer in the Health app: dead, or refused by a full disk.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { recordXml, versionEntries, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { derivedFaults } from '../../support/history-checks.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { type FailingWriter, failingWriter } from './failing-writer.ts';

const day = 86_400;
const noon = 1_748_772_000;

const record = (type: string, source: string, start: number, value: number, version?: number): XmlElement =>
  recordXml({
    type: `HKQuantityTypeIdentifier${type}`,
    source,
    start,
    unit: 'count',
    value: String(value),
    ...(version !== undefined && { metadata: versionEntries('x', version) }),
  });

const steps = (start: number) => record('StepCount', 'Band', start, 100);
const others = [steps(noon), steps(noon + 2 * day)];
// The first that Climber wrote is replaced by a later one: when Climber began is counted again.
const climbed = (start: number, version: number) =>
  record('FlightsClimbed', 'Climber', start, version, version);
const before = [...others, steps(noon + day), climbed(noon, 1)];
const after = [...others, climbed(noon + 3600, 2)];

/** When sources first wrote, beside the rows. */
function state(database: string) {
  const reader = openReader(database);
  const first = reader.prepare<[], number>('SELECT first_at FROM source_origin ORDER BY 1').pluck().all();
  reader.close();
  return { rows: dump(database), first };
}

const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

test.each(['dead', 'refused'] as const)(
  '%s after any commit: one receipt tells what is gone, and takes it back',
  async (how) => {
    const dir = scratchDir();
    const [a, b] = [before, after].map((elements, n) =>
      writeExport(dir, `${n}.xml`, elements, { exportAt: noon + (4 + n) * day }),
    ) as [string, string];
    const base = join(dir, 'base');
    const start = await openDirect(base);
    await start.importFile(a);
    await start.close();

    let wanted: ReturnType<typeof state> | null = null;
    let told = 0;
    for (let allowed = Number.POSITIVE_INFINITY, next = 1; wanted === null || next > 0; allowed = next--) {
      const profile = join(dir, `after-${allowed}`);
      cpSync(base, profile, { recursive: true });
      let failing: FailingWriter | undefined;
      const cut = await openDirect(profile, {
        over: (writer) => {
          failing = failingWriter(
            writer,
            how === 'dead' ? allowed : Number.POSITIVE_INFINITY,
            how === 'dead'
              ? undefined
              : () => {
                  failing?.heal();
                  return full();
                },
          );
          return failing.writer;
        },
      });
      await cut.importer.whenIdle();
      if (how === 'refused') failing?.failAfter(allowed);
      await cut.importFile(b).catch(() => null);
      await cut.importer.whenIdle();
      await cut.close();
      if (wanted === null) {
        next = (failing?.commits() ?? 0) - 1;
        wanted = state(join(profile, 'history.sqlite'));
        expect(wanted.rows['removed_record']).toHaveLength(2);
        expect(wanted.first).toEqual([noon + 30, noon + 3630]);
        continue;
      }

      const direct = await openDirect(profile);
      await direct.importer.whenIdle();
      await direct.importFile(b);
      await direct.importer.whenIdle();
      const { rows, first } = state(direct.database);
      expect([allowed, differences(wanted.rows, rows), first]).toEqual([allowed, [], wanted.first]);
      const receipts = direct.importer.receipts({ limit: 9 });
      const sum = (state: 'gone' | 'superseded') =>
        receipts.reduce((total, { removed }) => total + removed[state], 0);
      expect([allowed, sum('gone'), sum('superseded')]).toEqual([allowed, 1, 1]);
      for (const { runId, state, removed } of receipts) {
        const { total } = direct.importer.removals({ runId });
        expect([allowed, runId, total]).toEqual([
          allowed,
          runId,
          { gone: removed.gone, superseded: removed.superseded },
        ]);
        if (total.gone === 0) continue;
        if (state !== 'completed') told++;
        direct.importer.undoRemovals({ runId });
        expect(dump(direct.database)['record']?.join()).toContain('100');
        expect(direct.importer.removals({ runId }).total.gone).toBe(0);
      }
      await direct.close();
      expect([allowed, derivedFaults(direct.database)]).toEqual([allowed, []]);
    }
    expect(told).toBeGreaterThan(0);
  },
);
