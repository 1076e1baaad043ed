import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heapFlags } from '../../../src/data/protocol/program-start.ts';
import { temporaryDir } from '../../support/import-harness.ts';
import { hostileFiles } from './files.ts';
import type { Outcome } from './import-child.ts';

/**
 * Every hostile file at a hundredth of its size, or what else reaches the same bound: what it ends with, what it says, and that all of
 * them together stay in a fixed amount of memory. `npm run bench -- hostile` measures them in their full size.
 */

const child = join(import.meta.dirname, 'import-child.ts');
const scale = 0.01;
/** A tag of 16 MiB is buffered, and a text of 16 MiB goes through both threads: what one more copy of all would take is beyond it. */
const maxMb = 400;
/** For each thread. An element held whole, as objects, would not fit. */
const heapMb = 160;

const dir = temporaryDir();
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  const paths: string[] = [];
  for (const file of hostileFiles) {
    const path = join(dir.path, `${file.name}.zip`);
    await file.write(path, scale);
    paths.push(path);
  }
  const args = [...heapFlags, `--max-old-space-size=${heapMb}`, child, ...paths];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
  for (const line of stdout.trim().split('\n')) {
    const outcome = JSON.parse(line) as Outcome;
    outcomes.set(outcome.file, outcome);
  }
});

afterAll(() => rmSync(dir.path, { recursive: true, force: true }));

test.each(hostileFiles.map((file) => [file.name, file] as const))('%s', (name, file) => {
  const outcome = outcomes.get(join(dir.path, `${name}.zip`));
  expect(outcome).toMatchObject({
    code: file.code,
    remarks: expect.arrayContaining([...file.remarks]),
    integrity: 'ok',
    faults: [],
  });
  if (file.code === null) expect(outcome?.state).toBe('completed');
  if (file.isGoodKept) expect(outcome?.isGoodKept).toBe(true);
});

test('all of them together stay within a fixed amount of memory', () => {
  expect(outcomes.size).toBe(hostileFiles.length);
  expect(Math.max(...[...outcomes.values()].map(({ peakRssMb }) => peakRssMb))).toBeLessThan(maxMb);
});
