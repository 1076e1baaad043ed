// Half a year of one person as an export has it: sparse, because the reference counts each second, and with what the pages compare.
import { bell, pick, type Random, randomFor, whole } from '../generator/random.ts';
import { exportXml, recordXml, workoutXml, type XmlElement } from '../support/health-xml.ts';

export interface RandomMonths {
  readonly text: string;
  readonly exportAt: number;
}

interface Asked {
  readonly seed: number;
  /** Of the export. */
  readonly lastDay: string;
  /** How far the clock on the wall is ahead of UTC, in winter or summer. */
  readonly aheadHours: number;
  readonly days: number;
  /** Days ago between which there are records too, a year before. */
  readonly yearBefore?: readonly [from: number, to: number];
}

const quantity = 'HKQuantityTypeIdentifier';
const category = 'HKCategoryTypeIdentifier';
const [day, hour, minute] = [86_400, 3600, 60];
const device = (model: string, hardware: string) =>
  `<<HKDevice: 0x1>, name:Apple ${model}, manufacturer:Apple Inc., model:${model}, hardware:${hardware}, software:11.1>`;
const watch = { source: 'Watch', device: device('Watch', 'Watch6,7'), version: '11.1' };
const phone = { source: 'iPhone', device: device('iPhone', 'iPhone15,2'), version: '11.1' };
const band = { source: 'Band', version: '2.0' };

export function randomMonths({
  seed,
  lastDay,
  aheadHours,
  days,
  yearBefore: [from, to] = [0, 0],
}: Asked): RandomMonths {
  const random = randomFor(seed, 'months');
  const newest = Date.parse(lastDay) / 1000 - aheadHours * hour;
  const exportAt = newest + 22.5 * hour;
  const elements: XmlElement[] = [];
  // Of a week in which hardly anything was worn.
  const idle = whole(random, 30, 80);
  for (let ago = 0; ago < days; ago++) {
    const midnight = newest - ago * day;
    const isIdle = ago >= idle && ago < idle + 6;
    if (!isIdle) elements.push(...ofDay(random, midnight, ago, days));
    if (!isIdle && ago < 62 && random() < 0.8) elements.push(...nightOf(random, midnight));
    elements.push(...summaryOf(random, lastDay, ago, days));
  }
  for (let ago = from; ago < to; ago++)
    if (random() < 0.8) elements.push(...ofDay(random, newest - ago * day, days, days));
  const offsetMinutes = Math.round(aheadHours) * 60;
  return { text: exportXml(elements, { exportAt, offsetMinutes }), exportAt };
}

function ofDay(random: Random, midnight: number, ago: number, days: number): XmlElement[] {
  const quantityOf = (
    by: typeof watch | typeof band,
    type: string,
    start: number,
    seconds: number,
    unit: string,
    value: number,
  ) => recordXml({ ...by, type: quantity + type, start, end: start + seconds, unit, value: String(value) });
  const at = (from: number, to: number) => midnight + whole(random, from * hour, to * hour);
  const elements: XmlElement[] = [];
  const morning = at(7, 10);
  // More as the months go by, and both devices at once.
  const steps = Math.round(4000 + (days - ago) * 20 + bell(random) * 900);
  elements.push(quantityOf(watch, 'StepCount', morning, 8 * minute, 'count', steps));
  elements.push(quantityOf(phone, 'StepCount', morning + 5 * minute, 6 * minute, 'count', 900));
  // Over midnight, and with it over the end of weeks, months and years.
  if (random() < 0.4)
    elements.push(quantityOf(watch, 'StepCount', midnight - 2 * minute, 5 * minute, 'count', 240));
  elements.push(
    quantityOf(watch, 'ActiveEnergyBurned', at(11, 13), 2 * minute, 'kcal', 300 + whole(random, 0, 90)),
  );
  elements.push(quantityOf(watch, 'AppleExerciseTime', at(14, 15), 3 * minute, 'min', 3));
  elements.push(quantityOf(watch, 'AppleMoveTime', at(14, 15), 2 * minute, 'min', 2));
  for (let n = 0; n < 2; n++)
    elements.push(quantityOf(watch, 'HeartRate', at(8, 20), 0, 'count/min', whole(random, 50, 120)));
  if (random() < 0.4)
    elements.push(quantityOf(band, 'BodyMass', at(6, 7), 0, 'kg', whole(random, 700, 740) / 10));
  if (random() < 0.7)
    elements.push(
      quantityOf(
        phone,
        'EnvironmentalAudioExposure',
        at(17, 20),
        whole(random, 1, 5) * minute,
        'dBASPL',
        whole(random, 450, 900) / 10,
      ),
    );
  if (random() < 0.6)
    elements.push(quantityOf(band, 'DietaryWater', at(9, 22), 0, 'mL', pick(random, [200, 250])));
  if (random() < 0.3) {
    const start = at(19, 21);
    elements.push(
      recordXml({ ...band, type: `${category}MindfulSession`, start, end: start + whole(random, 60, 300) }),
    );
  }
  for (let stood = 8; ago < 60 && stood < 10; stood++)
    elements.push(
      recordXml({
        ...watch,
        type: `${category}AppleStandHour`,
        start: midnight + stood * hour,
        end: midnight + (stood + 1) * hour,
        value: `${category.replace('TypeIdentifier', 'Value')}AppleStandHour${random() < 0.7 ? 'Stood' : 'Idle'}`,
      }),
    );
  if (random() < 0.3) elements.push(workoutXml('Watch', at(15, 16)));
  return elements;
}

/** Three to four hours about midnight, earlier or later, and sometimes a nap; the Watch or the band. */
function nightOf(random: Random, midnight: number): XmlElement[] {
  const stage = (start: number, seconds: number, name: string, by: typeof watch | typeof band = watch) =>
    recordXml({
      ...by,
      type: `${category}SleepAnalysis`,
      start,
      end: start + seconds,
      value: `HKCategoryValueSleepAnalysis${name}`,
    });
  const bed = midnight + Math.round(bell(random) * 50) * minute + whole(random, 0, 59);
  const parts = [50, 40, 5, 60, whole(random, 35, 60)].map((minutes) => minutes * minute);
  const names = ['AsleepCore', 'AsleepDeep', 'Awake', 'AsleepREM', 'AsleepCore'];
  const elements: XmlElement[] = [];
  let at = bed;
  for (const [index, seconds] of parts.entries()) {
    elements.push(stage(at, seconds, names[index] ?? ''));
    at += seconds;
  }
  if (random() < 0.5) elements.push(stage(bed - 6 * minute, at - bed + 9 * minute, 'InBed'));
  if (random() < 0.15)
    elements.push(stage(midnight + 14 * hour, whole(random, 20, 70) * minute, 'AsleepUnspecified', band));
  return elements;
}

/** Goals change, Move was a time before, iOS 13 had another name for it, some days have nothing and some have zeros alone. */
function summaryOf(random: Random, lastDay: string, ago: number, days: number): XmlElement[] {
  const date = new Date(Date.parse(lastDay) - ago * day * 1000).toISOString().slice(0, 10);
  const chance = random();
  if (chance < 0.04) return [];
  const isTimed = ago > days * 0.8;
  const goal = isTimed ? 0 : pick(random, [400, 400, 450]);
  const [energy, timed, exercise, stand] = [
    Math.round((goal || 300) * (0.85 + random() * 0.9) * 1000) / 1000,
    whole(random, 20, 90),
    whole(random, 22, 70),
    whole(random, 10, 15),
  ];
  const isKilojoule = ago % 2 === 1;
  const printed = (value: number) => (isKilojoule ? Number((value * 4.184).toFixed(3)) : value);
  const time = ago > days * 0.9 ? 'appleMoveMinutes' : 'appleMoveTime';
  const hasStandGoal = chance > 0.1;
  const zeros = chance < 0.07;
  const figure = (value: number) => String(zeros ? 0 : value);
  return [
    () =>
      `<ActivitySummary dateComponents="${date}" activeEnergyBurned="${figure(printed(energy))}" activeEnergyBurnedGoal="${figure(printed(goal))}" activeEnergyBurnedUnit="${isKilojoule ? 'kJ' : 'kcal'}" ${time}="${figure(isTimed ? timed : 0)}" ${time}Goal="${figure(isTimed ? 30 : 0)}" appleExerciseTime="${figure(exercise)}" appleExerciseTimeGoal="${figure(30)}" appleStandHours="${figure(stand)}" appleStandHoursGoal="${figure(hasStandGoal ? 12 : 0)}"/>\n`,
  ];
}
