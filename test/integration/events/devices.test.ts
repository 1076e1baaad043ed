// Several devices behind one source (src/core/events/README.md, "Order among equals"): events and figures say the same, whatever came first.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areOtherDevices, type DevicePlaces, devicesOf } from '../../../src/core/events/source-order.ts';
import { recordXml, writeExport, type XmlElement, type XmlRecord } from '../../support/health-xml.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const type = 'HKQuantityTypeIdentifierStepCount';
const june = Date.UTC(2025, 5, 1) / 1000;
const device = (model: string, hardware: string, software: string) => ({
  device: `<<HKDevice: 0x1>, name:${model}, manufacturer:Apple Inc., model:${model}, hardware:${hardware}, software:${software}>`,
  version: software,
});
const watch = device('Watch', 'Watch6,7', '10.1');
const phone = device('iPhone', 'iPhone14,5', '17.1');
const [oldPhone, newPhone] = [device('iPhone', 'iPhone12,1', '16.2'), device('iPhone', 'iPhone15,2', '17.1')];

/** Steps of an hour of a day in June 2025, UTC, saved when it ended. */
function steps(source: string, day: number, hour: number, value: number, more: Partial<XmlRecord> = {}) {
  const start = june + (day - 1) * 86_400 + hour * 3600;
  const end = start + 3600;
  return recordXml({ type, source, start, end, created: end, unit: 'count', value: String(value), ...more });
}

interface File {
  /** A day in June 2025. */
  readonly made: number;
  readonly elements: readonly XmlElement[];
}

/** Steps by day as events and as figures have them, once each file was imported and derived; the app is started again before the last look. */
async function stepsAfter(files: readonly File[]) {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  let importer = await openImporter(profile, readHere);
  await importer.program.handlers['settings.setHomeZone']({ homeZone: 'UTC' });
  for (const [index, { made, elements }] of files.entries()) {
    const path = writeExport(dir, `${index}.xml`, elements, { exportAt: june + made * 86_400 });
    await importer.importFile(path, { isSamePerson: true });
    await importer.program.sync.service.whenDerived();
  }
  await importer.close();
  importer = await openImporter(profile, readHere);
  const { handlers, sync } = importer.program;
  await sync.service.whenDerived();
  const { figures, isCurrent } = await handlers['history.figures']({ type, by: 'day', weekStart: 1 });
  const { rows } = await handlers['history.eventsPage']({ limit: 500 });
  const events = await Promise.all(rows.map(({ id }) => handlers['history.event']({ id })));
  await importer.close();
  expect(isCurrent).toBe(true);
  const said = events.map((event): [string, unknown] => [event.day, event.properties['Step Count']?.value]);
  return {
    events: Object.fromEntries(said.reverse()),
    figures: Object.fromEntries(figures.map(({ day, sum }) => [day, sum])),
  };
}

const both = (days: Readonly<Record<string, number>>) => ({ events: days, figures: days });

test('two phones of one name count once at one instant, where the records say when they were saved', async () => {
  const elements = [steps('iPhone', 3, 8, 5000, oldPhone), steps('iPhone', 3, 8, 5100, newPhone)];
  for (const one of [elements, elements.toReversed()])
    expect(await stepsAfter([{ made: 5, elements: one }])).toEqual(both({ '2025-06-03': 5100 }));
});

test('so they do where all records of one phone were saved weeks later', async () => {
  const created = june + 25 * 86_400;
  const days = [3, 4].flatMap((day) => [
    steps('iPhone', day, 8, 5000, { ...oldPhone, created }),
    steps('iPhone', day, 8, 5100, newPhone),
    steps('iPhone', day, 10, 60, { ...oldPhone, created }),
  ]);
  const right = both({ '2025-06-03': 5160, '2025-06-04': 5160 });
  expect(await stepsAfter([{ made: 28, elements: days }])).toEqual(right);
});

test('one phone after the other: all counts, as from one phone, whatever else the source wrote', async () => {
  const days = (old: Partial<XmlRecord>) => [
    steps('iPhone', 3, 8, 5000, old),
    steps('iPhone', 3, 8, 40, old),
    steps('iPhone', 4, 8, 5100, newPhone),
    steps('iPhone', 4, 8, 50, newPhone),
  ];
  const right = both({ '2025-06-03': 5040, '2025-06-04': 5150 });
  for (const old of [oldPhone, newPhone])
    expect(await stepsAfter([{ made: 5, elements: days(old) }])).toEqual(right);
});

test('records that prove an app to be no Watch change the events and figures of all its days', async () => {
  const app = [8, 10].flatMap((day) => [
    steps('App', day, 10, 1000, { ...watch, version: '3.0' }),
    steps('App', day, 10, 800, { ...phone, version: '3.0' }),
  ]);
  const own = [steps('Watch', 12, 10, 50, watch), steps('iPhone', 12, 12, 60, phone)];
  const [first, second] = [
    { made: 11, elements: app },
    { made: 13, elements: [...app, ...own] },
  ];
  expect(await stepsAfter([first])).toEqual(both({ '2025-06-08': 1000, '2025-06-10': 1000 }));
  const right = both({ '2025-06-08': 1800, '2025-06-10': 1800, '2025-06-12': 110 });
  for (const files of [[second], [first, second], [second, first], [first, second, first]])
    expect(await stepsAfter(files)).toEqual(right);
});

test('a change of devices is one of what was there before: a new phone changes nothing of the others', () => {
  const known = [1];
  const of = (...its: [origin: number, place: number][]): DevicePlaces => [[1, its]];
  const [one, several] = [of([5, 0], [6, 0]), of([5, 1], [6, 0])];
  const changes: [DevicePlaces, DevicePlaces, boolean][] = [
    [one, one, false],
    [one, of([5, 1], [6, 1], [7, 0]), false],
    [one, several, true],
    [several, one, true],
    [several, [], true],
    [one, [], false],
    [several, of([5, 0], [6, 1]), true],
    [several, of([5, 2], [6, 0], [7, 1]), false],
    // The records of one are gone.
    [several, of([6, 0]), false],
    [[], one, false],
    [[], several, true],
  ];
  for (const [before, now, isOther] of changes)
    expect([before, now, areOtherDevices(known, before, now)]).toEqual([before, now, isOther]);
  expect(areOtherDevices([2], one, several)).toBe(false);
  expect(devicesOf([...several, [2, [[5, 0]]]])).toEqual(
    new Map([
      [
        1,
        new Map([
          [5, 1],
          [6, 0],
        ]),
      ],
    ]),
  );
});

test('a watch of another maker is no Apple Watch, whether or not it prints a version and with or without an Apple Watch beside it', async () => {
  const withings = 'name:ScanWatch, manufacturer:Withings, model:ScanWatch';
  const galaxy = 'name:Galaxy Watch6, manufacturer:Samsung, model:Watch, hardware:Watch6';
  for (const foreign of [`${withings}, software:2501`, withings, galaxy, 'name:Watch, model:Watch'])
    for (const apples of [phone, watch])
      expect(
        await stepsAfter([
          {
            made: 3,
            elements: [
              steps('Apple', 1, 10, 1000, apples),
              steps('Foreign', 1, 10, 1400, { device: `<<HKDevice: 0x2>, ${foreign}>`, version: '5.3' }),
            ],
          },
        ]),
        foreign,
      ).toEqual(both({ '2025-06-01': 1000 }));
});

test("Apple's devices are told by their hardware or their maker, as exports of any year print them", async () => {
  for (const apples of [
    'name:Apple Watch, manufacturer:Apple, model:Watch, hardware:Watch1,1, software:3.1',
    'name:Apple Watch, manufacturer:Apple Inc., model:Apple Watch',
    'hardware:Watch6,7',
  ])
    expect(
      await stepsAfter([
        {
          made: 3,
          elements: [
            steps('Watch', 1, 10, 1000, { device: `<<HKDevice: 0x2>, ${apples}>`, version: '3.1' }),
            steps('Phone', 1, 10, 1400, phone),
          ],
        },
      ]),
      apples,
    ).toEqual(both({ '2025-06-01': 1000 }));
});
