import { expect, test } from 'vitest';
import { pick, type Random, randomFor, whole } from '../../generator/random.ts';
import { readJson } from '../../support/dumped-rows.ts';
import { correlationXml, recordXml, writeExport, type XmlRecord } from '../../support/health-xml.ts';
import type { HistoryDump } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';
import { isGroup, type NaiveElement, type NaiveGroup, naiveHistory } from '../../support/naive-history.ts';

const at = 1_750_000_000;
const groupType = 'HKCorrelationTypeIdentifierFood';
const sources = ['Scale', 'Phone'] as const;

/** Few keys and many records: the same start with other values, other units, copies, nested ones. */
function randomRecord(random: Random, keys: number): XmlRecord {
  const start = at + whole(random, 0, keys) * 60;
  const head = { source: pick(random, sources), start, end: start + pick(random, [0, 60]) };
  const kind = whole(random, 0, 9);
  if (kind < 6) {
    const kilograms = whole(random, 60, 63);
    const type = pick(random, ['HKQuantityTypeIdentifierBodyMass', 'HKQuantityTypeIdentifierLeanBodyMass']);
    return random() < 0.5
      ? { ...head, type, unit: 'kg', value: String(kilograms) }
      : { ...head, type, unit: 'lb', value: (kilograms / 0.45359237).toFixed(3) };
  }
  if (kind < 8) return { ...head, type: 'HKCategoryTypeIdentifierMindfulSession' };
  const value = `HKCategoryValueSleepAnalysis${pick(random, ['InBed', 'AsleepCore'])}`;
  return { ...head, type: 'HKCategoryTypeIdentifierSleepAnalysis', value };
}

function randomDocument(random: Random, size: number, keys: number): NaiveElement[] {
  const elements: NaiveElement[] = [];
  while (elements.length < size) {
    const record = randomRecord(random, keys);
    elements.push(record);
    if (random() < 0.2) elements.push(record);
    if (random() < 0.1) {
      const inner = Array.from({ length: whole(random, 0, 2) }, () => randomRecord(random, keys));
      elements.push({ source: pick(random, sources), at: record.start, members: [record, ...inner] });
    }
  }
  return shuffled(random, elements);
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** In every file, so that no source is ever absent and taken for a renamed one. */
const anchors: readonly XmlRecord[] = sources.map((source) => ({
  type: 'HKQuantityTypeIdentifierHeight',
  source,
  start: at,
  unit: 'm',
  value: '1.8',
}));

/** The document in so many files that overlap. */
function inPieces(random: Random, document: readonly NaiveElement[], count: number): NaiveElement[][] {
  const files: NaiveElement[][] = Array.from({ length: count }, () => [...anchors]);
  for (const element of document) {
    const sure = whole(random, 0, count - 1);
    for (const [n, file] of files.entries()) if (n === sure || random() < 0.3) file.push(element);
  }
  return files.map((file) => shuffled(random, file));
}

const groupXml = (group: NaiveGroup) => correlationXml(groupType, group.source, group.at, group.members);

/** What the database holds, as naiveHistory says it. */
function stored(dumped: HistoryDump): { records: Map<string, number>; groups: Set<string> } {
  const identity = (type: unknown, start: unknown, duration: unknown, source: unknown, key: unknown) =>
    JSON.stringify([type, start, duration, source, valueText(String(type), key)]);
  const records = readJson(dumped, 'record').map(
    ([type, start, duration, source, key, , , , , , , copies]): [string, number] => [
      identity(type, start, duration, source, key),
      Number(copies),
    ],
  );
  const groups = readJson(dumped, 'correlation').map(([, start, , source, members]) => {
    const list = (JSON.parse(String(members)) as string[]).map(
      (one) => JSON.parse(one) as Record<string, unknown>,
    );
    const names = list.map((one) =>
      identity(one['type'], one['start'], one['duration'], one['source'], one['key']),
    );
    return JSON.stringify([start, source, names.sort()]);
  });
  expect(new Set(records.map(([name]) => name)).size).toBe(records.length);
  expect(new Set(groups).size).toBe(groups.length);
  return { records: new Map(records), groups: new Set(groups) };
}

function valueText(type: string, key: unknown): string {
  if (type.endsWith('Height')) return String(key);
  return typeof key === 'number' ? String(Math.round(key / 50)) : String(key);
}

const seeds = [
  { seed: 1, size: 60, keys: 3 },
  { seed: 2, size: 200, keys: 8 },
  { seed: 3, size: 400, keys: 2 },
  { seed: 4, size: 150, keys: 40 },
  { seed: 5, size: 300, keys: 5 },
  // Several batches of each type.
  { seed: 6, size: 15_000, keys: 1500 },
];

test.each(seeds)(
  'a random document in 1, 2 and 3 files: as the plain rule has it (%o)',
  async ({ seed, size, keys }) => {
    const random = randomFor(seed, 'property');
    const document = randomDocument(random, size, keys);
    const whole = naiveHistory([[...anchors, ...document]]);
    for (const count of [1, 2, 3]) {
      const files = inPieces(random, document, count);
      const expected = naiveHistory(files);
      // Splitting loses nothing but copies that no single file holds together.
      expect([...expected.records.keys()].sort()).toEqual([...whole.records.keys()].sort());
      const scene = await openScene();
      for (const [n, file] of files.entries()) {
        const elements = file.map((one) => (isGroup(one) ? groupXml(one) : recordXml(one)));
        // Pieces of one export: absence from one of them says nothing.
        const style = { exportAt: at + 864_000, offsetMinutes: [120, -300, 345][n] ?? 0 };
        const receipt = await scene.complete(writeExport(scene.dir, `${n}.xml`, elements, style));
        expect(receipt.records).toMatchObject(expected.counts[n] ?? {});
      }
      const { records, groups } = stored(scene.dump());
      expect(records).toEqual(expected.records);
      expect(groups).toEqual(expected.groups);
      scene.check();
    }
  },
);
