import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { generateExport } from '../../generator/generate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { expectWhole, sentenceOf, storedRecords } from './whole-profile.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

test('an import thread that cannot start, or dies, ends its run; the next one has another', async () => {
  const dir = scratchDir();
  const path = join(dir, 'export.zip');
  await generateExport({ zip: path, days: 16, density: 0.3 });
  const threads: (() => Worker)[] = [
    () => {
      throw new Error('no more threads');
    },
    () => new Worker('process.exit(3)', { eval: true }),
    () => new Worker('throw new Error("/home/sam/export.zip")', { eval: true }),
  ];
  let worker: Worker | undefined;
  const direct = await openDirect(join(dir, 'profile'), {
    startThread: () => {
      worker = threads.shift()?.() ?? new Worker(importThread);
      return worker;
    },
    onProgress: ({ phase }) => {
      if (phase === 'reading' && isToDie) ending = worker?.terminate();
    },
  });
  let isToDie = false;
  let ending: Promise<number> | undefined;
  for (let i = 0; i < 3; i++) {
    const receipt = await direct.importFile(path);
    expect(receipt).toMatchObject({ state: 'refused', code: 'internal', details: { kept: 0 } });
    expect(JSON.stringify(receipt.details)).not.toContain('sam');
    sentenceOf(receipt);
  }
  expect(direct.faults).toHaveLength(3);
  isToDie = true;
  const { state, code, records } = await direct.importFile(path);
  await ending;
  expect(state).toBe(records.added > 0 ? 'partial' : 'refused');
  expect(code).toBe('internal');
  expect(storedRecords(direct.database)).toBe(records.added);
  isToDie = false;
  expect(await direct.importFile(path)).toMatchObject({ state: 'completed' });
  await direct.close();
  expectWhole(direct.database);
});
