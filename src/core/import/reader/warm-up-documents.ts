// Made-up documents with the most common elements of exports, read by `warmUp`. None of their data is stored.

const recordsPerDocument = 600;
const pointsPerRoute = 400;

/** A day in 2001 that no data of a phone is of. */
const day = '2001-01-01';
const device =
  '&lt;&lt;HKDevice: 0x1&gt;, name:Watch, manufacturer:Made up, model:Watch, hardware:Watch1,1, software:1.0&gt;';
const fromWatch = `sourceName="Anybody’s Watch" sourceVersion="1.0" device="${device}"`;
const fromPhone = 'sourceName="Anybody’s Phone" sourceVersion="1.0"';

const two = (value: number) => String(value % 60).padStart(2, '0');
const clock = (i: number, plus: number) => `${day} 10:${two(i >> 3)}:${two(i * 7 + plus)} +0100`;
const dates = (i: number) =>
  `creationDate="${clock(i, 3)}" startDate="${clock(i, 0)}" endDate="${clock(i, i & 3)}"`;
const entry = (key: string, value: string) => `  <MetadataEntry key="${key}" value="${value}"/>\n`;

function record(type: string, head: string, value: number | string, children = ''): string {
  const start = ` <Record type="${type}" ${head} value="${value}"`;
  return children === '' ? `${start}/>\n` : `${start}>\n${children} </Record>\n`;
}

function beats(i: number): string {
  const list = [0, 1, 2].map(
    (k) =>
      `   <InstantaneousBeatsPerMinute bpm="${55 + ((i + k) % 20)}" time="10:${two(i)}:${two(k)}.96"/>\n`,
  );
  return `  <HeartRateVariabilityMetadataList>\n${list.join('')}  </HeartRateVariabilityMetadataList>\n`;
}

const quantity = 'HKQuantityTypeIdentifier';
/** One of each kind in turn; the last ones are rare. */
const kinds: readonly ((i: number) => string)[] = [
  (i) => record(`${quantity}StepCount`, `${fromPhone} unit="count" ${dates(i)}`, i),
  (i) => {
    const motion = entry('HKMetadataKeyHeartRateMotionContext', String(i & 1));
    return record(`${quantity}HeartRate`, `${fromWatch} unit="count/min" ${dates(i)}`, 50 + (i % 90), motion);
  },
  (i) => record(`${quantity}ActiveEnergyBurned`, `${fromWatch} unit="kcal" ${dates(i)}`, i / 1000),
  (i) =>
    record(
      'HKCategoryTypeIdentifierSleepAnalysis',
      `${fromWatch} ${dates(i)}`,
      'HKCategoryValueSleepAnalysisAsleepCore',
      entry('HKTimeZone', 'Etc/UTC'),
    ),
  (i) => record(`${quantity}HeartRateVariabilitySDNN`, `${fromWatch} unit="ms" ${dates(i)}`, i / 7, beats(i)),
  (i) => {
    const parts = ['DietaryProtein', 'DietaryFatTotal'].map((name) =>
      record(`${quantity}${name}`, `${fromPhone} unit="g" ${dates(i)}`, i / 10),
    );
    return ` <Correlation type="HKCorrelationTypeIdentifierFood" ${fromPhone} ${dates(i)}>\n${entry('HKFoodType', 'Apple')}${parts.join('')} </Correlation>\n`;
  },
  (i) =>
    ` <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="31.5" durationUnit="min" ${fromWatch} ${dates(i)}>\n${entry('HKAverageMETs', '10.8 kcal/hr&#183;kg')}  <WorkoutEvent type="HKWorkoutEventTypeLap" date="${clock(i, 1)}"/>\n  <WorkoutStatistics type="${quantity}StepCount" startDate="${clock(i, 0)}" endDate="${clock(i, 2)}" sum="${i}" unit="count"/>\n  <WorkoutRoute ${fromWatch} ${dates(i)}>\n   <FileReference path="/workout-routes/made-up.gpx"/>\n  </WorkoutRoute>\n </Workout>\n`,
  (i) =>
    ` <ActivitySummary dateComponents="${day}" activeEnergyBurned="${i}.5" activeEnergyBurnedGoal="620" activeEnergyBurnedUnit="kcal" appleExerciseTime="44" appleExerciseTimeGoal="30" appleStandHours="16" appleStandHoursGoal="12"/>\n`,
];
const rareKinds = 3;

function element(i: number): string {
  const common = kinds.length - rareKinds;
  const at = i % 40 < rareKinds ? common + (i % 40) : i % common;
  return kinds[at]?.(i) ?? '';
}

/** An export of a few hundred elements, about 250 kB. `round` makes its values other than those before. */
export function madeUpExport(round: number): Buffer {
  const elements = Array.from({ length: recordsPerDocument }, (_, k) => element(round * 13 + k));
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 -->\n<!ELEMENT HealthData (Record)*>\n]>\n<HealthData locale="en_BE">\n <ExportDate value="${clock(0, 0)}"/>\n <Me HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet"/>\n${elements.join('')}</HealthData>\n`,
  );
}

/** A route of a few hundred points, as the phone writes them. */
export function madeUpRoute(round: number): Buffer {
  const points = Array.from({ length: pointsPerRoute }, (_, k) => {
    const place = `lon="4.${two(k)}${two(round)}1" lat="50.${two(k + 7)}${two(k)}9"`;
    return `<trkpt ${place}><ele>${two(k)}.25</ele><time>${day}T10:${two(k >> 6)}:${two(k)}Z</time><extensions><speed>2.${two(k)}</speed><course>11${two(k)}.5</course><hAcc>1.5</hAcc><vAcc>2.75</vAcc></extensions></trkpt>\n`;
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Made up" xmlns="http://www.topografix.com/GPX/1/1">\n<metadata><time>${day}T10:00:00Z</time></metadata>\n<trk><name>Made up</name><trkseg>\n${points.join('')}</trkseg></trk>\n</gpx>\n`,
  );
}
