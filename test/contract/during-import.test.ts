import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DataClient } from '../../src/data/protocol/client.ts';
import type { ImportStatus, Receipt } from '../../src/shared/domain/receipt.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { ask, startProgram, valueIn } from './running-program.ts';
import { recordsIn, writeSmallExport } from './small-export.ts';

const many = 150_000;

/** Starts an import that lasts long enough to ask things meanwhile; resolves when its first records are stored. */
async function underWay(client: DataClient, path: string) {
  const seen: { status?: ImportStatus; receipt?: Receipt } = {};
  client.onPush((name, payload) => {
    if (name === 'import.progress') seen.status = payload as ImportStatus;
    if (name === 'import.ended') seen.receipt = payload as Receipt;
  });
  const { offer } = valueIn(await client.host('host.addOffer', { path, isIncoming: false }));
  const { runId } = await ask(client, 'import.start', { offer });
  await vi.waitFor(() => expect(seen.status?.records.added ?? 0).toBeGreaterThan(0), {
    interval: 2,
    timeout: 30_000,
  });
  expect(seen.receipt).toBeUndefined();
  return { runId, ended: () => vi.waitUntil(() => seen.receipt, { interval: 5, timeout: 30_000 }) };
}

test('calls are answered while an import runs, from what is committed so far', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  const run = await underWay(client, writeSmallExport(dir, many));
  const counts: number[] = [];
  while ((await ask(client, 'import.current', {})) !== null) {
    const [page, overview] = await Promise.all([
      ask(client, 'history.recordsPage', { limit: 50 }),
      ask(client, 'history.overview', {}),
    ]);
    expect(page.rows).toHaveLength(50);
    counts.push(overview.records);
  }
  expect(counts.length).toBeGreaterThan(2);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts[0]).toBeLessThan(many);
  expect(await run.ended()).toMatchObject({ state: 'completed', records: { added: recordsIn(many) } });
});

test('cancel ends the run and keeps what was committed', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  const run = await underWay(client, writeSmallExport(dir, many));
  expect(await ask(client, 'import.cancel', { runId: run.runId })).toBeNull();
  const receipt = await run.ended();
  expect(receipt).toMatchObject({ state: 'cancelled', canResume: true });
  expect(receipt?.records.added).toBeLessThan(many);
  expect(await ask(client, 'history.overview', {})).toMatchObject({ records: receipt?.records.added });
});

test.each([
  ['stopped in order', (client: DataClient) => client.host('host.stop', {})],
  ['killed', (_: DataClient, kill: () => void) => kill()],
])('%s in the middle, the next program shows the run as interrupted and finishes it', async (_, act) => {
  const dir = scratchDir();
  const first = startProgram(join(dir, 'profile'));
  const { runId } = await underWay(first.client, writeSmallExport(dir, many));
  const startedAt = performance.now();
  const exit = once(first.child, 'exit');
  await act(first.client, () => first.child.kill('SIGKILL'));
  await exit;
  expect(performance.now() - startedAt).toBeLessThan(4000);

  const { client } = startProgram(join(dir, 'profile'));
  expect(await ask(client, 'import.receipt', { runId })).toMatchObject({
    state: 'interrupted',
    canResume: true,
  });
  const { records: kept } = await ask(client, 'history.overview', {});
  expect(kept).toBeGreaterThan(0);
  const ended = Promise.withResolvers<Receipt>();
  client.onPush((name, payload) => name === 'import.ended' && ended.resolve(payload as Receipt));
  await ask(client, 'import.resume', { runId });
  const read = recordsIn(many);
  expect(await ended.promise).toMatchObject({
    state: 'completed',
    records: { read, known: kept, added: read - kept },
  });
});
