import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../src/core/db/open.ts';
import { importFile, startProgram } from '../contract/running-program.ts';
import { recordsIn, writeSmallExport } from '../contract/small-export.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { runCli } from './run-cli.ts';

async function imported(): Promise<string> {
  const dir = scratchDir();
  const { client, child } = startProgram(join(dir, 'profile'));
  await importFile(client, writeSmallExport(dir));
  child.kill('SIGKILL');
  await client.closed;
  return join(dir, 'profile');
}

const statusKeys =
  'profile schemaVersion records workouts correlations ecg summaries routes routePoints clinical types lastImport events daysToDerive targets';

test('status counts what is stored, types in order', async () => {
  const profile = await imported();
  const { code, lines } = await runCli(['status', '--profile', profile, '--json']);
  expect(code).toBe(0);
  expect(Object.keys(lines[0] ?? {})).toEqual(statusKeys.split(' '));
  expect(lines).toMatchObject([
    {
      profile,
      records: recordsIn(),
      workouts: 1,
      correlations: 1,
      ecg: 0,
      summaries: 0,
      routes: 1,
      routePoints: 2,
    },
  ]);
  expect(lines[0]?.['types']).toEqual({
    HKCategoryTypeIdentifierSleepAnalysis: 1,
    HKQuantityTypeIdentifierBloodPressureDiastolic: 1,
    HKQuantityTypeIdentifierBloodPressureSystolic: 1,
    HKQuantityTypeIdentifierHeartRate: 20,
  });
  const types = Object.keys(lines[0]?.['types'] ?? {});
  expect(types).toEqual(types.toSorted());
  expect(lines[0]?.['lastImport']).toMatchObject({ state: 'completed', records: { added: recordsIn() } });
});

test('a profile that is not there reads as empty and is not made', async () => {
  const profile = join(scratchDir(), 'none');
  const { code, lines } = await runCli(['status', '--profile', profile, '--json']);
  expect(code).toBe(0);
  expect(lines).toMatchObject([{ records: 0, types: {}, lastImport: null, targets: {} }]);
  expect(lines[0]?.['events']).toEqual({
    workout: 0,
    steps: 0,
    sleep: 0,
    active_energy: 0,
    mindfulness: 0,
    water: 0,
  });
  expect(await runCli(['records', '--profile', profile, '--json'])).toMatchObject({ code: 0, stdout: '' });
  expect(existsSync(profile)).toBe(false);
});

test('both read while another program owns the profile', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  await importFile(client, writeSmallExport(dir));
  const words = ['--profile', join(dir, 'profile'), '--json'];
  expect(await runCli(['status', ...words])).toMatchObject({ code: 0, lines: [{ records: recordsIn() }] });
  expect((await runCli(['records', ...words])).lines).toHaveLength(recordsIn());
});

test('records are listed newest first, each with what it holds', async () => {
  const profile = await imported();
  const { code, lines } = await runCli(['records', '--profile', profile, '--json']);
  expect(code).toBe(0);
  expect(lines).toHaveLength(recordsIn());
  const starts = lines.map(({ start }) => String(start));
  expect(starts).toEqual(starts.toSorted().reverse());
  expect(lines[0]).toEqual({
    type: 'HKQuantityTypeIdentifierHeartRate',
    start: '2025-03-01T08:19:00Z',
    end: '2025-03-01T08:19:00Z',
    value: 79,
    unit: 'count/min',
    source: expect.stringContaining('Sam’s Apple'),
    id: expect.any(Number),
  });
  expect(lines.at(-1)).toMatchObject({
    start: '2025-02-28T22:00:00Z',
    end: '2025-03-01T00:00:00Z',
    value: 'HKCategoryValueSleepAnalysisAsleepCore',
    unit: null,
  });
});

test('records are narrowed by type, time and number', async () => {
  const profile = await imported();
  const narrowed = async (...words: string[]) =>
    (await runCli(['records', '--profile', profile, '--json', ...words])).lines.map(({ start }) => start);
  expect(await narrowed('--type', 'HKQuantityTypeIdentifierHeartRate')).toHaveLength(20);
  expect(await narrowed('--type', 'SleepAnalysis')).toEqual(['2025-02-28T22:00:00Z']);
  expect(await narrowed('--type', 'NothingSuch')).toEqual([]);
  expect(await narrowed('--from', '2025-03-01T08:18:00Z')).toEqual([
    '2025-03-01T08:19:00Z',
    '2025-03-01T08:18:00Z',
  ]);
  expect(await narrowed('--to', '2025-03-01T08:00:00Z')).toEqual(['2025-02-28T22:00:00Z']);
  expect(await narrowed('--limit', '3')).toHaveLength(3);
});

test('a reader that has seen enough ends the listing quietly', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  await importFile(client, writeSmallExport(dir, 30_000));
  const cli = join(import.meta.dirname, '../../src/headless/cli.ts');
  const child = spawn(process.execPath, [cli, 'records', '--profile', join(dir, 'profile'), '--json']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});

test('the database of a newer version is refused by every command', async () => {
  const profile = await imported();
  const writer = openWriter(join(profile, 'history.sqlite'));
  writer.pragma('user_version = 900');
  writer.close();
  for (const words of [['status'], ['records'], ['import', 'any.zip']]) {
    const { code, stdout, stderr } = await runCli([...words, '--profile', profile]);
    expect([words, code]).toEqual([words, 2]);
    expect(stdout + stderr).toMatch(/newer/i);
  }
});
