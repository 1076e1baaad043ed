// ECG files and routes of a phone whose calendar is not the Gregorian one: their dates are those of the XML beside them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFor } from '../../generator/random.ts';
import { randomEcg, randomRoute, withFiles } from '../../reference/random-files.ts';
import { differences } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';
import { writeZip } from '../../support/zip-writer.ts';

const exportAt = Date.UTC(2025, 5, 30, 12) / 1000;
const random = randomFor(1, 'calendars');
const ecg = {
  recordedAt: exportAt - 86_400,
  samples: [],
  text: `Name,Tess\nRecorded Date,2025-06-29 12:00:00 +0700\nClassification,Sinus Rhythm\nSample Rate,512 hertz\nLead,Lead I\nUnit,µV\n${'12.5\n-3.25\n'.repeat(40)}`,
};
/** Plain points, and one whose time is not in the plain form. */
const route = randomRoute(random, exportAt - 7200);
const slow = { ...route, text: route.text.replaceAll('Z</time>', '.500Z</time>') };
const plain = withFiles(exportAt, [ecg, randomEcg(random, exportAt - 90_000)], [route, slow]);
const latin = (text: string) => /^[\x20-\x7e\s\u00b5]*$/.test(text);

const printings: [string, (year: number) => string][] = [
  ['Buddhist', (year) => String(year + 543)],
  ['Japanese', (year) => `000${year - 2018}`],
  ['of the Republic of China', (year) => `0${year - 1911}`],
];

/** The rows of a history that holds these files alone. */
async function imported(files: readonly { readonly name: string; readonly data: string }[]) {
  const scene = await openScene();
  const path = join(scene.dir, 'export.zip');
  writeFileSync(path, writeZip(files));
  const receipt = await scene.complete(path);
  return { rows: scene.dump(), receipt };
}

test.each(printings)('dates of a calendar that is %s, in all files or in the XML alone', async (_, print) => {
  const inCalendar = (text: string) =>
    text.replace(/\b20\d\d(?=-\d\d-\d\d[ T])/g, (year) => print(Number(year)));
  const right = await imported(plain);
  expect(right.rows['ecg']).toHaveLength(2);
  const all = plain.map(({ name, data }) => ({ name, data: latin(data) ? inCalendar(data) : data }));
  const xmlAlone = plain.map(({ name, data }) => ({
    name,
    data: name.endsWith('.xml') ? inCalendar(data) : data,
  }));
  for (const files of [all, xmlAlone]) {
    const { rows, receipt } = await imported(files);
    const others = receipt.problems.filter(({ code }) => code !== 'date.other_calendar');
    expect(others).toEqual(right.receipt.problems);
    expect(differences(right.rows, rows)).toEqual([]);
  }
});
