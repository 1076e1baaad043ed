import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../../src/core/db/open.ts';
import { createHoldFacts } from '../../../../../src/core/history/event-deliveries.ts';
import { EventHolds } from '../../../../../src/core/outbox/mutations/event-holds.ts';
import { SettingsStore } from '../../../../../src/core/profile/settings-store.ts';

const day = 86_400;
const exportAt = Date.parse('2025-01-15T06:00:00Z') / 1000;
/** No import is later than this, whatever its ExportDate. */
const latestStart = exportAt + 100 * day;
const water = { id: 1, category: 'water', start: exportAt - 3 * day, end: null, day: '2025-01-12' } as const;
const lastDay = { ...water, category: 'steps', start: exportAt - 5 * 3600, day: '2025-01-15' } as const;

interface Run {
  readonly state: string;
  readonly code?: string;
  /** As the column has it, and as the receipt that is saved on the way. */
  readonly exportAt?: number;
  readonly saved?: { readonly exportAt?: number; readonly newestAt?: number };
}

/** The holds of a history of these runs, and the same facts as the lists of events have them. */
async function holdsAfter(...runs: Run[]) {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-holds-'));
  const writer = openWriter(join(dir, 'history.sqlite'));
  onTestFinished(() => {
    writer.close();
    rmSync(dir, { recursive: true, force: true });
  });
  await migrate(writer, dir);
  const insert = writer.prepare<unknown[]>(
    `INSERT INTO import_run (state, name, is_incoming, same_person, code, started_at, export_at, receipt)
     VALUES (?, 'export.zip', 0, 0, ?, ?, ?, ?)`,
  );
  for (const { state, code = null, exportAt: at, saved } of runs)
    insert.run(
      state,
      code,
      Math.min(Math.max(exportAt + 2 * day, at ?? 0), latestStart),
      at ?? null,
      saved ? JSON.stringify(saved) : null,
    );
  const derived = { zone: 'UTC', order: [], rulesVersion: 1, phase: 'settled' };
  writer.prepare('INSERT INTO setting VALUES (?, ?)').run('events.derived', JSON.stringify(derived));
  const settings = new SettingsStore(writer);
  settings.set('homeZone', 'UTC');
  const holds = new EventHolds(writer, settings).now();
  return {
    of: [holds.of(water), holds.of(lastDay)],
    from: holds.from,
    shown: createHoldFacts(writer)()?.exportAt ?? null,
  };
}

const heldBy = (at: number) => ({ of: ['held', 'incomplete'], from: at - 31 * day, shown: at });

test.each(['completed', 'partial', 'cancelled', 'interrupted'])(
  'a first import that ended as %s holds back what its export left unfinished',
  async (state) => {
    expect(await holdsAfter({ state, exportAt })).toEqual(heldBy(exportAt));
  },
);

test('a first import under way holds by the receipt that is saved with its first records', async () => {
  expect(await holdsAfter({ state: 'running', saved: { exportAt } })).toEqual(heldBy(exportAt));
});

test('a refused file and one that is only asked about hold nothing', async () => {
  const runs = [{ state: 'refused', exportAt }, { state: 'queued' }, { state: 'waiting' }];
  expect(await holdsAfter(...runs)).toEqual({ of: [null, null], from: null, shown: null });
});

test('a newer export that was cut short does not let go what the last whole one holds', async () => {
  const later = { exportAt: exportAt + 40 * day };
  const whole = { state: 'completed', exportAt };
  for (const state of ['cancelled', 'interrupted'])
    expect(await holdsAfter(whole, { state, ...later })).toEqual(heldBy(exportAt));
  for (const code of ['import.truncated_xml', 'import.truncated_archive', 'disk.full'])
    expect(await holdsAfter(whole, { state: 'partial', code, ...later })).toEqual(heldBy(exportAt));
  // Read to its end.
  const skipped = { state: 'partial', code: 'import.mostly_skipped', ...later };
  expect((await holdsAfter(whole, skipped)).of).toEqual([null, null]);
  expect((await holdsAfter(whole, { state: 'completed', ...later })).of).toEqual([null, null]);
});

test('a file without ExportDate holds by its newest record, and never by a date to come', async () => {
  const whole = { state: 'completed' };
  expect(await holdsAfter({ ...whole, saved: { newestAt: exportAt } })).toEqual(heldBy(exportAt));
  expect(await holdsAfter({ ...whole, saved: { newestAt: exportAt + 900 * day } })).toMatchObject({
    shown: exportAt + 2 * day,
  });
  expect(await holdsAfter({ state: 'cancelled', saved: { newestAt: exportAt } })).toEqual(heldBy(exportAt));
});

test('a file that gives no date at all holds as of its import, and lets go nothing that another one holds', async () => {
  const undated = { state: 'completed', saved: {} };
  const importedAt = exportAt + 2 * day;
  expect(await holdsAfter(undated)).toMatchObject({ of: ['held', null], shown: importedAt });
  expect(await holdsAfter(undated, { state: 'completed', exportAt })).toEqual(heldBy(exportAt));
});

test('a receipt of an earlier version with an ExportDate in the future holds as of its import', async () => {
  expect(await holdsAfter({ state: 'running', saved: { exportAt: exportAt + 900 * day } })).toMatchObject({
    shown: exportAt + 2 * day,
  });
});
