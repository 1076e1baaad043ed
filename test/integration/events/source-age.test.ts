// Which of two sources is the newer one (src/core/events/README.md, "Order among equals"): the one that began last to write.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { readSources } from '../../../src/core/events/source-kinds.ts';
import { inPriority } from '../../../src/core/events/source-priority.ts';
import { recordXml, workoutXml, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const day = 86_400;
const noon = 1_748_772_000;

const saved =
  (element: XmlElement, at: number | null): XmlElement =>
  (print) =>
    element(print).replace(/ creationDate="[^"]*"/, at === null ? '' : ` creationDate="${print(at)}"`);
/** Steps of a quarter of an hour, saved at `created`; null: no date is printed. */
const steps = (source: string, start: number, created: number | null = start + 900, end = start + 900) =>
  saved(
    recordXml({ type: 'HKQuantityTypeIdentifierStepCount', source, start, end, unit: 'count', value: '5' }),
    created,
  );

interface File {
  readonly exportAt: number;
  readonly elements: readonly XmlElement[];
}

/** The names of all sources, that which counts first in front; after the user took the removals of the last file back too. */
async function orderOf(files: readonly File[]) {
  const dir = scratchDir();
  const importer = await openImporter(join(dir, 'profile'), readHere);
  const order = () => {
    const reader = openReader(importer.database);
    const names = inPriority(readSources(reader), []).map(({ name }) => name);
    reader.close();
    return names;
  };
  let last = 0;
  for (const [index, { exportAt, elements }] of files.entries()) {
    const path = writeExport(dir, `${index}.xml`, elements, { exportAt });
    last = (await importer.importFile(path, { isSamePerson: true })).runId;
  }
  const before = order();
  await importer.undoRemovals(last);
  const undone = order();
  await importer.close();
  return { before, undone };
}

test('an app that was installed later and wrote of years is the newer one; without a date the start tells', async () => {
  const elements = [
    steps('Later', noon - 900 * day, noon - 5 * day),
    steps('Later', noon - day),
    steps('Undated', noon - 20 * day, null),
    steps('Earlier', noon - 30 * day),
    steps('Earlier', noon - day),
  ];
  const right = ['Later', 'Undated', 'Earlier'];
  for (const one of [elements, elements.toReversed()])
    expect((await orderOf([{ exportAt: noon, elements: one }])).before).toEqual(right);
});

test('a record that cannot have been then does not tell', async () => {
  const elements = [
    steps('Later', noon - 900 * day, null, noon - 901 * day),
    steps('Later', Date.UTC(1850, 0) / 1000, null),
    steps('Later', noon - 5 * day),
    steps('Earlier', noon - 30 * day),
  ];
  expect((await orderOf([{ exportAt: noon, elements }])).before).toEqual(['Later', 'Earlier']);
});

test('nor does one that is gone, until it is taken back', async () => {
  const kept = [
    steps('Later', noon - 50 * day, noon - 5 * day),
    steps('Later', noon - 4 * day),
    steps('Earlier', noon - 30 * day),
  ];
  const wrong = steps('Later', noon - 40 * day);
  const { before, undone } = await orderOf([
    { exportAt: noon, elements: [...kept, wrong] },
    { exportAt: noon + day, elements: kept },
  ]);
  expect([before, undone]).toEqual([
    ['Later', 'Earlier'],
    ['Earlier', 'Later'],
  ]);
});

test('a workout tells as a record does', async () => {
  const run = (source: string, start: number, created: number): XmlElement =>
    saved(workoutXml(source, start, undefined, ' creationDate=""'), created);
  const elements = [
    run('Later', noon - 900 * day, noon - 5 * day),
    run('Earlier', noon - 30 * day, noon - 30 * day),
  ];
  expect((await orderOf([{ exportAt: noon, elements }])).before).toEqual(['Later', 'Earlier']);
});

test('a phone that was restored dates all records anew: the earliest date counts, in any order of files', async () => {
  const run = (created: number): XmlElement =>
    saved(workoutXml('Runner', noon - 700 * day, undefined, ' creationDate=""'), created);
  const band = [steps('Band', noon - 300 * day), steps('Band', noon - day)];
  const ring = (print: (at: number) => number) =>
    [800, 799, 650].map((ago) => steps('Ring', noon - ago * day, print(noon - ago * day)));
  const before = {
    exportAt: noon - 20 * day,
    elements: [...ring((at) => at), run(noon - 700 * day), ...band.slice(0, 1)],
  };
  const restored = noon - 10 * day;
  const after = { exportAt: noon, elements: [...band, ...ring(() => restored), run(restored)] };
  for (const files of [
    [before, after],
    [after, before],
    [after, before, { ...after, exportAt: noon + day }],
  ])
    expect((await orderOf(files)).before).toEqual(['Band', 'Runner', 'Ring']);
});

test('a record that is gone keeps no other from telling', async () => {
  const ring = (ago: number, created: number) => steps('Ring', noon - ago * day, created);
  const band = [steps('Band', noon - 300 * day), steps('Band', noon - day)];
  const restored = noon - 10 * day;
  // The first of the ring's is gone in the newest file.
  const others = (created: (ago: number) => number) => [200, 100].map((ago) => ring(ago, created(ago)));
  const cuff = steps('Cuff', noon - 150 * day);
  const before = [
    ...band.slice(0, 1),
    cuff,
    ring(250, noon - 400 * day),
    ...others((ago) => noon - ago * day),
  ];
  const middle = [...band.slice(0, 1), cuff, ring(250, restored), ...others(() => restored)];
  const last = [...band, cuff, steps('Ring', noon - 260 * day, restored), ...others(() => restored)];
  const files = [
    { exportAt: noon - 5 * day, elements: middle },
    { exportAt: noon, elements: last },
    { exportAt: noon - 20 * day, elements: before },
  ];
  expect((await orderOf(files)).before).toEqual(['Cuff', 'Ring', 'Band']);
});

test('a history of before is brought over', () => {
  const writer = openWriter(':memory:');
  for (const { version, sql, run } of migrations)
    if (version < 14) {
      writer.exec(sql);
      run?.(writer);
    }
  writer.exec(`
    INSERT INTO record (id, type, start, duration, source, value_key, origin, created, copies, run) VALUES
      (1, 1, 1000, 50, 1, 5.0, 1, 9000, 1, 1), (2, 1, 8000, -1, 1, 5.0, 1, 8500, 1, 1), (3, 1, 700, 0, 2, 7.0, 1, NULL, 1, 1),
      (4, 1, -3000000000, 0, 2, 7.0, 1, 100, 1, 1);
    INSERT INTO source_origin SELECT source, origin, count(*), min(start), max(start) FROM record GROUP BY 1, 2;
    INSERT INTO workout (activity, start, "end", source, origin, created, statistics, events, activities, run)
      VALUES ('Run', 50, 900, 3, 1, 4000, '[]', '[]', '[]', 1), ('Row', 60, 10, 3, 1, 20, '[]', '[]', '[]', 1)`);
  writer.exec(migrations.find(({ version }) => version === 14)?.sql ?? '');
  const firsts = writer
    .prepare<[], number[]>('SELECT source, first_at FROM source_origin ORDER BY source')
    .raw();
  const right = [
    [1, 9000],
    [2, 700],
    [3, 4000],
  ];
  expect(firsts.all()).toEqual(right);
  writer.exec('UPDATE record SET source = 4 WHERE id IN (1, 2); DELETE FROM workout');
  writer.exec(`INSERT INTO workout (activity, start, "end", source, origin, created, statistics, events, activities, run)
    VALUES ('Run', 50, 900, 5, 1, 4000, '[]', '[]', '[]', 1), ('Row', 60, 10, 5, 1, 20, '[]', '[]', '[]', 1)`);
  expect(firsts.all()).toEqual([...right, [4, 9000], [5, 4000]]);
});
