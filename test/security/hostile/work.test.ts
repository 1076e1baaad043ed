import { rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter } from '../../../src/core/db/open.ts';
import { readHere, temporaryDir } from '../../support/import-harness.ts';
import { hostileFiles } from './files.ts';
import { deriveAll, openHostileImporter } from './hostile-importer.ts';

/**
 * Work in step with a file's size, without a clock: V8 counts how often each block of our code runs, loops included, while a hostile file is
 * imported and derived in this thread. Twice as much more of a file may take 2.5 times the blocks more at most; quadratic work takes four times.
 * Work inside SQLite and inside expressions is not in it: test/bench/hostile.ts measures these by hand.
 */

const most = 2.5;
/** By name, the scale of the smaller of two files: a day or a workout of many samples, many names, one file named many times, elements. */
const measured: readonly (readonly [name: string, scale: number])[] = [
  ['workouts_hr', 0.003],
  ['steps_poison_big', 0.01],
  ['steps_sources', 0.003],
  ['source_devices', 0.02],
  ['sleep_stages', 0.006],
  ['one_second_units', 0.002],
  ['mindful_second', 0.005],
  ['sync_versions', 0.006],
  ['clinical_50k', 0.01],
  ['workouts_same', 0.01],
  ['kept_200k', 0.004],
];

const dir = temporaryDir();
const session = new Session();

beforeAll(async () => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});

afterAll(async () => {
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  rmSync(dir.path, { recursive: true, force: true });
});

/** Blocks of src/core that ran since the last call. */
async function blocksRun(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  let blocks = 0;
  for (const { url, functions } of result)
    if (url.includes('/src/core/'))
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
  return blocks;
}

async function workOf(name: string, scale: number): Promise<number> {
  const file = hostileFiles.find((one) => one.name === name);
  if (file === undefined) throw new Error(`no hostile file ${name}`);
  const path = join(dir.path, `${name}-${scale}.zip`);
  await file.write(path, scale);
  const writer = openWriter(join(dir.path, `${name}-${scale}.sqlite`));
  await migrate(writer, dir.path);
  const importer = openHostileImporter(writer, dir.path, readHere);
  await blocksRun();
  await importer.importFile(path);
  await importer.close();
  await deriveAll(writer);
  const blocks = await blocksRun();
  writer.close();
  expect(importer.faults).toEqual([]);
  return blocks;
}

beforeAll(async () => {
  // The first import of a process also fills what is kept for the next.
  await workOf('nothing_bad', 1);
});

test.each(measured)('%s', async (name, scale) => {
  const once = await workOf(name, scale);
  const twice = await workOf(name, 2 * scale);
  const fourTimes = await workOf(name, 4 * scale);
  // What is in every file, whatever its size, is in neither difference.
  const [first, second] = [twice - once, fourTimes - twice];
  // Enough was counted to tell.
  expect(first).toBeGreaterThan(50_000);
  expect(second / first).toBeGreaterThan(1.2);
  expect(second / first).toBeLessThan(most);
});
