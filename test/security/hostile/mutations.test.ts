import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openReader, openWriter, type Writer } from '../../../src/core/db/open.ts';
import { errorCodes } from '../../../src/shared/errors.ts';
import { pick, type Random, randomFor, whole } from '../../generator/random.ts';
import { readHere, temporaryDir } from '../../support/import-harness.ts';
import { writeZip, type ZipMember } from '../../support/zip-writer.ts';
import {
  clinical,
  clock,
  dates,
  ecgHead,
  exportOf,
  gpx,
  many,
  point,
  record,
  routeOf,
  top,
  workout,
} from './documents.ts';
import { deriveAll, openHostileImporter } from './hostile-importer.ts';

/**
 * Exports changed at random: bytes flipped, cut and spliced, in the zip or in what it holds, and its headers made to lie. Whatever comes
 * of each, it is a known code, nothing that nobody foresaw, and the profile is whole. Two hundred are imported into one profile, and its events
 * and figures derived now and then. `HOSTILE_COUNT=20000` for more, `HOSTILE_SEED=…` for those of a run that failed.
 */

const count = Number(process.env['HOSTILE_COUNT'] ?? 2000);
const seed = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 1e9);
/** Against hanging alone: 20,000 by hand take their time on a busy machine. */
const guardMs = Math.max(600_000, count * 600);
const filesPerDerivation = 20;
/** A run looks at what all runs before it held, so that one profile for all would take longer with each. */
const filesPerProfile = 200;

const sleep = (stage: string, start: number) =>
  record({
    type: 'HKCategoryTypeIdentifierSleepAnalysis',
    start,
    end: start + 5000,
    value: `HKCategoryValueSleepAnalysis${stage}`,
  });

const body = [
  '<Me HKCharacteristicTypeIdentifierDateOfBirth="1980-01-01" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet"/>\n',
  ...many(6, (i) =>
    record({ start: 400 * i, end: 400 * i + 300, value: String(i * 10), source: i % 2 ? 'Watch' : 'Phone' }),
  ),
  ...many(4, (i) =>
    record({
      type: 'HKQuantityTypeIdentifierHeartRate',
      unit: 'count/min',
      start: 60 * i,
      value: `${70 + i}.5`,
    }),
  ),
  record({ type: 'HKQuantityTypeIdentifierDietaryWater', unit: 'fl_oz_us', value: '8' }),
  record({ type: 'HKCategoryTypeIdentifierMindfulSession', end: 36_600, value: '' }),
  sleep('AsleepDeep', 80_000),
  sleep('AsleepUnspecified', 83_000),
  record({
    type: 'HKQuantityTypeIdentifierHeartRateVariabilitySDNN',
    unit: 'ms',
    value: '40',
    more: ' device="&lt;&lt;HKDevice: 0x1&gt;, name:Watch, model:Watch&gt;" sourceVersion="10.1"',
    inner:
      '<MetadataEntry key="a" value="58 degF"/><HeartRateVariabilityMetadataList><InstantaneousBeatsPerMinute bpm="60" time="10:00:01.5"/></HeartRateVariabilityMetadataList>',
  }),
  `<Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Cuff" ${dates}>${record({ type: 'HKQuantityTypeIdentifierBloodPressureSystolic', unit: 'mmHg', value: '120' })}</Correlation>\n`,
  workout(
    `<WorkoutEvent type="HKWorkoutEventTypeLap" date="${clock(10)}"/><WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="5" unit="km"/>${routeOf('/workout-routes/r.gpx')}`,
    0,
    300,
  ),
  workout(
    `<WorkoutRoute ${dates}><Location date="${clock(1)}" latitude="1" longitude="2"/></WorkoutRoute>`,
    500,
    900,
  ),
  '<ActivitySummary dateComponents="2024-03-01" activeEnergyBurned="300" activeEnergyBurnedUnit="kcal"/>\n',
  `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Phone" ${dates}><SensitivityPoint frequencyValue="1000"/></Audiogram>\n`,
  clinical(1, '/clinical-records/c.json'),
  '<Strange a="1">text</Strange>\n',
].join('');

const members: ZipMember[] = [
  { name: `${top}/export.xml`, data: [...exportOf(body)].join('') },
  { name: `${top}/workout-routes/r.gpx`, data: [...gpx(many(5, (i) => point(i)))].join('') },
  { name: `${top}/electrocardiograms/e.csv`, data: `${ecgHead()}1\n2\n3,5\n` },
  { name: `${top}/clinical-records/c.json`, data: '{"resourceType":"Condition","id":"1"}' },
];

const numbers: readonly [string, ...string[]] = [
  '-1',
  '1e308',
  '99999999999999999999',
  '0',
  'NaN',
  '',
  '__proto__',
  '\u0301',
  '&#0;',
  '"',
];

/** Text with some of it changed. */
function mutatedText(text: string, random: Random): string {
  let changed = text;
  for (let changes = whole(random, 1, 4); changes > 0; changes--) {
    const at = whole(random, 0, changed.length);
    const to = Math.min(changed.length, at + whole(random, 0, 80));
    switch (whole(random, 0, 4)) {
      case 0:
        changed = changed.slice(0, at) + changed.slice(to);
        break;
      case 1:
        changed = changed.slice(0, to) + changed.slice(at);
        break;
      case 2:
        changed = changed.slice(0, at) + String.fromCharCode(whole(random, 0, 0x2ff)) + changed.slice(at + 1);
        break;
      case 3: {
        const from = whole(random, 0, text.length);
        changed = changed.slice(0, at) + text.slice(from, from + 200) + changed.slice(at);
        break;
      }
      default: {
        const figures = [...changed.matchAll(/"[^"<>]*"/g)];
        const figure = figures[whole(random, 0, Math.max(0, figures.length - 1))];
        if (!figure) break;
        const behind = figure.index + figure[0].length;
        changed = `${changed.slice(0, figure.index)}"${pick(random, numbers)}"${changed.slice(behind)}`;
      }
    }
  }
  return changed;
}

function mutatedMember(member: ZipMember, random: Random): ZipMember {
  const size = pick(random, [0, 1, 1000, 2 ** 31, 2 ** 32 - 1, 2 ** 53, 2 ** 63]);
  switch (whole(random, 0, 6)) {
    case 0:
      return { ...member, declaredSize: size, zip64: size >= 2 ** 32 };
    case 1:
      return { ...member, declaredCompressedSize: size, zip64: size >= 2 ** 32 };
    case 2:
      return { ...member, crc: whole(random, 0, 2 ** 31) };
    case 3:
      return { ...member, name: mutatedText(String(member.name), random) };
    case 4:
      return { ...member, method: pick(random, [0, 8, 9, 99]), flags: pick(random, [0, 1, 8, 0x800]) };
    case 5:
      return { ...member, localSignature: whole(random, 0, 2 ** 31) };
    default:
      return { ...member, data: mutatedText(String(member.data), random) };
  }
}

function mutatedZip(random: Random): Buffer {
  const isInside = random() < 0.7;
  const changed = members.map((member) => {
    if (!isInside || random() < 0.5) return member;
    return random() < 0.7
      ? { ...member, data: mutatedText(String(member.data), random) }
      : mutatedMember(member, random);
  });
  const zip = writeZip(changed, { zip64End: random() < 0.1, prefix: Buffer.alloc(random() < 0.1 ? 7 : 0) });
  if (isInside) return zip;
  let bytes = Buffer.from(zip);
  for (let changes = whole(random, 1, 12); changes > 0; changes--) {
    const at = whole(random, 0, bytes.length - 1);
    // Most in the directory and in headers: flipped data is a checksum's matter.
    const place = random() < 0.5 ? bytes.length - 1 - whole(random, 0, Math.min(400, bytes.length - 1)) : at;
    const kind = whole(random, 0, 9);
    if (kind < 8) bytes[place] = whole(random, 0, 255);
    else if (kind === 8) bytes = bytes.subarray(0, Math.max(1, at));
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(whole(random, 0, bytes.length))]);
  }
  return bytes;
}

const dir = temporaryDir();
let writer: Writer;
let importer: ReturnType<typeof openHostileImporter>;

async function openProfile(index: number): Promise<void> {
  const profile = join(dir.path, `profile-${index}`);
  mkdirSync(profile);
  writer = openWriter(join(profile, 'history.sqlite'));
  await migrate(writer, dir.path);
  importer = openHostileImporter(writer, dir.path, readHere);
}

/** Derives what is left to be, and looks whether the profile is whole. */
async function closeProfile(): Promise<void> {
  await deriveAll(writer);
  await importer.close();
  writer.close();
  const reader = openReader(writer.name);
  expect(reader.prepare('PRAGMA integrity_check').pluck().get()).toBe('ok');
  for (const table of ['event', 'figure_day', 'figure_total'])
    expect(reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBeGreaterThan(0);
  expect(reader.prepare('SELECT count(*) FROM figure_touched').pluck().get()).toBe(0);
  reader.close();
}

afterAll(async () => {
  await importer.close();
  if (writer.open) writer.close();
  dir.remove();
});

test(
  `${count} exports changed at random, seed ${seed}`,
  async () => {
    const codes = new Map<string, number>();
    const path = join(dir.path, 'mutated.zip');
    for (let index = 0; index < count; index++) {
      if (index % filesPerProfile === 0) {
        if (index > 0) await closeProfile();
        await openProfile(index);
      }
      writeFileSync(path, mutatedZip(randomFor(seed, 'hostile', index)));
      const { state, code } = await importer.importFile(path, true);
      codes.set(code ?? state, (codes.get(code ?? state) ?? 0) + 1);
      const at = `number ${index} of seed ${seed}: ${state} ${code}`;
      expect(importer.faults, at).toEqual([]);
      expect(code === null || errorCodes.includes(code), at).toBe(true);
      expect(code, at).not.toBe('internal');
      if (index % filesPerDerivation === 0) await deriveAll(writer);
    }
    await closeProfile();
    // The mutations reach more than one end, and the middle of an import.
    expect([...codes.keys()]).toEqual(
      expect.arrayContaining(['completed', 'import.not_xml', 'import.damaged_archive']),
    );
  },
  guardMs,
);
