// Files beside the XML, as phones in several languages and broken writers print them. What is right is what was printed.
import { pick, type Random, whole } from '../generator/random.ts';

export interface RandomEcg {
  readonly text: string;
  readonly recordedAt: number;
  /** µV; NaN where the file prints none. */
  readonly samples: readonly number[];
}

export interface RandomRoute {
  readonly text: string;
  /** Of the points that are good: null where no elevation stands. */
  readonly elevations: readonly (number | null)[];
}

/** ICU prints their minus as U+2212, group with points, narrow spaces and apostrophes, or have digits of their own. */
const locales = ['en', 'de', 'fr', 'nb', 'sv', 'de-CH', 'ar-EG', 'fa', 'hi'] as const;

const names: Readonly<Record<string, readonly [date: string, hertz: string]>> = {
  de: ['Aufzeichnungsdatum', 'Hertz'],
  fr: ['Date d’enregistrement', 'hertz'],
  nb: ['Opptaksdato', 'hertz'],
  'ar-EG': ['تاريخ التسجيل', 'هرتز'],
};

export function randomEcg(random: Random, recordedAt: number): RandomEcg {
  const locale = pick(random, locales);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const plain = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const [date, hertz] = names[locale] ?? ['Recorded Date', 'hertz'];
  const samples = Array.from({ length: 400 }, () =>
    random() < 0.02 ? Number.NaN : whole(random, -2_500_000, 2_500_000) / pick(random, [1000, 1000, 10_000]),
  ).map((value) => Math.round(value * 1000) / 1000);
  const at = new Date(recordedAt * 1000).toISOString();
  const clock = at.slice(11, 19).split(':').map(Number);
  const time = clock.map((part) => plain.format(part)).join(':');
  const day = at
    .slice(0, 10)
    .split('-')
    .map((part) => plain.format(Number(part)))
    .join('-');
  const zero = plain.format(0).repeat(2);
  const lines = [
    'Name,Tess',
    `${date},${day} ${time} +${zero}`,
    'Classification,Sinus Rhythm',
    'Symptoms,',
    'Software Version,1.90',
    'Device,"Watch6,7"',
    `Sample Rate,"${number.format(512.414)} ${hertz}"`,
    '',
    '',
    'Lead,Lead I',
    'Unit,µV',
    '',
    ...samples.map((value) => (Number.isNaN(value) ? 'nan' : number.format(value))),
  ];
  return { text: `${lines.join('\n')}\n`, recordedAt, samples };
}

export function randomRoute(random: Random, start: number): RandomRoute {
  const elevations: (number | null)[] = [];
  const points = Array.from({ length: 60 }, (_, index) => {
    const what = random();
    const elevation = whole(random, -300, 9000) / 10;
    const isBad = what < 0.08;
    const isFlat = what >= 0.08 && what < 0.2;
    if (!isBad) elevations.push(isFlat ? null : elevation);
    const latitude = isBad
      ? pick(random, ['nan', '190.02', '', '-91'])
      : `50.8${String(index).padStart(3, '0')}`;
    const height = isFlat ? pick(random, ['<ele/>', '<ele>nan</ele>', '']) : `<ele>${elevation}</ele>`;
    const time = new Date((start + index) * 1000).toISOString().replace('.000Z', 'Z');
    const accuracy = random() < 0.1 ? 'nan' : '2.5';
    return `<trkpt lon="4.3" lat="${latitude}">${height}<time>${time}</time><extensions><speed>-1</speed><hAcc>${accuracy}</hAcc></extensions></trkpt>\n`;
  });
  const complete = `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">\n<trk><trkseg>\n${points.join('')}</trkseg></trk>\n</gpx>\n`;
  // A file that breaks off after its last point.
  const text = random() < 0.3 ? complete.slice(0, complete.indexOf('</trkseg>')) : complete;
  return { text, elevations };
}

/** An export with these files and a workout for each route. */
export function withFiles(
  exportAt: number,
  ecgs: readonly RandomEcg[],
  routes: readonly RandomRoute[],
): { readonly name: string; readonly data: string }[] {
  const print = (at: number) =>
    new Date(at * 1000).toISOString().replace('T', ' ').replace('.000Z', ' +0000');
  const workouts = routes.map((_, index) => {
    const dates = `sourceName="Runner" startDate="${print(exportAt - (index + 2) * 7200)}" endDate="${print(exportAt - (index + 2) * 7200 + 3600)}"`;
    return `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="60" durationUnit="min" ${dates}><WorkoutRoute ${dates}><FileReference path="/workout-routes/route_${index}.gpx"/></WorkoutRoute></Workout>\n`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n<ExportDate value="${print(exportAt)}"/>\n${workouts.join('')}</HealthData>\n`;
  const top = 'apple_health_export';
  return [
    { name: `${top}/export.xml`, data: xml },
    ...ecgs.map(({ text }, index) => ({ name: `${top}/electrocardiograms/ecg_${index}.csv`, data: text })),
    ...routes.map(({ text }, index) => ({ name: `${top}/workout-routes/route_${index}.gpx`, data: text })),
  ];
}
