import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { asCoded } from '../../../src/core/db/as-coded.ts';
import { AliasVersion } from '../../../src/core/events/alias-version.ts';
import { ArrivalLogReader } from '../../../src/core/outbox/chunks/arrival-log-reader.ts';
import { DestinationStore } from '../../../src/core/outbox/destination-store.ts';
import { SettingsStore } from '../../../src/core/profile/settings-store.ts';
import { EventDerivation } from '../../../src/data/event-derivation.ts';
import { arrivalReport, derivedFaults } from '../../support/history-checks.ts';
import { differences, dump, type HistoryDump } from '../../support/history-dump.ts';
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
    expect(wanted['removed_record']).toHaveLength(which === 'first' ? 1 : 4);
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

const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

/** A profile that knows one cuff, and the export in which it has another name. */
async function renamedCuff(dir: string) {
  const base = join(dir, 'base');
  const start = await openDirect(base);
  await start.importFile(await writeCuffExport(join(dir, 'old.zip'), 'Old Cuff'));
  await start.close();
  const path = await writeCuffExport(join(dir, 'new.zip'), 'New Cuff', 2);
  const profile = (name: string) => {
    cpSync(base, join(dir, name), { recursive: true });
    return join(dir, name);
  };
  return { path, profile };
}

/** Opens the profile over a connection that refuses the commit behind `allowed`: once, or until it is healed. */
async function openRefusing(dir: string, allowed: number, isOnce: boolean) {
  let failing: FailingWriter | undefined;
  let wakes = 0;
  const direct = await openDirect(dir, {
    onHistoryChanged: () => wakes++,
    over: (writer) => {
      failing = failingWriter(writer, Number.POSITIVE_INFINITY, () => {
        if (isOnce) failing?.heal();
        return full();
      });
      return failing.writer;
    },
  });
  await direct.importer.whenIdle();
  failing?.failAfter(allowed);
  const isHidden = () => new ArrivalLogReader(direct.writer).barrier() !== Infinity;
  return {
    ...direct,
    failing,
    isHidden,
    wakes: () => wakes,
    isFolding: () => new AliasVersion(direct.writer).isFolding(),
  };
}

/** Which weights count is decided by a run that completes. */
const withoutWeights = (all: HistoryDump): HistoryDump =>
  Object.fromEntries(
    Object.entries(all).map(([table, rows]) => [table, rows.filter((row) => !row.includes('BodyMass'))]),
  );

test('a run that fails in the midst of a fold shows nothing half folded, and the fold is finished at once', async () => {
  const { path, profile } = await renamedCuff(scratchDir());
  const whole = await openRefusing(profile('whole'), Number.POSITIVE_INFINITY, true);
  const before = whole.failing?.commits() ?? 0;
  const wantedReceipt = await whole.importFile(path);
  const commits = (whole.failing?.commits() ?? 0) - before;
  await whole.close();
  const wanted = dump(whole.database);
  let tried = 0;
  for (let allowed = commits - 1; ; allowed -= 2) {
    const direct = await openRefusing(profile(`refused-${allowed}`), allowed, true);
    const receipt = await direct.importFile(path);
    const [hasBegun, isHidden] = [direct.importer.aliases().length === 1, direct.isHidden()];
    await direct.importer.whenIdle();
    const left = direct.importer.receipt({ runId: receipt.runId });
    await direct.close();
    if (!hasBegun) break;
    // Refused was the receipt alone: the fold was over.
    if (receipt.state === 'completed') continue;
    tried++;
    expect([allowed, receipt.state, receipt.code]).toEqual([allowed, 'partial', 'disk.full']);
    expect([allowed, isHidden]).toEqual([allowed, true]);
    // Told, for the page read the receipt when the run ended.
    expect([allowed, direct.corrected]).toEqual([allowed, [left]]);
    expect([allowed, left.records, left.types, left.aliases]).toEqual([
      allowed,
      wantedReceipt.records,
      wantedReceipt.types,
      wantedReceipt.aliases,
    ]);
    const arrivals = arrivalReport(direct.database);
    expect([allowed, arrivals.faults, arrivals.gone]).toEqual([allowed, [], []]);
    expect([allowed, differences(withoutWeights(wanted), withoutWeights(dump(direct.database)))]).toEqual([
      allowed,
      [],
    ]);
    expect([allowed, derivedFaults(direct.database)]).toEqual([allowed, []]);
  }
  expect(tried).toBeGreaterThan(2);
});

/** The disk fills before a fold is over and stays full: neither the rest of the fold nor the receipt can be stored. */
async function stuckFold(room: 'four commits too few' | 'none for the receipt') {
  const { path, profile } = await renamedCuff(scratchDir());
  const whole = await openRefusing(profile('whole'), Number.POSITIVE_INFINITY, true);
  const before = whole.failing?.commits() ?? 0;
  await whole.importFile(path);
  const commits = (whole.failing?.commits() ?? 0) - before;
  await whole.close();
  // After the receipt, there's one more: earlier runs of the file need no resuming.
  const missing = room === 'none for the receipt' ? 2 : 4;
  const direct = await openRefusing(profile('stuck'), commits - missing, false);
  const receipt = await direct.importFile(path);
  await direct.importer.whenIdle();
  return { path, receipt, direct, wanted: dump(whole.database) };
}

/** Derives as the program does; resolves with the code that it failed with, or null. */
async function derivedWith({ writer, importer }: Awaited<ReturnType<typeof openRefusing>>) {
  const settings = new SettingsStore(writer);
  settings.set('homeZone', 'UTC');
  const stuck = () => importer.foldStuckCode;
  const derivation = new EventDerivation(writer, settings, new DestinationStore(writer), stuck);
  return derivation.run(new AbortController().signal).then(
    () => null,
    (error: unknown) => asCoded(error).code,
  );
}

function fakeTimeouts(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('a fold that cannot be finished stays hidden, and nobody waits for it, until there is room', async () => {
  const { path, receipt, direct, wanted } = await stuckFold('four commits too few');
  expect(receipt).toMatchObject({ state: 'partial', code: 'disk.full' });
  expect(direct.importer.aliases()).toHaveLength(1);
  expect([direct.isHidden(), direct.isFolding()]).toEqual([true, true]);
  expect(direct.corrected).toEqual([]);
  expect(direct.importer.foldStuckCode).toBe('disk.full');
  expect(await derivedWith(direct)).toBe('disk.full');

  direct.failing?.heal();
  // Stores the receipt, as the page does when it asks, and what is left is finished next.
  expect(direct.importer.receipts({ limit: 1 })).toMatchObject([{ state: 'partial' }]);
  expect(direct.isHidden()).toBe(true);
  await direct.importer.whenIdle();
  expect([direct.isHidden(), direct.isFolding(), direct.importer.foldStuckCode]).toEqual([
    false,
    false,
    null,
  ]);
  expect(direct.wakes()).toBe(1);
  expect(direct.corrected).toEqual([direct.importer.receipt({ runId: receipt.runId })]);
  expect(await direct.importFile(path)).toMatchObject({ state: 'completed' });
  await direct.close();
  expect(differences(wanted, dump(direct.database))).toEqual([]);
  expect(arrivalReport(direct.database)).toMatchObject({ faults: [], gone: [] });
});

test.each(['four commits too few', 'none for the receipt'] as const)(
  '%s: a minute after there is room, the fold is finished without anyone asking',
  async (room) => {
    fakeTimeouts();
    const { direct } = await stuckFold(room);
    expect([direct.importer.foldStuckCode, await derivedWith(direct)]).toEqual(['disk.full', 'disk.full']);
    await vi.advanceTimersByTimeAsync(60_000);
    await direct.importer.whenIdle();
    expect([direct.isHidden(), direct.wakes()]).toEqual([true, 0]);

    direct.failing?.heal();
    await vi.advanceTimersByTimeAsync(60_000);
    await direct.importer.whenIdle();
    expect([direct.isHidden(), direct.isFolding(), direct.wakes()]).toEqual([false, false, 1]);
    expect([direct.importer.foldStuckCode, await derivedWith(direct)]).toEqual([null, null]);
    await direct.close();
    expect(arrivalReport(direct.database)).toMatchObject({ faults: [], gone: [] });
  },
);

test('a fold of a dead program that cannot be finished at the start is, a minute after there is room', async () => {
  const dir = scratchDir();
  const { path, profile } = await renamedCuff(dir);
  const name = profile('dead');
  const whole = await importUntil(profile('whole'), path, Number.POSITIVE_INFINITY);
  await importUntil(name, path, whole - 4);
  fakeTimeouts();
  let failing: FailingWriter | undefined;
  let wakes = 0;
  const direct = await openDirect(name, {
    onHistoryChanged: () => wakes++,
    over: (writer) => {
      failing = failingWriter(writer, 0, full);
      return failing.writer;
    },
  });
  await direct.importer.whenIdle();
  const barrier = () => new ArrivalLogReader(direct.writer).barrier();
  expect([direct.importer.foldStuckCode, direct.importer.receipts({ limit: 1 })[0]?.state]).toEqual([
    'disk.full',
    'completed',
  ]);
  expect([barrier() < Infinity, wakes]).toEqual([true, 0]);

  failing?.heal();
  await vi.advanceTimersByTimeAsync(60_000);
  await direct.importer.whenIdle();
  const [left] = direct.importer.receipts({ limit: 1 });
  expect([left?.state, barrier(), wakes, direct.importer.foldStuckCode]).toEqual([
    'interrupted',
    Infinity,
    1,
    null,
  ]);
  expect(direct.corrected.at(-1)).toEqual(left);
  await direct.close();
});
