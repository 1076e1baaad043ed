import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { measureLiveness } from '../../support/call-times.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

/** How long answers take is the bench's (`npm run bench -- liveness`); here, that they do not wait for the import, on any machine. */
test('every call is answered while 40 MB are imported', async () => {
  const dir = scratchDir();
  const path = join(dir, 'export.zip');
  await generateExport({ zip: path, size: 42_000_000 });
  const { client } = startProgram(join(dir, 'profile'));
  await client.started;
  const { receipt, calls } = await measureLiveness(client, path);
  console.log(`answers during an import of ${receipt.seconds.toFixed(1)} s: ${JSON.stringify(calls)}`);
  expect(receipt).toMatchObject({ state: 'completed' });
  expect(receipt.bytes).toBeGreaterThan(40_000_000);
  expect(calls['import.cancel']?.count).toBeGreaterThan(0);
  expect(calls['all']?.count).toBeGreaterThan(20);
  expect(calls['all']?.p95Ms).toBeLessThan((receipt.seconds * 1000) / 4);
});
