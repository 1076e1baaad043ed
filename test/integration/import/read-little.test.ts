// A run that could read little of one kind says so: files beside the XML, and quantities whose numbers no one can read.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFor } from '../../generator/random.ts';
import { type RandomRoute, randomRoute, withFiles } from '../../reference/random-files.ts';
import { recordXml, writeExport } from '../../support/health-xml.ts';
import { openScene } from '../../support/import-scene.ts';
import { writeZip } from '../../support/zip-writer.ts';

const at = Date.UTC(2025, 5, 30, 12) / 1000;
const ecg = (isGood: boolean, n: number) => ({
  recordedAt: 0,
  samples: [],
  text: `Name,Tess\nRecorded Date,${isGood ? `2025-06-2${n} 12:00:00 +0000` : 'yesterday'}\nClassification,Sinus Rhythm\nSample Rate,512 hertz\nLead,Lead I\nUnit,µV\n${'12.5\n-3.25\n'.repeat(40)}`,
});
const bad: RandomRoute = { text: '<html><body>Sign in to see this file</body></html>', elevations: [] };
const good = randomRoute(randomFor(1, 'little'), at - 7200);

type Files = ReturnType<typeof withFiles>;

async function imported(...exports: readonly Files[]) {
  const scene = await openScene();
  const receipts = [];
  for (const [index, files] of exports.entries()) {
    const path = join(scene.dir, `${index}.zip`);
    writeFileSync(path, writeZip(files));
    receipts.push(await scene.importFile(path));
  }
  scene.check();
  return receipts;
}

test('most ECG files, or most routes, that could not be read', async () => {
  const partly = (kind: string, skipped: number, read: number) => ({
    state: 'partial',
    code: 'import.mostly_skipped',
    details: { kind, skipped, read },
  });
  const of = (ecgs: readonly boolean[], routes: readonly RandomRoute[]) =>
    withFiles(at, ecgs.map(ecg), routes);
  const [receipt] = await imported(of([false, true, false], [good]));
  expect(receipt).toMatchObject(partly('Electrocardiogram', 2, 3));
  expect(receipt?.problems).toContainEqual(expect.objectContaining({ code: 'ecg.malformed', count: 2 }));
  expect(await imported(of([true], [bad, good, bad]))).toMatchObject([partly('WorkoutRoute', 2, 3)]);
  // Half is not most.
  expect(await imported(of([true, false], [bad, good]))).toMatchObject([{ state: 'completed' }]);
});

test('those that are stored from an earlier export were read', async () => {
  const first = withFiles(at, [ecg(true, 1), ecg(true, 2)], [good, good]);
  const second = withFiles(at, [ecg(true, 1), ecg(true, 2), ecg(false, 3)], [good, good, bad]);
  expect(await imported(first, second)).toMatchObject([{ state: 'completed' }, { state: 'completed' }]);
});

test('most clinical records that could not be read; one that the archive lacks is another matter', async () => {
  const record = (n: number) =>
    `<ClinicalRecord type="Observation" identifier="i${n}" sourceURL="https://a.b/${n}" sourceName="H" fhirVersion="4.0.1" receivedDate="2025-06-01 12:00:00 +0000" resourceFilePath="/clinical-records/o${n}.json"/>`;
  const [xml] = withFiles(at, [], []);
  const files = (texts: readonly string[]) => [
    {
      name: xml?.name ?? '',
      data: (xml?.data ?? '').replace('</HealthData>', `${[1, 2].map(record).join('')}</HealthData>`),
    },
    ...texts.map((data, n) => ({ name: `apple_health_export/clinical-records/o${n + 1}.json`, data })),
  ];
  expect(await imported(files(['{"resourceType":', '[[']))).toMatchObject([
    { state: 'partial', details: { kind: 'ClinicalRecord', skipped: 2, read: 2 } },
  ]);
  expect(await imported(files([]))).toMatchObject([{ state: 'completed' }]);
});

test('a quantity of which most numbers could not be read is in no figure, and the run says so', async () => {
  const scene = await openScene();
  const weight = (day: number, value: string) =>
    recordXml({
      type: 'HKQuantityTypeIdentifierBodyMass',
      source: 'Scale',
      unit: 'kg',
      start: at - day * 86_400,
      value,
    });
  const write = (name: string, values: readonly string[]) =>
    writeExport(
      scene.dir,
      name,
      values.map((value, day) => weight(day + 1, value)),
      { exportAt: at },
    );
  const receipt = await scene.importFile(write('commas.xml', ['70,125', '70,250', '71']));
  expect(receipt).toMatchObject({
    state: 'partial',
    code: 'import.mostly_skipped',
    details: { kind: 'HKQuantityTypeIdentifierBodyMass', skipped: 2, read: 3 },
    records: { read: 3, added: 3, skipped: 0 },
  });
  await scene.complete(write('some.xml', ['70,125', '70', '71']));
  scene.check();
});
