import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { rowsPerBatch } from '../../../src/core/import/reader/batch-builder.ts';
import { ask, startProgram, valueIn } from '../../contract/running-program.ts';
import { recordsIn, writeSmallExport } from '../../contract/small-export.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { startImport } from '../robustness/followed-run.ts';

test('backups made while an import runs are whole, and the import does not notice', async () => {
  const dir = scratchDir();
  const gate = new ImportGate(join(dir, 'gate'));
  gate.hold('reading');
  const { client } = startProgram(join(dir, 'profile'), gate.env);
  const run = await startImport(client, writeSmallExport(dir, 5 * rowsPerBatch));
  const recordsOf = async (name: string) => {
    const path = join(dir, name);
    valueIn(await client.host('host.backUp', { path }));
    return inspectBackup(path).records;
  };
  for (const batches of [1, 3]) {
    gate.hold('reading', batches);
    await run.seen(({ records }) => records.added === batches * rowsPerBatch);
    expect(await recordsOf(`${batches}.sqlite`)).toBe(batches * rowsPerBatch);
  }
  // The import goes on while this one is made, which holds whole batches too.
  const underWay = recordsOf('under-way.sqlite');
  gate.release('reading');
  const kept = await underWay;
  const { state, records } = await run.ended;
  expect(state).toBe('completed');
  expect(records.added).toBe(recordsIn(5 * rowsPerBatch));
  expect([...[3, 4, 5].map((batches) => batches * rowsPerBatch), records.added]).toContain(kept);
  expect(await recordsOf('last.sqlite')).toBe(records.added);
  expect((await ask(client, 'history.overview', {})).records).toBe(records.added);
});

test('a place inside the profile is refused', async () => {
  const profile = join(scratchDir(), 'profile');
  const { client } = startProgram(profile);
  for (const name of ['history.sqlite', 'history.sqlite-wal', 'backups/x', 'incoming/../lock']) {
    const answer = await client.host('host.backUp', { path: join(profile, name) });
    expect([name, answer]).toMatchObject([name, { error: { code: 'request.invalid' } }]);
  }
});
