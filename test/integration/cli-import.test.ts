import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openReader } from '../../src/core/db/open.ts';
import { rowsPerBatch } from '../../src/core/import/reader/batch-builder.ts';
import type { ImportLine } from '../../src/headless/cli/import-line.ts';
import { forkProgram, startProgram } from '../contract/running-program.ts';
import { recordsIn, writeSmallExport } from '../contract/small-export.ts';
import { ImportGate } from '../support/import-gate.ts';
import { expectMode, scratchDir } from '../unit/data/scratch.ts';
import { runCli, runCliProcess } from './run-cli.ts';

const keys =
  'bytes elements exportDate file offsetMinutes peakRssBytes problems records seconds state types'.split(' ');

test('a file, the same file again, and one that is not there: a line each', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const path = writeSmallExport(dir);
  const words = ['import', path, path, join(dir, 'none.zip'), '--profile', profile, '--json'];
  const { code, lines, stdout } = await runCli(words);
  expect(code).toBe(2);
  expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  const [first, again, missing] = lines;
  expect(Object.keys(first ?? {}).sort()).toEqual(keys);
  expect(first).toMatchObject({
    file: path,
    state: 'completed',
    exportDate: '2025-03-10T10:00:00+01:00',
    offsetMinutes: 60,
    records: { read: recordsIn(), added: recordsIn(), known: 0, repeated: 0, skipped: 0 },
    elements: { Record: recordsIn(), Correlation: 1, Workout: 1, WorkoutRoute: 1, RoutePoint: 2, unknown: 0 },
    types: { HKQuantityTypeIdentifierHeartRate: 20, HKQuantityTypeIdentifierBloodPressureSystolic: 1 },
  });
  expect(again).toMatchObject({ file: path, state: 'already_imported', records: { added: 0 } });
  expect(missing).toMatchObject({
    state: 'refused',
    code: 'import.not_found',
    message: expect.stringMatching(/\w+/),
  });
  expectMode(profile, '700');
});

test('without --json a person reads sentences, and 0 means that it went well', async () => {
  const dir = scratchDir();
  const { code, stdout } = await runCli(['import', writeSmallExport(dir), '--profile', join(dir, 'profile')]);
  expect(code).toBe(0);
  expect(stdout).toContain(`${recordsIn()} records: ${recordsIn()} added`);
});

test('what is no export is refused with 2 and a sentence instead of its code', async () => {
  const dir = scratchDir();
  const path = join(dir, 'letter.zip');
  writeFileSync(path, 'Dear Sir or Madam, this is not a zip.');
  const { code, stdout } = await runCli(['import', path, '--profile', join(dir, 'profile')]);
  expect(code).toBe(2);
  expect(stdout).toMatch(/letter\.zip: not imported\n {2}\w+/);
  expect(stdout).not.toMatch(/import\.\w+/);
});

test('a file that ends in the middle is 3', async () => {
  const dir = scratchDir();
  const path = writeSmallExport(dir, 50);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(0, whole.indexOf('<Correlation') - 40));
  const { code, lines } = await runCli(['import', path, '--profile', join(dir, 'profile'), '--json']);
  expect(code).toBe(3);
  expect(lines).toMatchObject([{ state: 'partial', code: 'import.truncated_xml' }]);
});

test('a file of which no record could be read is 3, and says why', async () => {
  const dir = scratchDir();
  const path = join(dir, 'odd.xml');
  const odd =
    '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="a" startDate="soon" endDate="soon" value="1"/>';
  writeFileSync(
    path,
    `<HealthData><ExportDate value="2025-06-30 12:00:00 +0200"/>${odd.repeat(3)}</HealthData>`,
  );
  const { code, lines } = await runCli(['import', path, '--profile', join(dir, 'profile'), '--json']);
  expect(code).toBe(3);
  expect(lines).toMatchObject([
    {
      state: 'partial',
      code: 'import.mostly_skipped',
      message: expect.stringContaining('3 of 3 HKQuantityTypeIdentifierStepCount entries couldn’t be read.'),
      records: { read: 3, skipped: 3 },
    },
  ]);
});

test('another person’s file is refused unless the flag says that it is the same', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const own = writeSmallExport(dir);
  const other = join(dir, 'other.xml');
  writeFileSync(
    other,
    readFileSync(own, 'utf8').replace('1980-01-01', '1990-12-31').replaceAll('value="6', 'value="7'),
  );
  await runCli(['import', own, '--profile', profile, '--json']);
  const refused = await runCli(['import', other, '--profile', profile, '--json']);
  expect(refused).toMatchObject({ code: 2, lines: [{ state: 'refused', code: 'import.other_person' }] });
  const accepted = await runCli(['import', other, '--profile', profile, '--json', '--same-person']);
  expect(accepted).toMatchObject({ code: 0, lines: [{ state: 'completed' }] });
});

test('Ctrl-C cancels: what was committed stays, 3, and the file can be finished later', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const count = 4 * rowsPerBatch;
  const path = writeSmallExport(dir, count);
  const gate = new ImportGate(join(dir, 'gate'));
  gate.hold('reading');
  const database = join(profile, 'history.sqlite');
  const words = ['import', path, join(dir, 'next.zip'), '--profile', profile, '--json'];
  const isStored = () => {
    const reader = openReader(database);
    try {
      expect(reader.prepare('SELECT count(*) AS count FROM record').get()).toEqual({ count: rowsPerBatch });
    } finally {
      reader.close();
    }
  };
  const cut = await runCliProcess(
    words,
    async (child) => {
      await vi.waitFor(isStored);
      child.kill('SIGINT');
    },
    gate.env,
  );
  expect(cut.code).toBe(3);
  expect(cut.lines).toMatchObject([{ state: 'cancelled' }]);
  const [line] = cut.lines as unknown as ImportLine[];
  const added = line?.records.added ?? 0;
  expect(added).toBe(rowsPerBatch);
  const again = await runCli(['import', path, '--profile', profile, '--json']);
  const all = recordsIn(count);
  expect(again).toMatchObject({
    code: 0,
    lines: [{ records: { read: all, known: added, added: all - added } }],
  });
});

test('a profile that another program owns is 4, with a line for each file', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  await client.started;
  const path = writeSmallExport(dir);
  const { code, lines } = await runCli(['import', path, '--profile', join(dir, 'profile'), '--json']);
  expect(code).toBe(4);
  expect(lines).toMatchObject([{ file: path, state: 'refused', code: 'profile.in_use' }]);
});

test('the lock of a killed owner is taken over', async () => {
  const dir = scratchDir();
  const owner = forkProgram(join(dir, 'profile'));
  await once(owner, 'message');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const { code } = await runCli([
    'import',
    writeSmallExport(dir),
    '--profile',
    join(dir, 'profile'),
    '--json',
  ]);
  expect(code).toBe(0);
});

test.each([
  [[]],
  [['import']],
  [['import', 'a.zip', '--fast']],
  [['unpack', 'a.zip']],
  [['records', '--limit', 'x']],
])('wrong usage %o is 64 and explains itself on stderr', async (words) => {
  const { code, stdout, stderr } = await runCli(words);
  expect(code).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).toContain('npm run -s cli -- import');
});

test('--help is an answer', async () => {
  const { code, stdout } = await runCli(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--same-person');
});
