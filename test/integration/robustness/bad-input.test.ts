import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import type { ImportLine } from '../../../src/headless/cli/import-line.ts';
import { textFor } from '../../../src/shared/error-texts.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { generateExport } from '../../generator/generate.ts';
import { ZipWriter } from '../../generator/zip.ts';
import {
  type BadInputKind,
  badInputRecords,
  goodRoutePoints,
  makeBadInput,
  recordsBeforeCut,
} from '../../support/bad-inputs.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';
import { openDirect } from './direct-importer.ts';
import { expectWhole, sentenceOf, storedRecords } from './whole-profile.ts';

const refused: Partial<Record<BadInputKind, ErrorCode>> = {
  'not-a-zip': 'import.not_a_zip',
  encrypted: 'import.encrypted',
  'empty-zip': 'import.empty_archive',
  'zero-byte': 'import.empty_archive',
  'truncated-zip': 'import.truncated_archive',
  'no-health-xml': 'import.no_health_data',
  'only-cda': 'import.only_cda',
  'zero-byte-xml': 'import.empty_xml',
  entity: 'import.entity_declaration',
  'dotdot-name': 'import.unsafe_name',
  bomb: 'import.bomb',
};

async function cliImport(profile: string, ...paths: string[]) {
  const { code, lines, stderr } = await runCli(['import', ...paths, '--profile', profile, '--json']);
  return { code, stderr, lines: lines as unknown as ImportLine[] };
}

test('each file that cannot be imported is refused with its code and a sentence; a good one after them is imported', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const kinds = Object.keys(refused) as BadInputKind[];
  const paths = await Promise.all(kinds.map((kind) => makeBadInput(kind, dir)));
  const good = join(dir, 'good.zip');
  const census = await generateExport({ zip: good, days: 2, density: 0.1 });
  const { code, lines } = await cliImport(profile, ...paths, join(dir, 'none.zip'), good);
  expect(code).toBe(2);
  expect(lines.map(({ state, code }) => [state, code])).toEqual([
    ...kinds.map((kind) => ['refused', refused[kind]]),
    ['refused', 'import.not_found'],
    ['completed', undefined],
  ]);
  for (const { code, message = '', records } of lines.slice(0, -1)) {
    expect(message).toContain(textFor(code ?? 'internal').title);
    expect(message).not.toMatch(/undefined|NaN|null|import\.\w+/);
    expect(records).toMatchObject({ read: 0, added: 0 });
  }
  expect(storedRecords(join(profile, 'history.sqlite'))).toBe(census.expected.records);
  expectWhole(join(profile, 'history.sqlite'));
});

test('XML cut in the middle: 3, what stood before is kept, and where it ends is said', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const { code, lines } = await cliImport(profile, await makeBadInput('xml-cut', dir));
  expect(code).toBe(3);
  expect(lines).toMatchObject([
    {
      state: 'partial',
      code: 'import.truncated_xml',
      records: { read: recordsBeforeCut, added: recordsBeforeCut, skipped: 0 },
    },
  ]);
  expect(lines[0]?.message).toMatch(/\d+%.*150 records were kept/);
  expectWhole(join(profile, 'history.sqlite'));
  // The same day, whole.
  const again = await cliImport(profile, await makeBadInput('malformed-ecg', dir));
  const added = badInputRecords - recordsBeforeCut;
  expect(again.lines).toMatchObject([
    { code: 'import.mostly_skipped', records: { known: recordsBeforeCut, added } },
  ]);
});

test.each([
  ['dotdot-reference', 'import.reference_outside'],
  ['missing-route', 'route.missing'],
  ['malformed-route', 'route.malformed'],
  ['malformed-ecg', 'ecg.malformed'],
] as const)(
  '%s is a problem in the receipt; the rest is imported, 0, or 3 where it is all there was of its kind',
  async (kind, problem) => {
    const dir = scratchDir();
    const profile = join(dir, 'profile');
    const { code, lines } = await cliImport(profile, await makeBadInput(kind, dir));
    const isAll = kind === 'malformed-ecg';
    expect(code).toBe(isAll ? 3 : 0);
    expect(lines).toMatchObject([
      {
        state: isAll ? 'partial' : 'completed',
        records: { added: badInputRecords },
        problems: [{ code: problem, count: 1, example: expect.stringMatching(/passwd|bad\.gpx|ecg_/) }],
      },
    ]);
    const workouts = isAll ? 0 : 2;
    const points = isAll ? 0 : goodRoutePoints;
    expect(lines[0]?.elements).toMatchObject({ Workout: workouts, RoutePoint: points });
    expectWhole(join(profile, 'history.sqlite'));
  },
);

test('a bomb behind good records: stopped, and they are kept', async () => {
  const dir = scratchDir();
  const path = join(dir, 'bomb.zip');
  const zip = await ZipWriter.create(path);
  const spaces = Buffer.alloc(1 << 20, 0x20);
  const count = 3000;
  function* parts() {
    yield Buffer.from('<HealthData locale="en_US">');
    for (let i = 0; i < count; i++) {
      const at = new Date(Date.UTC(2025, 0, 1, 0, i)).toISOString().slice(0, 19).replace('T', ' ');
      yield Buffer.from(
        `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" startDate="${at} +0000" endDate="${at} +0000" value="${i}"/>`,
      );
    }
    for (let i = 0; i < 120; i++) yield spaces;
    yield Buffer.from('</HealthData>');
  }
  await zip.add('apple_health_export/export.xml', parts());
  await zip.close();
  const direct = await openDirect(join(dir, 'profile'));
  const receipt = await direct.importFile(path);
  expect(receipt).toMatchObject({
    state: 'partial',
    code: 'import.bomb',
    records: { added: count },
    details: { kept: count },
  });
  expect(receipt.bytes).toBeLessThan(90 * 2 ** 20);
  sentenceOf(receipt);
  await direct.close();
  expect(storedRecords(direct.database)).toBe(count);
  expectWhole(direct.database);
});

test('deflate damaged in the middle: what can be unpacked is kept; the good file completes it', async () => {
  const dir = scratchDir();
  const good = join(dir, 'good.zip');
  const damaged = join(dir, 'damaged.zip');
  await generateExport({ zip: good, days: 14, density: 0.3, cda: false });
  const bytes = await readFile(good);
  const middle = Math.floor(bytes.indexOf('export.xml') + bytes.length * 0.15);
  bytes.fill(0xff, middle, middle + 64);
  await writeFile(damaged, bytes);
  const direct = await openDirect(join(dir, 'profile'));
  const receipt = await direct.importFile(damaged);
  expect(receipt).toMatchObject({ state: 'partial', code: 'import.damaged_archive' });
  expect(sentenceOf(receipt)).toMatch(/at \d+%/);
  expect(receipt.records.added).toBeGreaterThan(500);
  expect(storedRecords(direct.database)).toBe(receipt.records.added);
  expectWhole(direct.database);
  expect(await direct.importFile(good)).toMatchObject({
    state: 'completed',
    records: { known: receipt.records.added },
  });
  await direct.close();
  const other = await openDirect(join(dir, 'other'));
  await other.importFile(good);
  await other.close();
  expect(differences(dump(other.database), dump(direct.database))).toEqual([]);
});

test('the same file dropped twice at once: the second was imported already', async () => {
  const dir = scratchDir();
  const good = join(dir, 'good.zip');
  await generateExport({ zip: good, days: 2, density: 0.1 });
  await writeFile(join(dir, 'copy.zip'), await readFile(good));
  const direct = await openDirect(join(dir, 'profile'));
  const receipts = await Promise.all(
    [good, good, join(dir, 'copy.zip')].map((path) => direct.importFile(path)),
  );
  expect(receipts.map(({ state }) => state)).toEqual(['completed', 'already_imported', 'already_imported']);
  expect(receipts[1]?.records).toMatchObject({ added: 0, known: receipts[0]?.records.added });
  await direct.close();
  expectWhole(direct.database);
});

test('a database of a newer version is refused for every file and left as it is', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const made = await openDirect(profile);
  await made.close();
  const writer = openWriter(made.database);
  writer.pragma('user_version = 900');
  writer.close();
  const { code, lines } = await cliImport(profile, join(dir, 'a.zip'), join(dir, 'b.zip'));
  expect(code).toBe(2);
  expect(lines.map(({ state, code }) => [state, code])).toEqual([
    ['refused', 'profile.newer_version'],
    ['refused', 'profile.newer_version'],
  ]);
  expect(lines[0]?.message).toContain('900');
});
