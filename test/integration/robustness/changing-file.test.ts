import { appendFileSync, copyFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateExport } from '../../generator/generate.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { expectWhole, sentenceOf, storedRecords } from './whole-profile.ts';

async function exports(dir: string) {
  const [path, other, keep] = ['export.zip', 'other.zip', 'keep.zip'].map((name) => join(dir, name));
  if (!path || !other || !keep) throw new Error('three names');
  await generateExport({ zip: path, days: 10, density: 0.3 });
  await generateExport({ zip: other, days: 10, density: 0.3, extraDays: 1 });
  copyFileSync(path, keep);
  return { path, other, keep };
}

test.each([
  ['gone', (path: string) => rmSync(path)],
  ['appended to', (path: string) => appendFileSync(path, 'more')],
  ['cut', (path: string) => truncateSync(path, 200_000)],
  ['replaced', (path: string, other: string) => renameSync(other, path)],
])(
  'a file %s while it is read: partial, what was read is whole, the good file completes it',
  async (_, act) => {
    const dir = scratchDir();
    const { path, other, keep } = await exports(dir);
    let isDone = false;
    const direct = await openDirect(join(dir, 'profile'), {
      onProgress: ({ phase }) => {
        if (phase !== 'reading' || isDone) return;
        isDone = true;
        act(path, other);
      },
    });
    const receipt = await direct.importFile(path);
    expect(receipt).toMatchObject({ state: 'partial', code: 'import.changed_while_reading' });
    expect(sentenceOf(receipt)).toMatch(/records were kept/);
    expect(receipt.records.added).toBeGreaterThan(0);
    expect(storedRecords(direct.database)).toBe(receipt.records.added);
    expectWhole(direct.database);
    expect(await direct.importFile(keep)).toMatchObject({
      state: 'completed',
      records: { known: receipt.records.added },
    });
    await direct.close();
    const undisturbed = await openDirect(join(dir, 'undisturbed'));
    await undisturbed.importFile(keep);
    await undisturbed.close();
    expect(differences(dump(undisturbed.database), dump(direct.database))).toEqual([]);
  },
);

test('gone between the choice and its turn: refused, and the next one is imported', async () => {
  const dir = scratchDir();
  const { path, other, keep } = await exports(dir);
  const direct = await openDirect(join(dir, 'profile'));
  const runs = [direct.importFile(keep), direct.importFile(path), direct.importFile(other)];
  rmSync(path);
  const receipts = await Promise.all(runs);
  expect(receipts.map(({ state, code }) => [state, code])).toEqual([
    ['completed', null],
    ['refused', 'import.not_found'],
    ['completed', null],
  ]);
  expect(receipts[1]?.canResume).toBe(false);
  await direct.close();
});
