import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsPerBatch } from '../../src/core/import/reader/batch-builder.ts';
import type { DataClient } from '../../src/data/protocol/client.ts';
import { resumeRun, startImport } from '../integration/robustness/followed-run.ts';
import { ImportGate } from '../support/import-gate.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { ask, startProgram } from './running-program.ts';
import { recordsIn, writeSmallExport } from './small-export.ts';

const many = 5 * rowsPerBatch;

/** Starts an import that waits behind its first batch; resolves when that is stored. */
async function underWay() {
  const dir = scratchDir();
  const gate = new ImportGate(join(dir, 'gate'));
  gate.hold('reading');
  const profile = join(dir, 'profile');
  const program = startProgram(profile, gate.env);
  const run = await startImport(program.client, writeSmallExport(dir, many));
  await run.seen(({ records }) => records.added === rowsPerBatch);
  return { ...program, profile, gate, run };
}

test('calls are answered while an import runs, from what is committed so far', async () => {
  const { client, gate, run } = await underWay();
  for (const batches of [1, 2, 4]) {
    gate.hold('reading', batches);
    await run.seen(({ records }) => records.added === batches * rowsPerBatch);
    const [page, overview, current, types, ofOneType, receipts] = await Promise.all([
      ask(client, 'history.recordsPage', { limit: 50 }),
      ask(client, 'history.overview', {}),
      ask(client, 'import.current', {}),
      ask(client, 'history.types', {}),
      ask(client, 'history.recordsPage', { limit: 50, type: 'HKQuantityTypeIdentifierHeartRate' }),
      ask(client, 'import.receipts', { limit: 50 }),
    ]);
    expect(types.map(({ count }) => count)).toEqual([batches * rowsPerBatch]);
    expect(ofOneType.rows).toHaveLength(50);
    expect(receipts).toHaveLength(0);
    expect(page.rows).toHaveLength(50);
    expect(overview.records).toBe(batches * rowsPerBatch);
    expect(current).toMatchObject({ runId: run.runId, phase: 'reading' });
  }
  gate.release('reading');
  expect(await run.ended).toMatchObject({ state: 'completed', records: { added: recordsIn(many) } });
  expect(await ask(client, 'import.current', {})).toBeNull();
});

test('cancel ends the run and keeps what was committed', async () => {
  const { client, run } = await underWay();
  expect(await ask(client, 'import.cancel', { runId: run.runId })).toBeNull();
  expect(await run.ended).toMatchObject({
    state: 'cancelled',
    canResume: true,
    records: { added: rowsPerBatch },
  });
  expect(await ask(client, 'history.overview', {})).toMatchObject({ records: rowsPerBatch });
});

test.each([
  ['stopped in order', (client: DataClient) => client.host('host.stop', {})],
  ['killed', (_: DataClient, kill: () => void) => kill()],
])('%s in the middle, the next program shows the run as interrupted and finishes it', async (_, act) => {
  const first = await underWay();
  const { runId } = first.run;
  const exit = once(first.child, 'exit');
  await act(first.client, () => first.child.kill('SIGKILL'));
  await exit;

  const { client } = startProgram(first.profile);
  expect(await ask(client, 'import.receipt', { runId })).toMatchObject({
    state: 'interrupted',
    canResume: true,
  });
  const kept = rowsPerBatch;
  expect(await ask(client, 'history.overview', {})).toMatchObject({ records: kept });
  const run = await resumeRun(client, runId);
  const read = recordsIn(many);
  expect(await run.ended).toMatchObject({
    state: 'completed',
    records: { read, known: kept, added: read - kept },
  });
});
