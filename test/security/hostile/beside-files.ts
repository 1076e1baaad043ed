import { writeFile } from 'node:fs/promises';
import { writeZip } from '../../support/zip-writer.ts';
import {
  all,
  clinical,
  clock,
  deep,
  ecgHead,
  gpx,
  many,
  noise,
  point,
  record,
  routeOf,
  run,
  top,
  workout,
} from './documents.ts';
import { type HostileFile, hostileFileList, route, times, xmlMember, zipped } from './hostile-file.ts';

const { files, read, skipped } = hostileFileList();

/** Harm in the files beside the XML, and in what names them. */
export const besideFiles: readonly HostileFile[] = files;

// Expressions.
read('redos_value', ['record.bad_value'], () => ({ xml: record({ value: `${'1'.repeat(1000)}x` }) }));
skipped('redos_value_1m', ['element.too_large'], (scale) => ({
  xml: many(5, () => record({ value: `${'1'.repeat(times(1_000_000, scale) + 2000)}x` })),
}));
read('redos_gpx', ['route.bad_points'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<trkpt lat="1" lon="2"><ele>', run('1', times(4_000_000, scale)), 'x</ele></trkpt>')),
    },
  ],
}));
read('redos_summary', [], (scale) => ({
  xml: `<ActivitySummary dateComponents="2024-03-01" activeEnergyBurned="${'1'.repeat(times(1_000_000, scale))}x"/>\n`,
}));
for (const [name, line] of [
  ['redos_ecg_header', (count: number) => `Name,"${'""'.repeat(count)}"`],
  ['redos_ecg_header2', (count: number) => `Name,"${'a""'.repeat(count)}"x"`],
] as const) {
  read(name, [], (scale) => ({
    files: [
      {
        name: 'electrocardiograms/e.csv',
        text: all(
          ecgHead(line(times(1_200_000, scale))),
          many(600, (i) => `${i}.5\n`),
        ),
      },
    ],
  }));
}

// Files beside the XML.
skipped('ecg32mb', ['ecg.malformed'], (scale) => ({
  files: [
    {
      name: 'electrocardiograms/e.csv',
      text: all(ecgHead(), run('1\n', times(32_000_000, scale) + 5_000_000)),
    },
  ],
}));
read('ecg_numbers', [], (scale) => ({
  files: [{ name: 'electrocardiograms/e.csv', text: all(ecgHead(), run('1\n', times(4_000_000, scale))) }],
}));
read('ecg_long_lines', ['ecg.missing_samples'], (scale) => ({
  files: [
    {
      name: 'electrocardiograms/e.csv',
      text: all(ecgHead(), '1\n2\n', run('1', times(3_000_000, scale)), 'x\n'),
    },
  ],
}));
read('ecg_many', [], (scale) => ({
  files: Array.from(many(times(2000, scale), String), (i) => ({
    name: `electrocardiograms/e${i}.csv`,
    text: all(ecgHead().replace('10:11:12', clock(Number(i)).slice(11, 19)), run('1\n', 2000)),
  })),
}));
for (const [name, text] of [
  ['fhir32mb_nest', (count: number) => all(run('[', count), run(']', count))],
  ['fhir32mb_objects', (count: number) => all('[', run('{},', 3 * count), '{}]')],
  ['fhir32mb_arrays', (count: number) => all('[', run('[1,2],', 6 * count), '1]')],
] as const) {
  skipped(name, ['clinical.malformed'], (scale) => ({
    xml: clinical(1, '/clinical-records/c.json'),
    files: [{ name: 'clinical-records/c.json', text: text(times(5_000_000, scale) + 1_100_000) }],
  }));
}
read('clinical_50k', [], (scale) => ({
  xml: many(times(50_000, scale), (i) => clinical(i, '/clinical-records/c.json')),
  files: [{ name: 'clinical-records/c.json', text: ['{"resourceType":"Condition"}'] }],
}));
read('clinical_amplify', ['file.too_many'], (scale) => ({
  xml: many(times(5000, scale) + 80, (i) => clinical(i, '/clinical-records/c.json')),
  files: [{ name: 'clinical-records/c.json', text: all('{"a":"', noise(1_000_000), '"}') }],
}));
read('one_route_many_workouts', ['file.too_many'], (scale) => ({
  xml: many(times(20_000, scale) + 200, (i) => workout(routeOf(`/${route(1)}`), i)),
  files: [{ name: route(1), text: gpx(many(10_000, point)) }],
}));
read('gpx400mb_noise', ['route.bad_points'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<trkpt lat="1" lon="2"><ele>', noise(times(400_000_000, scale)), '</ele></trkpt>')),
    },
  ],
}));
read('gpx_name_noise', [], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: all('<gpx><trk><name>', noise(times(200_000_000, scale)), '</name></trk></gpx>'),
    },
  ],
}));
skipped('gpx_points_6m', ['route.malformed'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(many(times(6_000_000, scale) + 500_000, (i) => `<trkpt lat="${i % 90}" lon="${i % 91}"/>`)),
    },
  ],
}));
read('gpx_deep', [], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<extensions>', deep('a', times(1_000_000, scale)), '</extensions>', point(1))),
    },
  ],
}));
skipped('overlap_routes_big', ['route.malformed'], (scale) => ({
  xml: many(times(50, scale) + 1, (i) => workout(routeOf(`/${route(i)}`), i)),
  // Each is below what one entry may come to, all of them together are a bomb.
  files: Array.from(many(times(50, scale) + 1, String), (i) => ({
    name: route(i),
    text: gpx(run('<a><b c="d"/></a>', 48_000_000)),
  })),
}));
files.push({
  name: 'overlapping_entries',
  code: 'import.mostly_skipped',
  remarks: ['route.malformed'],
  isGoodKept: true,
  write: async (path, scale) => {
    const count = times(2000, scale) + 2;
    const routeText = [...gpx(many(20_000, point))].join('');
    const zip = writeZip([
      xmlMember([...many(count, (i) => workout(routeOf(`/${route(i)}`), i))].join('')),
      ...Array.from({ length: count }, (_, i) => ({
        name: `${top}/${route(i)}`,
        data: i === 0 ? routeText : '',
      })),
    ]);
    // Every record of the directory names the first one's data.
    const [, first, ...others] = recordsOf(zip);
    for (const at of others) zip.copy(zip, at + 42, (first as number) + 42, (first as number) + 46);
    await writeFile(path, zip);
  },
});
for (const [name, file, data] of [
  ['route_size_z64', route(1), [...gpx([point(1)])].join('')],
  ['ecg_size_z64', 'electrocardiograms/e.csv', `${ecgHead()}1\n2\n3\n`],
] as const) {
  files.push({
    name,
    code: null,
    remarks: [],
    isGoodKept: true,
    write: zipped(() => [
      xmlMember(workout(routeOf(`/${route(1)}`))),
      { name: `${top}/${file}`, data, zip64: true, declaredSize: 2 ** 63 },
    ]),
  });
}
read('reference_long', ['route.missing'], (scale) => ({
  xml: many(times(10, scale) + 2, (i) => workout(routeOf(`/${'a/'.repeat(400_000)}${i}`), i)),
}));
read('reference_parent', ['import.reference_outside'], () => ({
  xml: workout(routeOf('/../../../etc/passwd')) + clinical(1, '..\\..\\x'),
}));
read('reference_url', ['import.reference_outside'], () => ({ xml: workout(routeOf('file:///etc/passwd')) }));
skipped('route_no_xml', ['route.malformed'], () => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [{ name: route(1), text: ['\u0000'.repeat(100_000)] }],
}));

/** Where the records of a zip's directory begin. */
function recordsOf(zip: Buffer): number[] {
  const offsets: number[] = [];
  const end = zip.length - 22;
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    offsets.push(at);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return offsets;
}
