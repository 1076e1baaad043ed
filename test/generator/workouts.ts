import type { Context } from './context.ts';
import type { DayPlan, WorkoutPlan } from './day-plan.ts';
import { between, type Random, randomFor, whole } from './random.ts';
import { deviceAddress, type Metadata, metadataLines, sourceAttributes } from './record-writer.ts';
import { routeFile } from './routes.ts';
import { quantity, sensedRate } from './rows.ts';
import { asBytes, sixDigits } from './text.ts';

function dateAttributes(context: Context, start: number, end: number): string {
  return ` startDate="${context.print(start)}" endDate="${context.print(end)}"`;
}

function eventLines(context: Context, workout: WorkoutPlan): string {
  const line = (type: string, at: number, seconds?: number) => {
    context.counter.elements.WorkoutEvent++;
    const length = seconds === undefined ? '' : ` duration="${seconds / 60}" durationUnit="min"`;
    return `  <WorkoutEvent type="HKWorkoutEventType${type}" date="${context.print(at)}"${length}/>\n`;
  };
  let lines = '';
  const laps = workout.sport.cadence > 0 ? Math.min(6, Math.floor(workout.kilometers)) : 0;
  const lap = laps > 0 ? workout.elapsed / laps : 0;
  for (let i = 0; i < laps; i++)
    lines += line('Segment', Math.floor(workout.start + i * lap), Math.floor(lap * 1000) / 1000);
  // Exact duplicates of events occur (healthkit/README §1.5, WorkoutEvent).
  if (laps > 3) lines += line('Lap', workout.start + 300) + line('Lap', workout.start + 300);
  if (workout.paused > 0)
    lines +=
      line('Pause', workout.start + workout.pauseAt) +
      line('Resume', workout.start + workout.pauseAt + workout.paused);
  return lines;
}

/** The totals as statistics: the only place that has them since iOS 16. */
function statisticsLines(
  context: Context,
  plan: DayPlan,
  workout: WorkoutPlan,
  random: Random,
  indent: string,
): string {
  const { units, counter } = context;
  const dates = dateAttributes(context, workout.start, workout.start + workout.elapsed);
  const rates = Array.from({ length: 24 }, (_, i) =>
    sensedRate(random, plan, workout.start + Math.floor((i * workout.elapsed) / 24)),
  );
  const mean = rates.reduce((a, b) => a + b, 0) / rates.length;
  const line = (type: string, figures: string, unit: string) => {
    counter.elements.WorkoutStatistics++;
    return `${indent}<WorkoutStatistics type="${type}"${dates} ${figures} unit="${unit}"/>\n`;
  };
  let lines = line(
    `${quantity}ActiveEnergyBurned`,
    `sum="${units.energy.print(workout.kilocalories)}"`,
    units.energy.unit,
  );
  lines += line(
    `${quantity}HeartRate`,
    `average="${sixDigits(mean)}" minimum="${Math.min(...rates)}" maximum="${Math.max(...rates)}"`,
    'count/min',
  );
  if (workout.sport.distanceType !== '') {
    const swims = workout.sport.distanceType.endsWith('Swimming');
    const measure = swims ? units.swimming : units.distance;
    lines += line(
      workout.sport.distanceType,
      `sum="${measure.print(workout.kilometers * (swims ? 1000 : 1))}"`,
      measure.unit,
    );
  }
  if (workout.sport.cadence > 0)
    lines += line(
      `${quantity}StepCount`,
      `sum="${Math.round(workout.sport.cadence * (workout.elapsed - workout.paused))}"`,
      'count',
    );
  return lines;
}

function workoutMetadata(plan: DayPlan, workout: WorkoutPlan, random: Random): Metadata {
  const { sport } = workout;
  const entries: (readonly [string, string])[] = [
    ['HKIndoorWorkout', sport.outdoors ? '0' : '1'],
    ['HKTimeZone', plan.zone],
    ['HKWeatherTemperature', `${whole(random, 34, 84)} degF`],
    ['HKWeatherHumidity', `${whole(random, 30, 96)}00 %`],
    ['HKAverageMETs', `${sixDigits(sport.metabolic * between(random, 0.9, 1.1))} kcal/hr\u00b7kg`],
  ];
  if (sport.outdoors) entries.push(['HKElevationAscended', `${whole(random, 400, 32_000)} cm`]);
  if (sport.activity.endsWith('StrengthTraining'))
    for (const set of ['8 x 60 kg', '8 x 65 kg', '6 x 70 kg']) entries.push(['Bench Press', set]);
  return entries;
}

function uuid(random: Random): string {
  return [8, 4, 4, 4, 12]
    .map((n) => Array.from({ length: n }, () => whole(random, 0, 15).toString(16).toUpperCase()).join(''))
    .join('-');
}

function routeLines(
  context: Context,
  plan: DayPlan,
  workout: WorkoutPlan,
  index: number,
  from: string,
): string {
  const end = workout.start + workout.elapsed;
  const file = routeFile(context, end);
  context.routes.push({ file, day: plan.day, workoutIndex: index });
  context.counter.elements.WorkoutRoute++;
  const metadata = metadataLines(
    context,
    [
      ['HKMetadataKeySyncVersion', '2'],
      ['HKMetadataKeySyncIdentifier', `R-${plan.day}-${index}`],
    ],
    '   ',
  );
  const dates = dateAttributes(context, workout.start, end);
  return `  <WorkoutRoute${from} creationDate="${context.print(end + 60)}"${dates}>\n${metadata}   <FileReference path="/workout-routes/${asBytes(file)}"/>\n  </WorkoutRoute>\n`;
}

function workoutHead(
  context: Context,
  workout: WorkoutPlan,
  from: string,
  shift: number,
  isStrava: boolean,
): string {
  const { settings, units } = context;
  const start = workout.start + shift;
  const end = start + workout.elapsed;
  const energy = ` totalEnergyBurned="${units.energy.print(workout.kilocalories)}" totalEnergyBurnedUnit="${units.energy.unit}"`;
  const distance = ` totalDistance="${units.distance.print(workout.kilometers)}" totalDistanceUnit="${units.distance.unit}"`;
  const totals = settings.pre16 ? distance + (isStrava ? '' : energy) : '';
  const duration = (workout.elapsed - workout.paused) / 60;
  return ` <Workout workoutActivityType="${workout.sport.activity}" duration="${duration}" durationUnit="min"${totals}${from} creationDate="${context.print(end + 5)}"${dateAttributes(context, start, end)}`;
}

/** The Workout elements of a day: what the Watch recorded, and now and then the same session from Strava, without figures. */
export function workoutTexts(plan: DayPlan, context: Context): string[] {
  const { counter, settings, sources } = context;
  const texts: string[] = [];
  for (const [index, workout] of plan.workouts.entries()) {
    const random = randomFor(settings.personSeed, 'workout', plan.day, index);
    const addresses = randomFor(settings.pointers, 'workout address', settings.personSeed, plan.day, index);
    const end = workout.start + workout.elapsed;
    const [hasStrava, hasActivity, hasRoute] = [
      random() < 0.12,
      random() < 0.5,
      random() < settings.routeShare,
    ];
    if (end + 300 > context.exportAt || workout.start >= plan.end) continue;
    const from = sourceAttributes(sources('watch', plan.day), deviceAddress(addresses));
    let text = `${workoutHead(context, workout, from, 0, false)}>\n`;
    text += metadataLines(context, workoutMetadata(plan, workout, random), '  ').replace(
      '\u00c2\u00b7',
      '&#183;',
    );
    text += eventLines(context, workout);
    if (!settings.pre16) {
      const figures = randomFor(settings.personSeed, 'workout figures', plan.day, index);
      if (hasActivity) {
        counter.elements.WorkoutActivity++;
        const head = `  <WorkoutActivity uuid="${uuid(random)}"${dateAttributes(context, workout.start, end)} duration="${(workout.elapsed - workout.paused) / 60}" durationUnit="min">\n`;
        text += `${head}${metadataLines(context, [['WOIntervalStepKeyPath', '0.0.0']], '   ')}`;
        const same = randomFor(settings.personSeed, 'workout figures', plan.day, index);
        text += `${statisticsLines(context, plan, workout, same, '   ')}  </WorkoutActivity>\n`;
      }
      text += statisticsLines(context, plan, workout, figures, '  ');
    }
    if (hasRoute && workout.sport.outdoors) text += routeLines(context, plan, workout, index, from);
    counter.elements.Workout++;
    texts.push(`${text} </Workout>\n`);
    if (!hasStrava) continue;
    counter.elements.Workout++;
    const strava = workoutHead(
      context,
      workout,
      sourceAttributes(sources('strava', plan.day), ''),
      whole(random, 3, 40),
      true,
    );
    texts.push(
      `${strava}>\n${metadataLines(context, [['HKExternalUUID', `strava://activities/${plan.day}?a=1&b=2`]], '  ')} </Workout>\n`,
    );
  }
  return texts;
}
