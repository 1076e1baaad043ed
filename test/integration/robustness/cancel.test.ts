import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DataClient } from '../../../src/data/protocol/client.ts';
import { ask, startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { type FollowedRun, type Phase, startImport } from './followed-run.ts';
import { expectWhole, storedRecords } from './whole-profile.ts';

/** Far above what a call takes, for a machine that does other things too; the figure is printed. */
const patienceMs = 1000;

async function cancel(client: DataClient, run: FollowedRun) {
  const startedAt = performance.now();
  expect(await ask(client, 'import.cancel', { runId: run.runId })).toBeNull();
  const answeredMs = performance.now() - startedAt;
  const receipt = await run.ended;
  const endedMs = performance.now() - startedAt;
  console.log(`cancel: answered in ${answeredMs.toFixed(1)} ms, ended in ${endedMs.toFixed(1)} ms`);
  expect(answeredMs).toBeLessThan(patienceMs);
  return receipt;
}

test.each<Phase>(['opening', 'reading', 'reading_files'])(
  'cancelled while %s: whole batches stay, and the file can be finished',
  async (phase) => {
    const dir = scratchDir();
    const path = join(dir, 'export.zip');
    await generateExport({ zip: path, days: 16, density: 0.3, routeShare: 1, electrocardiograms: 40 });
    const profile = join(dir, 'profile');
    const database = join(profile, 'history.sqlite');
    const { client } = startProgram(profile);
    const run = await startImport(client, path);
    await run.reached(phase);
    const receipt = await cancel(client, run);
    expect(receipt).toMatchObject({ state: 'cancelled', code: 'cancelled', canResume: true });
    const { added, read, known, repeated, skipped } = receipt.records;
    expect(read).toBe(added + known + repeated + skipped);
    expect(receipt.elements.Record).toBe(read);
    expect(storedRecords(database)).toBe(added);
    expectWhole(database);
    const again = await startImport(client, path);
    expect(await again.ended).toMatchObject({ state: 'completed', records: { known: added } });
    const undisturbed = await openDirect(join(dir, 'undisturbed'));
    await undisturbed.importFile(path);
    await undisturbed.close();
    expect(differences(dump(undisturbed.database), dump(database))).toEqual([]);
  },
);

test('cancelled while it is queued: it never runs, the one before and the one after do', async () => {
  const dir = scratchDir();
  const paths = ['a.zip', 'b.zip', 'c.zip'].map((name) => join(dir, name));
  for (const [index, zip] of paths.entries())
    await generateExport({ zip, days: 4, density: 0.2, extraDays: index });
  const { client } = startProgram(join(dir, 'profile'));
  const runs = [];
  for (const path of paths) runs.push(await startImport(client, path));
  const [first, second, third] = runs;
  if (!first || !second || !third) throw new Error('three runs');
  expect(await cancel(client, second)).toMatchObject({ state: 'cancelled', records: { read: 0 } });
  expect(second.phases.size).toBe(0);
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
  const { client } = startProgram(profile);
  await (await startImport(client, own)).ended;
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
