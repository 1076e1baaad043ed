import { ZipWriter } from '../../generator/zip.ts';

/** Parts of hand-made exports, made piece by piece: some are larger than the memory that their import may take. */

export type Text = Iterable<string>;

/** A file of an export. */
export interface Member {
  readonly name: string;
  readonly text: Text;
}

export const dates = 'startDate="2024-03-01 10:00:00 +0000" endDate="2024-03-01 10:00:00 +0000"';
const steps = 'HKQuantityTypeIdentifierStepCount';
export const top = 'apple_health_export';

/** `YYYY-MM-DD HH:MM:SS +0000` of seconds since 2024-03-01 00:00. */
export function clock(seconds: number): string {
  return `${new Date(1_709_251_200_000 + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}

/** Values of the two records that stand around the harm in every document of `exportOf`, and must arrive. */
export const goodValues = [7, 8];
const good = (value: number) =>
  `<Record type="${steps}" sourceName="Good" unit="count" startDate="2024-02-01 10:0${value}:00 +0000" endDate="2024-02-01 10:0${value}:30 +0000" value="${value}"/>\n`;

export function record({
  type = steps,
  source = 'Phone',
  unit = 'count',
  start = 36_000,
  end = start,
  value = '1',
  more = '',
  inner = '',
}: {
  type?: string;
  source?: string;
  unit?: string;
  start?: number;
  end?: number;
  value?: string;
  more?: string;
  inner?: string;
}): string {
  return `<Record type="${type}" sourceName="${source}" unit="${unit}" startDate="${clock(start)}" endDate="${clock(end)}" value="${value}"${more}>${inner}</Record>\n`;
}

export function workout(inner: string, start = 36_000, end = start): string {
  return `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="1" durationUnit="min" sourceName="Phone" startDate="${clock(start)}" endDate="${clock(end)}">${inner}</Workout>\n`;
}

export const routeOf = (path: string) =>
  `<WorkoutRoute sourceName="Phone" ${dates}><FileReference path="${path}"/></WorkoutRoute>`;

export function clinical(index: number, path: string): string {
  return `<ClinicalRecord type="Condition" identifier="c${index}" sourceName="Clinic" sourceURL="u" fhirVersion="4.0.1" receivedDate="2024-03-01 10:00:00 +0000" resourceFilePath="${path}"/>\n`;
}

export function* gpx(points: Text): Text {
  yield '<?xml version="1.0"?>\n<gpx version="1.1"><trk><name>Route</name><trkseg>\n';
  yield* points;
  yield '</trkseg></trk></gpx>\n';
}

export const point = (index: number, inner = '<ele>1</ele><time>2024-03-01T10:00:00Z</time>') =>
  `<trkpt lat="${(index % 90) + 0.123456}" lon="${(index % 180) + 0.654321}">${inner}</trkpt>\n`;

export const ecgHead = (...lines: string[]) =>
  [
    'Name,Sam',
    'Recorded Date,2024-03-01 10:11:12 -0500',
    'Classification,Sinus Rhythm',
    ...lines,
    'Sample Rate,512 hertz',
    'Lead,Lead I',
    'Unit,µV',
    '',
  ].join('\n');

export function* many(count: number, one: (index: number) => string): Text {
  for (let index = 0; index < count; index++) yield one(index);
}

/** `count` characters of `unit` again and again, in pieces. */
export function* run(unit: string, count: number): Text {
  const piece = unit.repeat(Math.ceil(65_536 / unit.length));
  let left = count;
  for (; left > piece.length; left -= piece.length) yield piece;
  yield piece.slice(0, left);
}

/** As many letters and digits, of which zip takes some thirtieth: a plain run would be taken for a bomb. */
export function* noise(count: number, seed = 1): Text {
  let state = seed;
  let left = count;
  while (left > 0) {
    let block = '';
    while (block.length < 48) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      block += state.toString(36);
    }
    const piece = block + 'x'.repeat(1500);
    yield left < piece.length ? piece.slice(0, left) : piece;
    left -= piece.length;
  }
}

export const deep = (name: string, levels: number): Text =>
  (function* () {
    yield* run(`<${name}>`, levels * (name.length + 2));
    yield* run(`</${name}>`, levels * (name.length + 3));
  })();

export function* all(...parts: readonly (string | Text)[]): Text {
  for (const part of parts) {
    if (typeof part === 'string') yield part;
    else yield* part;
  }
}

/** How a document begins whose end is cut. */
export const exportStart = () =>
  '<HealthData locale="en_US">\n<ExportDate value="2024-03-02 10:00:00 +0000"/>\n';

/** A document whose `body` stands between two good records; `head` in place of the XML declaration. */
export function exportOf(body: string | Text, head = '<?xml version="1.0" encoding="UTF-8"?>\n'): Text {
  return all(
    `${head}<HealthData locale="en_US">\n<ExportDate value="2024-03-02 10:00:00 +0000"/>\n${good(8)}`,
    body,
    `${good(7)}</HealthData>\n`,
  );
}

/** Text as bytes of some 64 KiB at a time. */
function* bytesOf(text: Text, encoding: BufferEncoding = 'utf8'): Iterable<Buffer> {
  let pieces: string[] = [];
  let size = 0;
  for (const piece of text) {
    pieces.push(piece);
    size += piece.length;
    if (size < 65_536) continue;
    yield Buffer.from(pieces.join(''), encoding);
    pieces = [];
    size = 0;
  }
  yield Buffer.from(pieces.join(''), encoding);
}

/** Writes the zip of an export: its XML, in UTF-8 or not, and the files beside it, named as they stand in its folder. */
export async function writeExport(
  path: string,
  xml: Text,
  files: Iterable<Member> = [],
  encoding?: BufferEncoding,
): Promise<void> {
  const zip = await ZipWriter.create(path);
  await zip.add(`${top}/export.xml`, bytesOf(xml, encoding));
  for (const { name, text } of files) await zip.add(`${top}/${name}`, bytesOf(text));
  await zip.close();
}
