import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { rowsPerBatch } from '../../../src/core/import/reader/batch-builder.ts';
import type { HoldPoint } from '../../../src/core/import/reader/test-gate.ts';
import { ask, startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { arrivalReport, derivedFaults } from '../../support/history-checks.ts';
import { differences, dump, type HistoryDump } from '../../support/history-dump.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { resumeRun, startImport } from './followed-run.ts';

type Point = Exclude<HoldPoint, 'starting'> | 'closing';

const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1e6));

/**
 * Where to kill: at a point of the first import of a phone, or of the import of a later export with a renamed watch. The
 * thread is held there, behind a random number of messages of which the last few are being written; nothing is held in closing,
 * where any moment is right.
 */
const plan: readonly (readonly ['first' | 'renamed', Point])[] = [
  ...Array.from({ length: 3 }, () => ['first', 'opening'] as const),
  ...Array.from({ length: 7 }, () => ['first', 'reading'] as const),
  ...Array.from({ length: 4 }, () => ['first', 'files'] as const),
  ...Array.from({ length: 2 }, () => ['renamed', 'reading'] as const),
  ...Array.from({ length: 4 }, () => ['renamed', 'closing'] as const),
];
const held = plan.filter(([, point]) => point !== 'closing');

interface Undisturbed {
  readonly path: string;
  readonly dump: HistoryDump;
  /** Messages that an import sends between one end of a point and the other, at least. */
  readonly messages: Readonly<Record<Point, number>>;
}

const dir = mkdtempSync(join(tmpdir(), 'health-relay-kill-'));
const undisturbed: Partial<Record<'first' | 'renamed', Undisturbed>> = {};
const outcomes: string[] = [];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(state: number): number {
  let t = (state + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

async function measure(profile: string, path: string): Promise<Undisturbed> {
  const { client, child } = startProgram(profile);
  const run = await startImport(client, path);
  const receipt = await run.ended;
  expect(receipt).toMatchObject({ state: 'completed' });
  const reading = Math.ceil(receipt.records.read / rowsPerBatch);
  const exit = once(child, 'exit');
  await client.host('host.stop', {});
  await exit;
  return {
    path,
    dump: dump(join(profile, 'history.sqlite')),
    messages: { opening: 0, reading, files: 12, closing: 0 },
  };
}

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  console.log(outcomes.join('\n'));
});

test('undisturbed, both imports complete and the renamed watch is folded', async () => {
  const options = { days: 16, density: 0.25, routeShare: 1, electrocardiograms: 12, duplicateShare: 0.02 };
  const first = join(dir, 'first.zip');
  const renamed = join(dir, 'renamed.zip');
  await generateExport({ ...options, zip: first });
  await generateExport({ ...options, zip: renamed, extraDays: 2, watchName: 'Sam’s New Watch' });
  const profile = join(dir, 'first');
  undisturbed.first = await measure(profile, first);
  cpSync(profile, join(dir, 'renamed'), { recursive: true });
  undisturbed.renamed = await measure(join(dir, 'renamed'), renamed);
  expect(undisturbed.renamed.dump['source_alias']).toHaveLength(1);
});

test.each(plan.map(([which, point], index) => ({ which, point, index })))(
  `kill -9, $index: $which import, $point (KILL_SEED=${seed})`,
  async ({ which, point, index }) => {
    const whole = undisturbed[which];
    if (!whole) throw new Error('not measured');
    const scratch = scratchDir();
    const profile = join(scratch, 'profile');
    if (which === 'renamed') cpSync(join(dir, 'first'), profile, { recursive: true });
    const chance = random(seed + index);
    const passed = Math.floor(chance * (whole.messages[point] + 1));
    const gate = new ImportGate(join(scratch, 'gate'));
    if (point !== 'closing') gate.hold(point, passed);
    const first = startProgram(profile, gate.env);
    const run = await startImport(first.client, whole.path);
    if (point === 'closing') {
      await run.reached('closing');
      // Before, in or after the one transaction that it is: each is right, and checked below.
      await wait(chance * 60);
    } else await gate.whenHeld(point);
    first.child.kill('SIGKILL');
    await first.client.closed;

    const second = startProgram(profile);
    const receipt = await ask(second.client, 'import.receipt', { runId: run.runId });
    const { added } = receipt.records;
    outcomes.push(`${which} ${point} ${passed}: ${receipt.state}, ${added} records`);
    if (point !== 'closing') expect(receipt.state).toBe('interrupted');
    if (receipt.state !== 'completed') {
      const { records } = await ask(second.client, 'history.overview', {});
      expect(receipt).toMatchObject({ state: 'interrupted', canResume: true });
      if (which === 'first') expect(added).toBe(records);
      const isResumed = index % 2 === 0;
      const finishing = isResumed
        ? await resumeRun(second.client, run.runId)
        : await startImport(second.client, whole.path);
      expect(await finishing.ended).toMatchObject({ state: 'completed' });
      const before = await ask(second.client, 'import.receipt', { runId: run.runId });
      expect(before.canResume).toBe(false);
    }
    const exit = once(second.child, 'exit');
    await second.client.host('host.stop', {});
    await exit;

    const database = join(profile, 'history.sqlite');
    expect({ seed, index, differences: differences(whole.dump, dump(database)) }).toEqual({
      seed,
      index,
      differences: [],
    });
    expect(derivedFaults(database)).toEqual([]);
    const arrivals = arrivalReport(database);
    expect(arrivals.faults).toEqual([]);
    // Rows that a cut run delivered under the new name may fold later; what folds in closing never became visible.
    if (which === 'first' || receipt.aliases.length > 0) expect(arrivals.gone.length).toBe(0);
    const reader = openReader(database);
    expect(reader.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    reader.close();
  },
);

test('the kills that were held came before the end', () => {
  expect(outcomes).toHaveLength(plan.length);
  expect(outcomes.filter((line) => line.includes('interrupted')).length).toBeGreaterThanOrEqual(held.length);
});
