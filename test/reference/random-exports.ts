// Random exports of one history: apps and people change it between them, the phone's region and zone change how it is printed.
import { pick, type Random, randomFor, whole } from '../generator/random.ts';

export interface RandomExport {
  readonly exportAt: number;
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le';
}

export interface RandomHistory {
  readonly homeZone: string;
  /** The oldest first. */
  readonly exports: readonly RandomExport[];
}

/** Half hours and midnights that are skipped or repeated among them. */
export const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
] as const;

interface Item {
  readonly kind: 'record' | 'workout' | 'pressure' | 'mood' | 'dose';
  readonly type: string;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** In the first unit of the type; a category's text. */
  readonly value: number | string | null;
  /** A unit that no region prints. */
  readonly unit?: string;
  readonly metadata?: readonly (readonly [string, string])[];
  readonly copies?: number;
  /** In a correlation, and at the top level again. */
  readonly isMember?: boolean;
  /** When it came into Health, in no export of before; when it ended where it is left out. */
  readonly saved?: number;
}

interface Source {
  readonly name: string;
  readonly version: string;
  readonly device?: string;
}

interface Region {
  readonly offsetMinutes: number;
  readonly isImperial: boolean;
  readonly isOld: boolean;
  /** Of the phone: Buddhist years, those of an era, or years of the Republic of China. */
  readonly calendar: 'gregorian' | 'buddhist' | 'japanese' | 'minguo';
  readonly encoding: RandomExport['encoding'];
  readonly hasDoctype: boolean;
  /** How glucose in moles is printed: the molar mass is that of HealthKit or one that an app wrote. */
  readonly molar: string;
  readonly form: 'plain' | 'twelve' | 'colon' | 'iso' | 'compact' | 'arabic';
  readonly hasComma: boolean;
  /** Names of sources that have another one by now. */
  readonly renamed: ReadonlyMap<string, string>;
  /** When the band's phone came back from a backup, and saved anew all that the band had written. */
  readonly restoredAt?: number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

const apple = (name: string, model: string, hardware: string, software: string): Source => ({
  name,
  version: software,
  device: `name:${model === 'Watch' ? 'Apple Watch' : model}, manufacturer:Apple Inc., model:${model}, hardware:${hardware}, software:${software}`,
});
const watch = apple('Tess’s Watch', 'Watch', 'Watch6,7', '10.1');
const oldWatch = apple('Old Watch', 'Watch', 'Watch4,2', '9.6');
const phone = apple('Tess iPhone', 'iPhone', 'iPhone14,5', '17.1');
const otherPhone = apple('Tess iPhone', 'iPhone', 'iPhone12,1', '16.2');
const onWatch: Source = { ...watch, name: 'Step Friend', version: '3.2.0' };
/** Watches of other makers: one tells the version of its software, none is Apple's. */
const scanWatch: Source = {
  name: 'ScanWatch',
  version: '5.3',
  device: 'name:ScanWatch, manufacturer:Withings, model:ScanWatch, software:2501',
};
const galaxyWatch: Source = {
  name: 'Galaxy',
  version: '6.2',
  device: 'name:Galaxy Watch6, manufacturer:Samsung, model:Watch, hardware:Watch6',
};
const band: Source = { name: 'Band', version: '812' };
const ring: Source = { name: 'Ring', version: '4.0' };
const runner: Source = { name: 'Runner', version: '5.5' };
/** Renamed by its maker, with all that it ever wrote. */
const scale: Source = { name: 'Scale', version: '9' };
const cuff: Source = { name: 'Cuff', version: '2.1' };
const byHand: Source = { name: 'Health', version: '17.1' };

const quantity = 'HKQuantityTypeIdentifier';
const category = 'HKCategoryTypeIdentifier';
const stage = 'HKCategoryValueSleepAnalysis';
const entered = [['HKWasUserEntered', '1']] as const;

/** Units of the two regions: name, and how many of them the first is. */
const units: Readonly<Record<string, readonly [metric: string, imperial: string, factor: number]>> = {
  StepCount: ['count', 'count', 1],
  ActiveEnergyBurned: ['kcal', 'kJ', 4.184],
  DietaryWater: ['mL', 'fl_oz_us', 1 / 29.5735295625],
  HeartRate: ['count/min', 'count/min', 1],
  BloodGlucose: ['mg/dL', 'mmol<180.1558800000541>/L', 1 / 18.015588],
  Height: ['m', 'ft', 1 / 0.3048],
  BloodPressureSystolic: ['mmHg', 'kPa', 0.133322387415],
  BloodPressureDiastolic: ['mmHg', 'kPa', 0.133322387415],
  DistanceWalkingRunning: ['m', 'mi', 1 / 1609.344],
  EnvironmentalAudioExposure: ['dBASPL', 'dBASPL', 1],
  FlightsClimbed: ['count', 'count', 1],
  AppleExerciseTime: ['min', 's', 60],
  DistanceCycling: ['km', 'mi', 1 / 1.609344],
  BodyMass: ['kg', 'lb', 1 / 0.45359237],
};

/** How many seeds go through every zone and both changes of its clock. */
export const seedsOfAllZones = 2 * zones.length;

/** The history of a seed: some days about a change of the clock in one of the zones. */
export function randomHistory(seed: number): RandomHistory {
  const homeZone = zones[seed % zones.length] ?? zones[0];
  const random = randomFor(seed, 'reference');
  // Clocks change about two at night: every day begins in the evening before.
  const from = changeOfClock(homeZone, 2024, Math.floor(seed / zones.length) % 2) - 2 * day - 4 * hour;
  const items = firstItems(random, from).map(savedLate(randomFor(seed, 'saved'), from));
  const times = [3, 4.5, 6].map((days) => from + Math.floor(days * day) + whole(random, 0, hour));
  // Of every other phone.
  const restoredFrom = randomFor(seed, 'restored')() < 0.5 ? 1 + (seed % 2) : times.length;
  const exports: RandomExport[] = [];
  let now: readonly Item[] = items;
  const renamedFrom = whole(random, 1, times.length);
  for (const [index, exportAt] of times.entries()) {
    if (index > 0) now = changed(random, now, items);
    const there = now.filter(
      ({ start, end, saved = end }) => Math.max(start, end, saved) < exportAt || start > exportAt + 365 * day,
    );
    const isRestored = index > 0 && index >= restoredFrom;
    const how = {
      ...region(random, index >= renamedFrom),
      ...(isRestored && { restoredAt: exportAt - 2 * hour }),
    };
    // Years of an era that are far ahead are taken for those of the era before.
    const told = there.filter(({ start }) => how.calendar !== 'japanese' || start <= exportAt);
    exports.push({ exportAt, text: printed(shuffled(random, told), exportAt, how), encoding: how.encoding });
  }
  return { homeZone, exports };
}

/** Of some people the other phone came back from a backup: Health saved all of its records when the last of the phone's were over. */
function savedLate(random: Random, from: number): (item: Item) => Item {
  if (random() < 0.5) return (item) => item;
  return (item) => (item.source === otherPhone ? { ...item, saved: from + 6 * day - 60 } : item);
}

/** UTC seconds of the `index`th change of a zone's clock in a year. */
function changeOfClock(zone: string, year: number, index: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (at: number) =>
    format.formatToParts(at * 1000).find(({ type }) => type === 'timeZoneName')?.value;
  const changes: number[] = [];
  const begin = Date.UTC(year, 0, 1) / 1000;
  for (let at = begin; at < begin + 366 * day; at += hour)
    if (offset(at) !== offset(at + hour)) changes.push(at + hour);
  return changes[index] ?? begin;
}

function firstItems(random: Random, from: number): Item[] {
  const items: Item[] = [];
  const taken = new Set<string>();
  const add = (item: Item) => {
    // Two of one kind, source and second would be told apart by their values alone.
    const key = [item.type, item.source.name, item.start].join();
    if (taken.has(key)) return;
    taken.add(key);
    items.push(item);
  };
  const record = (
    source: Source,
    type: string,
    start: number,
    end: number,
    value: Item['value'],
    more: Partial<Item> = {},
  ) => add({ kind: 'record', source, type, start, end, value, ...more });
  const all = [
    watch,
    oldWatch,
    phone,
    onWatch,
    band,
    ring,
    runner,
    cuff,
    scale,
    byHand,
    scanWatch,
    galaxyWatch,
  ];
  // In every export, so that no source is absent and taken for one with a new name, and each was met at its own time.
  for (const [index, source] of all.entries())
    record(
      source,
      `${quantity}Height`,
      from - (40 - 3 * index) * day,
      from - (40 - 3 * index) * day,
      1.7 + index / 50,
    );
  const foreign = pick(random, [scanWatch, galaxyWatch]);
  const wearers = [watch, phone, otherPhone, onWatch, band, foreign, oldWatch].filter(() => random() < 0.7);
  const spread = () => from + whole(random, 0, 6 * day);
  const version = (number: number) =>
    [
      ['HKMetadataKeySyncIdentifier', `id-${items.length}`],
      ['HKMetadataKeySyncVersion', String(number)],
    ] as const;
  for (const source of wearers)
    for (let n = 0; n < 40; n++) {
      const start = spread();
      const more =
        random() < 0.2 ? { metadata: version(firstVersion(random)) } : random() < 0.05 ? { copies: 2 } : {};
      const length = random() < 0.1 ? whole(random, 1, 20) * hour : whole(random, 1, 60) * minute;
      record(source, `${quantity}StepCount`, start, start + length, whole(random, 5, 900), more);
      const later = spread();
      record(
        source,
        `${quantity}ActiveEnergyBurned`,
        later,
        later + whole(random, 30, 3000),
        whole(random, 10, 4000) / 10,
        more,
      );
      if (n % 3 > 0) continue;
      const walked = spread();
      record(
        source,
        `${quantity}DistanceWalkingRunning`,
        walked,
        walked + whole(random, 60, 4000),
        whole(random, 50, 6000),
        more,
      );
    }
  for (const source of wearers.slice(0, 3))
    for (let n = 0; n < 8; n++) {
      const more = random() < 0.3 ? { metadata: version(firstVersion(random)) } : {};
      const length = whole(random, 0, 90) * minute;
      const at = spread();
      record(source, `${quantity}FlightsClimbed`, at, at + length, whole(random, 1, 30), more);
      const moved = spread();
      record(source, `${quantity}AppleExerciseTime`, moved, moved + minute * whole(random, 1, 5), 1);
      const rode = spread();
      record(source, `${quantity}DistanceCycling`, rode, rode + length, whole(random, 10, 900) / 10);
    }
  for (let n = 0; n < 60; n++) {
    const at = from - whole(random, 0, 30 * day);
    record(scale, `${quantity}BodyMass`, at, at, whole(random, 600, 900) / 10);
  }
  for (let n = 0; n < 8; n++) {
    const at = spread();
    record(scale, `${quantity}BodyMass`, at, at, whole(random, 600, 900) / 10);
    record(
      scale,
      `${quantity}StepCount`,
      at,
      at + 600,
      whole(random, 5, 300),
      n < 2 ? { metadata: version(firstVersion(random)) } : {},
    );
    record(scale, `${quantity}DietaryWater`, at + 20, at + 20, 400);
  }
  for (let n = 0; n < 16; n++) {
    const more = random() < 0.4 ? { metadata: version(firstVersion(random)) } : {};
    const at = spread();
    record(cuff, 'BloodPressure', at, at, whole(random, 100, 180), { kind: 'pressure', ...more });
    // Measured twice, a second later.
    if (random() < 0.2)
      record(cuff, 'BloodPressure', at + 1, at + 1, whole(random, 100, 180), { kind: 'pressure' });
  }
  for (const source of wearers.slice(0, 2))
    for (let n = 0; n < 12; n++) {
      const at = spread();
      const length = random() < 0.1 ? 0 : whole(random, 1, 90) * minute;
      record(source, `${quantity}EnvironmentalAudioExposure`, at, at + length, whole(random, 300, 1100) / 10);
    }
  oddOnes(random, record, spread);
  for (let n = 0; n < 7; n++) oneDay(random, record, from + n * day);
  return items;
}

type Add = (
  source: Source,
  type: string,
  start: number,
  end: number,
  value: Item['value'],
  more?: Partial<Item>,
) => void;

function oddOnes(random: Random, record: Add, spread: () => number): void {
  const steps = `${quantity}StepCount`;
  for (let n = 0; n < 3; n++) {
    const at = spread();
    if (random() < 0.6) record(band, steps, at, at - 1800, 700);
    if (random() < 0.6) record(watch, steps, at + 7, at + 7 + whole(random, 2, 9) * day, 33);
    // By hand: a moment, and a span that the Watch covers too.
    if (random() < 0.6) record(byHand, steps, at, at, whole(random, 100, 5000), { metadata: entered });
    if (random() < 0.4)
      record(byHand, steps, at + 5000, at + 6800, whole(random, 100, 5000), { metadata: entered });
    if (random() < 0.2) record(band, steps, at + 4000 * day, at + 4000 * day + 600, 800);
    if (random() < 0.5) record(phone, steps, at + 11, at + 11, whole(random, 1, 90));
    if (random() < 0.5) record(band, `${quantity}DietaryWater`, at + 3, at + 3, 3, { unit: 'gal_us' });
    if (random() < 0.5) record(band, `${quantity}ActiveEnergyBurned`, at, at + 600, 5, { unit: 'Wh' });
  }
}

/** A night begins in the evening and lasts up to nine hours and a half, naps come fifteen hours later: some hours are between any two sleeps. */
function oneDay(random: Random, record: Add, from: number): void {
  const sleep = `${category}SleepAnalysis`;
  const bed = from + whole(random, 0, 90) * minute;
  const up = bed + whole(random, 360, 560) * minute;
  const slept = (source: Source, start: number, end: number, name: string) => {
    if (end > start) record(source, sleep, start, end, stage + name);
  };
  if (random() < 0.8) {
    const off = random() < 0.3 ? bed + 4 * hour : up;
    let wasAsleep = false;
    for (let at = bed; at < off; ) {
      const isAwake: boolean = wasAsleep && off - at > 2 * hour && random() < 0.2;
      const end = Math.min(off, at + whole(random, 5, isAwake ? 30 : 70) * minute);
      const name = pick(random, ['AsleepCore', 'AsleepDeep', 'AsleepREM', 'AsleepUnspecified']);
      slept(watch, at, end, isAwake ? 'Awake' : name);
      wasAsleep = !isAwake;
      at = end;
    }
  }
  if (random() < 0.7) {
    slept(ring, bed + 13 * minute, up, 'AsleepUnspecified');
    const awake = bed + whole(random, 60, 200) * minute;
    slept(ring, awake, awake + whole(random, 1, 30) * minute, 'Awake');
  }
  if (random() < 0.5) slept(phone, bed - 10 * minute, up + 5 * minute, 'InBed');
  if (random() < 0.2) slept(byHand, bed + 1, up - 1, 'AsleepUnspecified');
  if (random() < 0.4) {
    const nap = bed + 15 * hour;
    slept(pick(random, [watch, ring]), nap, nap + whole(random, 31, 90) * minute, 'AsleepCore');
  }
  for (let n = 0; n < 3; n++) {
    const at = bed + whole(random, 9, 22) * hour + whole(random, 0, 59);
    const copies = random() < 0.3 ? { copies: whole(random, 2, 3) } : {};
    record(
      pick(random, [band, runner]),
      `${quantity}DietaryWater`,
      at,
      at,
      pick(random, [200, 250, 330]),
      copies,
    );
    record(ring, `${quantity}BloodGlucose`, at + 60, at + 60, whole(random, 70, 150));
    if (random() < 0.5)
      record(runner, `${category}MindfulSession`, at + 90, at + 90 + whole(random, 60, 900), null);
    // Another app's drink in the same second.
    if (random() < 0.2) record(byHand, `${quantity}DietaryWater`, at, at, 120);
    if (random() < 0.3)
      record(band, `${quantity}DietaryWater`, at + 1800, at + 1800, 175, { isMember: true });
  }
  for (let n = 0; n < 8; n++) {
    const at = bed + whole(random, 0, day);
    record(watch, `${quantity}HeartRate`, at, at, whole(random, 50, 150));
  }
  record(byHand, 'HKScoredAssessmentTypeIdentifierGAD7', up, up, whole(random, 0, 21), { unit: 'count' });
  record(byHand, 'StateOfMind', up + 60, up + 60, whole(random, -9, 9) / 10, { kind: 'mood' });
  record(byHand, 'MedicationDoseEvent', up + 120, up + 120, pick(random, ['taken', 'skipped']), {
    kind: 'dose',
  });
  record(phone, `${category}MenstrualFlow`, bed, bed + 60, 'Light', {
    metadata: [['HKMenstrualCycleStart', '0']],
  });
  if (random() < 0.6) {
    const at = bed + 18 * hour;
    const run = { kind: 'workout' } as const;
    const sync = [
      ['HKMetadataKeySyncIdentifier', `run-${at}`],
      ['HKMetadataKeySyncVersion', String(firstVersion(random))],
    ] as const;
    record(watch, 'HKWorkoutActivityTypeRunning', at, at + 2400, 300, { ...run, metadata: sync });
    if (random() < 0.6) record(runner, 'HKWorkoutActivityTypeRunning', at + 3, at + 2398, 310, run);
    // The same run, as the person wrote it down.
    const diary = randomFor(at, 'diary');
    if (diary() < 0.5)
      record(pick(diary, [band, runner]), 'HKWorkoutActivityTypeRunning', at - 60, at + 2500, 330, {
        ...run,
        metadata: entered,
      });
    if (random() < 0.5) record(runner, 'HKWorkoutActivityTypeYoga', at + 4000, at + 5000, 90, run);
  }
}

/** Of a thing that is new in the first export: rewritten before, or not. */
const firstVersion = (random: Random): number => pick(random, [1, 1, 2]);

/** What apps, people and Health itself did since the last export. `before`: all that was ever there, some of which comes back. */
function changed(random: Random, now: readonly Item[], before: readonly Item[]): Item[] {
  const next: Item[] = [];
  for (const item of now) {
    const metadata = item.metadata ?? [];
    const version = metadata.find(([key]) => key === 'HKMetadataKeySyncVersion')?.[1];
    const isFixed = item.type.endsWith('Height') || item.isMember === true || item.source === scale;
    const chance = isFixed && version === undefined ? 1 : random();
    if (version !== undefined && chance < 0.4) {
      // An app that was installed again counts from the beginning.
      const isAnew = Number(version) > 1 && random() < 0.3;
      const newer = [
        ...metadata.filter(([key]) => key !== 'HKMetadataKeySyncVersion'),
        ['HKMetadataKeySyncVersion', isAnew ? '1' : String(Number(version) + 1)] as const,
      ];
      // An app takes its change back, or changes it once more.
      const first = before.find(
        (one) => one.type === item.type && one.metadata?.[0]?.[1] === metadata[0]?.[1],
      );
      if (first !== undefined && Number(version) > 1 && random() < 0.4) {
        next.push({ ...first, metadata: newer });
        continue;
      }
      const value = typeof item.value === 'number' ? Math.round(item.value * 0.9) : item.value;
      const start = random() < 0.3 ? item.start + 61 : item.start;
      next.push({ ...item, value, start, end: Math.max(item.end, start + 1), metadata: newer });
    } else if (isFixed) next.push(item);
    else if (chance < 0.08) {
      // Deleted.
    } else if (chance < 0.14 && item.end - item.start > 1200) {
      // Rewritten without a word.
      next.push({ ...item, start: item.start + 601 });
    } else next.push(item);
  }
  const back = before.filter((item) => !next.includes(item) && item.metadata === undefined && random() < 0.1);
  return condensed(random, [...next, ...back.filter((item) => !next.some((one) => isRival(one, item)))]);
}

const isRival = (a: Item, b: Item): boolean =>
  a.type === b.type && a.source.name === b.source.name && a.start < b.end && b.start < a.end;

/** The energy of the Watch in some hours of two days becomes one sample for each hour that has the sum (Apple, "Accessing condensed workout samples"). */
function condensed(random: Random, items: readonly Item[]): Item[] {
  const isPart = ({ type, source, unit, copies }: Item) =>
    type.endsWith('ActiveEnergyBurned') && source === watch && unit === undefined && copies === undefined;
  const parts = items.filter((item) => isPart(item) && item.metadata === undefined && random() < 0.2);
  if (parts.length < 2) return [...items];
  const start = Math.min(...parts.map((item) => item.start));
  const near = parts.filter((item) => item.end < start + 20 * hour);
  const value = near.reduce((sum, item) => sum + Number(item.value), 0);
  const end = Math.max(...near.map((item) => item.end));
  const first = near[0];
  return first === undefined || near.length < 2
    ? [...items]
    : [...items.filter((item) => !near.includes(item)), { ...first, start, end, value: Math.round(value) }];
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

function region(random: Random, isRenamed: boolean): Region {
  return {
    offsetMinutes: pick(random, [0, 60, 120, -300, -210, 345, 630]),
    isImperial: random() < 0.5,
    isOld: random() < 0.5,
    form: pick(random, ['plain', 'plain', 'twelve', 'colon', 'iso', 'compact', 'arabic']),
    hasComma: random() < 0.3,
    calendar: pick(random, ['gregorian', 'gregorian', 'gregorian', 'buddhist', 'japanese', 'minguo']),
    encoding: random() < 0.2 ? 'utf16le' : 'utf8',
    hasDoctype: random() < 0.5,
    molar: pick(random, ['mmol<180.1558800000541>/L', 'mmol<180.15588000005408>/L', 'mmol<180.1558>/L']),
    renamed: new Map(isRenamed ? [[scale.name, 'Scale by Weigher']] : []),
  };
}

function printed(items: readonly Item[], exportAt: number, how: Region): string {
  let address = 0x300000;
  const body = items.flatMap((item) => {
    const device = item.source.device && `<<HKDevice: 0x${(address++).toString(16)}>, ${item.source.device}>`;
    if (item.kind === 'pressure') return pressureText(item, how);
    if (item.kind === 'mood' || item.kind === 'dose') return [otherText(item, how)];
    const element = elementText(item, device, how);
    const times = Array.from({ length: item.copies ?? 1 }, () => element);
    if (item.isMember !== true) return times;
    return [...times, `<Correlation${correlationHead(item, 'Food', how)}>${element}</Correlation>\n`];
  });
  // In a file whose own date is a Gregorian one, years 7 and 2568 are nobody's.
  const strays = how.calendar === 'gregorian' && how.isOld ? strayText('0007') + strayText('2568') : '';
  const encoding = how.encoding === 'utf8' ? 'UTF-8' : 'UTF-16';
  const doctype = how.hasDoctype
    ? '<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 -->\n<!ELEMENT HealthData (ExportDate,Record*)>\n<!ATTLIST HealthData locale CDATA #REQUIRED>\n]>\n'
    : '';
  const mark = how.encoding === 'utf8' ? '' : '\ufeff';
  return `${mark}<?xml version="1.0" encoding="${encoding}"?>\n${doctype}<HealthData locale="en_US">\n<ExportDate value="${dateText(exportAt, how)}"/>\n${body.join('')}${strays}</HealthData>\n`;
}

const nameNow = ({ source: { name } }: Item, { renamed }: Region): string => renamed.get(name) ?? name;

const correlationHead = (item: Item, name: string, how: Region): string =>
  attributes([
    ['type', `HKCorrelationTypeIdentifier${name}`],
    ['sourceName', nameNow(item, how)],
    ['startDate', dateText(item.start, how)],
    ['endDate', dateText(item.end, how)],
  ]);

/** Both values at the top level and again in their correlation, which alone has the version. */
function pressureText(item: Item, how: Region): string[] {
  const { metadata, ...plain } = item;
  const values = [
    ['BloodPressureSystolic', Number(item.value)],
    ['BloodPressureDiastolic', Math.round(Number(item.value) * 0.62)],
  ] as const;
  const both = values.map(([name, value]) =>
    elementText({ ...plain, kind: 'record', type: quantity + name, value }, undefined, how),
  );
  const inside = `${entriesText(metadata)}${both.join('')}`;
  return [...both, `<Correlation${correlationHead(item, 'BloodPressure', how)}>${inside}</Correlation>\n`];
}

const strayText = (year: string): string =>
  `<Record${attributes([
    ['type', `${quantity}PushCount`],
    ['sourceName', band.name],
    ['unit', 'count'],
    ['startDate', `${year}-03-01 12:00:00 +0000`],
    ['endDate', `${year}-03-01 12:10:00 +0000`],
    ['value', '77'],
  ])}/>\n`;

/** Moods and doses have elements of their own since iOS 18 and 26. */
function otherText(item: Item, how: Region): string {
  const own =
    item.kind === 'mood'
      ? { kind: 'dailyMood', valence: String(item.value) }
      : { medication: 'Example', status: String(item.value) };
  return `<${item.type}${attributes([
    ...Object.entries(own),
    ['sourceName', item.source.name],
    ['sourceVersion', item.source.version],
    ['startDate', dateText(item.start, how)],
    ['endDate', dateText(item.end, how)],
  ])}/>\n`;
}

const entriesText = (metadata: Item['metadata']): string =>
  (metadata ?? [])
    .map(
      ([key, value]) =>
        `<MetadataEntry${attributes([
          ['key', key],
          ['value', value],
        ])}/>`,
    )
    .join('');

function savedIn({ source, end, saved = end }: Item, { restoredAt = end }: Region): number {
  return Math.max(end, saved, source === band ? restoredAt : end);
}

function elementText(item: Item, device: string | undefined, how: Region): string {
  const entries = entriesText(item.metadata);
  const origin = [
    ['sourceName', nameNow(item, how)],
    ['sourceVersion', item.source.version],
    ['device', device],
  ] as const;
  const dates = [
    ['creationDate', dateText(savedIn(item, how), how)],
    ['startDate', dateText(item.start, how)],
    ['endDate', dateText(item.end, how)],
  ] as const;
  if (item.kind === 'workout') {
    const energy = how.isImperial ? (['kJ', 4.184] as const) : (['kcal', 1] as const);
    const length = how.isImperial ? (['mi', 1 / 1609.344] as const) : (['km', 1 / 1000] as const);
    const head = attributes([
      ['workoutActivityType', item.type],
      ['duration', String((item.end - item.start) / 60)],
      ['durationUnit', 'min'],
      ...origin,
      ...dates,
    ]);
    const statistic = (type: string, sum: number, unit: string) =>
      `<WorkoutStatistics${attributes([
        ['type', quantity + type],
        ['startDate', dateText(item.start, how)],
        ['endDate', dateText(item.end, how)],
        ['sum', sixDigits(sum)],
        ['unit', unit],
      ])}/>`;
    const sums = [
      statistic('ActiveEnergyBurned', Number(item.value) * energy[1], energy[0]),
      statistic('DistanceWalkingRunning', distanceOf(item) * length[1], length[0]),
    ];
    // The effort that the Watch estimates stands within; zones of the heart rate since iOS 27.
    const { metadata: _, ...plain } = item;
    const effort = (start: number) => ({
      ...plain,
      kind: 'record' as const,
      type: `${quantity}EstimatedWorkoutEffortScore`,
      start,
      value: 1 + (item.start % 10),
      unit: 'appleEffortScore',
    });
    const score = item.source === watch ? elementText(effort(item.start + 1), device, how) : '';
    const zones =
      '<WorkoutZoneGroup type="HKQuantityTypeIdentifierHeartRate" source="system" unit="count/min"><WorkoutZone maximum="130" duration="20" durationUnit="min"/></WorkoutZoneGroup>';
    return `<Workout${head}>${entries}${sums.join('')}${how.isOld ? '' : zones}${score}</Workout>\n`;
  }
  const [metric = '', imperial = '', factor = 1] = units[item.type.replace(quantity, '')] ?? [];
  const number = typeof item.value === 'number';
  const isConverted = number && item.unit === undefined && how.isImperial;
  const regional = imperial.startsWith('mmol') ? how.molar : imperial;
  const unit = item.unit ?? (how.isImperial ? regional : metric);
  const figure = sixDigits(Number(item.value) * (isConverted ? factor : 1));
  // 1,234 may be two numbers: nobody can tell which.
  const comma = how.hasComma && !/\.\d{3}$/.test(figure) ? figure.replace('.', ',') : figure;
  const text = number ? comma : categoryText(item, how);
  const head = attributes([
    ['type', item.type],
    ...origin,
    ['unit', number ? unit : undefined],
    ...dates,
    ['value', text],
  ]);
  return entries.length > 0 ? `<Record${head}>${entries}</Record>\n` : `<Record${head}/>\n`;
}

/** Names that iOS 16 and 18 changed, by the system that made the export. */
function categoryText({ type, value }: Item, { isOld }: Region): string | undefined {
  if (value === null) return undefined;
  if (type.endsWith('MenstrualFlow'))
    return `HKCategoryValue${isOld ? 'MenstrualFlow' : 'VaginalBleeding'}${value}`;
  return isOld ? String(value).replace('AsleepUnspecified', 'Asleep') : String(value);
}

/** Meters of a workout: another after each change of its energy. */
const distanceOf = ({ start, value }: Item): number => Number(value) * 16 + (start % 997);

const sixDigits = (value: number): string => String(Number(value.toPrecision(6)));

/** How many years a calendar is ahead; of eras, the Reiwa era. */
const yearsAhead = { gregorian: 0, buddhist: 543, japanese: -2018, minguo: -1911 } as const;

function dateText(at: number, { offsetMinutes, form, calendar }: Region): string {
  const local = new Date((at + offsetMinutes * 60) * 1000).toISOString();
  const year = String(Number(local.slice(0, 4)) + yearsAhead[calendar]).padStart(4, '0');
  const [date = '', time = ''] = [year + local.slice(4, 10), local.slice(11, 19)];
  const absolute = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = offsetMinutes < 0 ? '-' : '+';
  const [hours, minutes] = [two(Math.floor(absolute / 60)), two(absolute % 60)];
  const plain = `${date} ${time} ${sign}${hours}${minutes}`;
  const hour24 = Number(time.slice(0, 2));
  switch (form) {
    case 'plain':
      return plain;
    case 'twelve':
      return `${date} ${hour24 % 12 || 12}${time.slice(2)}\u202f${hour24 < 12 ? 'AM' : 'PM'} ${sign}${hours}${minutes}`;
    case 'colon':
      return `${date} ${time} ${sign}${hours}:${minutes}`;
    case 'iso':
      return `${date}T${time}${sign}${hours}:${minutes}`;
    case 'compact':
      return `${date}${time}`.replace(/[-:]/g, '') + sign + hours + minutes;
    case 'arabic':
      return plain.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
  }
}

function attributes(pairs: readonly (readonly [string, string | undefined])[]): string {
  return pairs
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"`,
          ],
    )
    .join('');
}
