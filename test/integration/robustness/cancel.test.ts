import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HoldPoint } from '../../../src/core/import/reader/test-gate.ts';
import type { DataClient } from '../../../src/data/protocol/client.ts';
import { ask, startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { type FollowedRun, type Phase, startImport } from './followed-run.ts';
import { expectWhole, storedRecords } from './whole-profile.ts';

async function cancel(client: DataClient, run: FollowedRun) {
  expect(await ask(client, 'import.cancel', { runId: run.runId })).toBeNull();
  return run.ended;
}

function heldAt(dir: string, point: HoldPoint): ImportGate {
  const gate = new ImportGate(join(dir, 'gate'));
  gate.hold(point);
  return gate;
}

test.each<[Phase, HoldPoint]>([
  ['opening', 'opening'],
  ['reading', 'reading'],
  ['reading_files', 'files'],
])('cancelled while %s: whole batches stay, and the file can be finished', async (phase, point) => {
  const dir = scratchDir();
  const path = join(dir, 'export.zip');
  await generateExport({ zip: path, days: 16, density: 0.3, routeShare: 1, electrocardiograms: 40 });
  const profile = join(dir, 'profile');
  const database = join(profile, 'history.sqlite');
  const gate = heldAt(dir, point);
  const { client } = startProgram(profile, gate.env);
  const run = await startImport(client, path);
  await run.reached(phase);
  if (point === 'reading') await run.seen(({ records }) => records.added > 0);
  const receipt = await cancel(client, run);
  expect(receipt).toMatchObject({ state: 'cancelled', code: 'cancelled', canResume: true });
  const { added, read, known, repeated, skipped } = receipt.records;
  expect(read).toBe(added + known + repeated + skipped);
  expect(receipt.elements.Record).toBe(read);
  expect(storedRecords(database)).toBe(added);
  expectWhole(database);
  gate.release(point);
  const again = await startImport(client, path);
  expect(await again.ended).toMatchObject({ state: 'completed', records: { known: added } });
  const undisturbed = await openDirect(join(dir, 'undisturbed'));
  await undisturbed.importFile(path);
  await undisturbed.close();
  expect(differences(dump(undisturbed.database), dump(database))).toEqual([]);
});

test('cancelled while it is queued: it never runs, the one before and the one after do', async () => {
  const dir = scratchDir();
  const paths = ['a.zip', 'b.zip', 'c.zip'].map((name) => join(dir, name));
  for (const [index, zip] of paths.entries())
    await generateExport({ zip, days: 4, density: 0.2, extraDays: index });
  const gate = heldAt(dir, 'reading');
  const { client } = startProgram(join(dir, 'profile'), gate.env);
  const runs = [];
  for (const path of paths) runs.push(await startImport(client, path));
  const [first, second, third] = runs;
  if (!first || !second || !third) throw new Error('three runs');
  expect(await cancel(client, second)).toMatchObject({ state: 'cancelled', records: { read: 0 } });
  expect(second.phases.size).toBe(0);
  gate.release('reading');
  expect(await first.ended).toMatchObject({ state: 'completed' });
  expect(await third.ended).toMatchObject({ state: 'completed' });
  const states = (await ask(client, 'import.receipts', { limit: 9 })).map(({ state }) => state);
  expect(states).toEqual(['completed', 'cancelled', 'completed']);
});

test('cancelled while the person is asked, or while the sample is read: nothing of the file is stored', async () => {
  const dir = scratchDir();
  const own = join(dir, 'own.zip');
  const other = join(dir, 'other.zip');
  const unnamed = join(dir, 'unnamed.zip');
  await generateExport({ zip: own, days: 8, density: 0.3 });
  await generateExport({ zip: other, days: 8, density: 0.3, person: 2 });
  await generateExport({ zip: unnamed, days: 40, density: 0.3, person: 2, me: false });
  const profile = join(dir, 'profile');
  const database = join(profile, 'history.sqlite');
  const gate = new ImportGate(join(dir, 'gate'));
  const { client } = startProgram(profile, gate.env);
  await (await startImport(client, own)).ended;
  // The sample is read as everything is.
  gate.hold('reading', 0);
  const before = dump(database);
  for (const [path, phase] of [
    [other, 'waiting_for_person'],
    [unnamed, 'checking_person'],
  ] as const) {
    const run = await startImport(client, path);
    await run.reached(phase);
    expect(await cancel(client, run)).toMatchObject({ state: 'cancelled', records: { read: 0 } });
    expect(await ask(client, 'import.current', {})).toBeNull();
  }
  expect(differences(before, dump(database))).toEqual([]);
  // An answer that comes too late, or twice, is none.
  const run = await startImport(client, other);
  await run.reached('waiting_for_person');
  const answer = { runId: run.runId, isSamePerson: false };
  expect(await ask(client, 'import.confirmPerson', answer)).toBeNull();
  expect(await run.ended).toMatchObject({ state: 'refused', code: 'import.other_person' });
  expect(await client.call('import.confirmPerson', answer)).toMatchObject({
    error: { code: 'import.unknown_run' },
  });
  expect(differences(before, dump(database))).toEqual([]);
});
