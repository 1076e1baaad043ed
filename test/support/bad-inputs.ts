import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cdaText } from '../generator/generate.ts';
import { writeZip, ZipWriter } from '../generator/zip.ts';

/** Every kind of bad input that a file alone can be. */
export const badInputKinds = [
  'not-a-zip',
  'encrypted',
  'empty-zip',
  'zero-byte',
  'truncated-zip',
  'no-health-xml',
  'only-cda',
  'zero-byte-xml',
  'xml-cut',
  'entity',
  'dotdot-name',
  'dotdot-reference',
  'bomb',
  'missing-route',
  'malformed-route',
  'malformed-ecg',
] as const;

export type BadInputKind = (typeof badInputKinds)[number];

/** Records in every document here that is not cut: step counts of one day. */
export const badInputRecords = 200;
/** Whole records before the place where `xml-cut` ends, inside the next one's attributes. */
export const recordsBeforeCut = 150;
/** In `missing-route` and `malformed-route` another workout has a route that can be read, of so many points. */
export const goodRoutePoints = 3;

const xmlName = 'apple_health_export/export.xml';
const day = '2024-05-04';

function record(index: number): string {
  const clock = (second: number) =>
    `${day} ${String(8 + Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:${second} +0200`;
  return ` <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Sam\u2019s iPhone" sourceVersion="17.4" unit="count" creationDate="${clock(50)}" startDate="${clock(10)}" endDate="${clock(40)}" value="${10 + index}"/>\n`;
}

function workout(hour: number, routePath: string): string {
  const dates = `startDate="${day} ${hour}:00:00 +0200" endDate="${day} ${hour}:30:00 +0200"`;
  return ` <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" sourceName="Watch" sourceVersion="10" creationDate="${day} ${hour}:31:00 +0200" ${dates}>\n  <WorkoutRoute sourceName="Watch" sourceVersion="10" creationDate="${day} ${hour}:31:00 +0200" ${dates}>\n   <FileReference path="${routePath}"/>\n  </WorkoutRoute>\n </Workout>\n`;
}

function document(body: string, doctype = ''): string {
  const records = Array.from({ length: badInputRecords }, (_, index) => record(index)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}<HealthData locale="en_US">\n <ExportDate value="${day} 21:00:00 +0200"/>\n${records}${body}</HealthData>\n`;
}

function gpx(points: number): string {
  const lines = Array.from(
    { length: points },
    (_, i) =>
      `<trkpt lon="4.35" lat="50.8${i}"><ele>20</ele><time>${day}T16:00:0${i}Z</time><extensions><speed>2.5</speed><course>90</course><hAcc>4</hAcc><vAcc>3</vAcc></extensions></trkpt>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Apple Health Export"><trk><name>Route</name><trkseg>\n${lines.join('')}</trkseg></trk></gpx>\n`;
}

type Entries = { readonly name: string; readonly data: string | Uint8Array }[];

const goodRoute = { name: 'apple_health_export/workout-routes/good.gpx', data: gpx(goodRoutePoints) };
const twoRoutes = document(workout(17, '/workout-routes/bad.gpx') + workout(18, '/workout-routes/good.gpx'));
const brokenGpx = gpx(3).replace('</extensions></trkpt>', '</extension><trkpt');
const wordsOnlyEcg =
  'Name,Sam Sample\nRecorded Date,not a date\nClassification,Sinus Rhythm\n\n\nLead,Lead I\nUnit,µV\n\nno numbers here\n';

function cutDocument(): string {
  const whole = document('');
  const next = whole.indexOf(`value="${10 + recordsBeforeCut}"`);
  return whole.slice(0, whole.lastIndexOf('creationDate', next) + 20);
}

/** The kinds that are a zip, well formed as a zip. */
const archives: Partial<Record<BadInputKind, () => Entries>> = {
  'empty-zip': () => [],
  'no-health-xml': () => [
    { name: 'notes/readme.txt', data: 'nothing from Health' },
    { name: 'notes/feed.xml', data: '<?xml version="1.0"?><rss version="2.0"><channel/></rss>' },
  ],
  'only-cda': () => [{ name: 'apple_health_export/export_cda.xml', data: cdaText }],
  'zero-byte-xml': () => [{ name: xmlName, data: '' }],
  'xml-cut': () => [{ name: xmlName, data: cutDocument() }],
  entity: () => [
    {
      name: xmlName,
      data: document('', '<!DOCTYPE HealthData [\n<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;">\n]>\n'),
    },
  ],
  'dotdot-name': () => [
    { name: xmlName, data: document('') },
    { name: 'apple_health_export/../../outside.xml', data: 'outside' },
  ],
  'dotdot-reference': () => [
    {
      name: xmlName,
      data: document(workout(17, '/../../etc/passwd') + workout(18, '/workout-routes/good.gpx')),
    },
    goodRoute,
  ],
  'missing-route': () => [{ name: xmlName, data: twoRoutes }, goodRoute],
  'malformed-route': () => [
    { name: xmlName, data: twoRoutes },
    goodRoute,
    { name: 'apple_health_export/workout-routes/bad.gpx', data: brokenGpx },
  ],
  'malformed-ecg': () => [
    { name: xmlName, data: document('') },
    { name: `apple_health_export/electrocardiograms/ecg_${day}.csv`, data: wordsOnlyEcg },
  ],
};

async function writeBomb(path: string): Promise<void> {
  const spaces = Buffer.alloc(1 << 20, 0x20);
  function* parts() {
    yield Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n');
    for (let i = 0; i < 100; i++) yield spaces;
    yield Buffer.from('</HealthData>\n');
  }
  const zip = await ZipWriter.create(path);
  await zip.add(xmlName, parts());
  await zip.close();
}

/** Sets the encryption bit of every entry: what a reader sees before it knows that it lacks the password. */
async function encrypt(path: string): Promise<void> {
  const bytes = await readFile(path);
  for (const [signature, flags] of [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const)
    for (
      let at = bytes.indexOf(signature, 0, 'latin1');
      at >= 0;
      at = bytes.indexOf(signature, at + 4, 'latin1')
    )
      bytes.writeUInt16LE(bytes.readUInt16LE(at + flags) | 1, at + flags);
  await writeFile(path, bytes);
}

/** Makes one bad input in `dir` and says where. Small on disk, all of them. */
export async function makeBadInput(kind: BadInputKind, dir: string): Promise<string> {
  const path = join(dir, `${kind}.zip`);
  const entries = archives[kind];
  if (entries) await writeZip(path, entries());
  else if (kind === 'not-a-zip')
    await writeFile(path, 'This was never a zip, whatever its name says.\n'.repeat(40));
  else if (kind === 'zero-byte') await writeFile(path, '');
  else if (kind === 'bomb') await writeBomb(path);
  else {
    await writeZip(path, [{ name: xmlName, data: document('') }], { store: kind === 'encrypted' });
    if (kind === 'encrypted') await encrypt(path);
    const bytes = await readFile(path);
    if (kind === 'truncated-zip') await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  }
  return path;
}
