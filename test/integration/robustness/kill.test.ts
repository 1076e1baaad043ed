import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { ask, startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { arrivalReport, derivedFaults } from '../../support/history-checks.ts';
import { differences, dump, type HistoryDump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { type Phase, resumeRun, startImport } from './followed-run.ts';

const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1e6));

/** Where to kill: a phase of the first import of a phone, or of the import of a later export with a renamed watch. */
const plan: readonly (readonly ['first' | 'renamed', Phase])[] = [
  ...Array.from({ length: 3 }, () => ['first', 'opening'] as const),
  ...Array.from({ length: 7 }, () => ['first', 'reading'] as const),
  ...Array.from({ length: 4 }, () => ['first', 'reading_files'] as const),
  ...Array.from({ length: 2 }, () => ['renamed', 'reading'] as const),
  ...Array.from({ length: 4 }, () => ['renamed', 'closing'] as const),
];

interface Undisturbed {
  readonly path: string;
  readonly dump: HistoryDump;
  /** How long each phase took, milliseconds. */
  readonly lasted: ReadonlyMap<Phase, number>;
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
  expect(await run.ended).toMatchObject({ state: 'completed' });
  const begun = [...run.phases];
  const lasted = new Map(
    begun.map(([phase, at], index) => [phase, Math.max(2, (begun[index + 1]?.[1] ?? at + 200) - at)]),
  );
  const exit = once(child, 'exit');
  await client.host('host.stop', {});
  await exit;
  return { path, dump: dump(join(profile, 'history.sqlite')), lasted };
}

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  console.log(`KILL_SEED=${seed}\n${outcomes.join('\n')}`);
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

test.each(plan.map(([which, phase], index) => ({ which, phase, index })))(
  'kill -9, $index: $which import, $phase',
  async ({ which, phase, index }) => {
    const whole = undisturbed[which];
    if (!whole) throw new Error('not measured');
    const profile = join(scratchDir(), 'profile');
    if (which === 'renamed') cpSync(join(dir, 'first'), profile, { recursive: true });
    const delay = random(seed + index) * (whole.lasted.get(phase) ?? 20);
    const first = startProgram(profile);
    const run = await startImport(first.client, whole.path);
    await run.reached(phase);
    await wait(delay);
    first.child.kill('SIGKILL');
    await first.client.closed;

    const second = startProgram(profile);
    const receipt = await ask(second.client, 'import.receipt', { runId: run.runId });
    const { added } = receipt.records;
    outcomes.push(`${which} ${phase} + ${delay.toFixed(0)} ms: ${receipt.state}, ${added} records`);
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

test('most of the kills came before the end', () => {
  expect(outcomes).toHaveLength(plan.length);
  expect(outcomes.filter((line) => line.includes('interrupted')).length).toBeGreaterThanOrEqual(14);
});
