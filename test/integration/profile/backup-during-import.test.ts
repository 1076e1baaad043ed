import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { ask, importFile, startProgram, valueIn } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

test('backups made while an import runs are whole, and the import does not notice', async () => {
  const dir = scratchDir();
  const zip = join(dir, 'export.zip');
  await generateExport({ zip, days: 40, seed: 5 });
  const { client } = startProgram(join(dir, 'profile'));
  await client.started;
  let hasEnded = false;
  const imported = importFile(client, zip).finally(() => {
    hasEnded = true;
  });
  const counts: number[] = [];
  while (!hasEnded) {
    const path = join(dir, `backup-${counts.length}.sqlite`);
    valueIn(await client.host('host.backUp', { path }));
    counts.push(inspectBackup(path).records);
  }
  const { state, records } = await imported;
  expect(state).toBe('completed');
  expect(counts.length).toBeGreaterThan(1);
  // Each holds whole batches: never more than there were in the end, never less than before.
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const last = join(dir, 'last.sqlite');
  valueIn(await client.host('host.backUp', { path: last }));
  expect(inspectBackup(last).records).toBe(records.added);
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
