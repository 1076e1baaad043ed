import { between, whole } from './random.ts';
import { category, quantity, type Row, scattered, timed } from './rows.ts';
import { sixDigits } from './text.ts';

const entered = [['HKWasUserEntered', '1']] as const;

/** The iPhone's own: the same steps as the Watch where it was carried, and how one walks. */
export const phoneRows: readonly Row[] = [
  timed(`${quantity}StepCount`, 'phone', function* (plan, random) {
    for (const bout of plan.bouts)
      if (bout.carried)
        yield {
          at: bout.start + whole(random, 0, 12),
          seconds: bout.seconds,
          unit: 'count',
          value: String(Math.max(1, Math.round(bout.steps * between(random, 0.86, 1.02)))),
        };
  }),
  timed(`${quantity}DistanceWalkingRunning`, 'phone', function* (plan, random, { units }) {
    for (const bout of plan.bouts)
      if (bout.carried)
        yield {
          at: bout.start + whole(random, 0, 12),
          seconds: bout.seconds,
          unit: units.distance.unit,
          value: units.distance.print(bout.kilometers * between(random, 0.88, 1.05)),
        };
  }),
  scattered(`${quantity}FlightsClimbed`, 'phone', 5, 'awake', (random) => ({
    unit: 'count',
    value: String(whole(random, 1, 4)),
    seconds: whole(random, 0, 60),
  })),
  scattered(`${quantity}WalkingSpeed`, 'phone', 18, 'awake', (random, _at, _plan, { units }) => ({
    unit: units.speed.unit,
    value: units.speed.print(between(random, 3.6, 5.9)),
    seconds: whole(random, 5, 30),
  })),
  scattered(`${quantity}WalkingStepLength`, 'phone', 18, 'awake', (random, _at, _plan, { units }) => ({
    unit: units.stepLength.unit,
    value: units.stepLength.print(whole(random, 58, 80)),
    seconds: whole(random, 5, 30),
  })),
  scattered(`${quantity}WalkingDoubleSupportPercentage`, 'phone', 12, 'awake', (random) => ({
    unit: '%',
    value: sixDigits(between(random, 0.24, 0.33)),
    seconds: whole(random, 5, 30),
  })),
  scattered(`${quantity}WalkingAsymmetryPercentage`, 'phone', 8, 'awake', (random) => ({
    unit: '%',
    value: random() < 0.6 ? '0' : sixDigits(between(random, 0.01, 0.2)),
    seconds: whole(random, 5, 30),
  })),
  scattered(`${quantity}AppleWalkingSteadiness`, 'phone', 0.14, 'awake', (random) => ({
    unit: '%',
    value: sixDigits(between(random, 0.85, 1)),
    seconds: 86_000,
  })),
  scattered(`${quantity}HeadphoneAudioExposure`, 'phone', 4, 'awake', (random) => ({
    unit: 'dBASPL',
    value: sixDigits(between(random, 55, 82)),
    seconds: whole(random, 120, 1800),
  })),
];

/** Food logged ahead by an odd writer, years ahead (healthkit/README §1.6). */
const mealsAhead: Row = {
  type: `${quantity}DietaryEnergyConsumed`,
  source: 'health',
  emit(plan, _random, writer, { firstDay, units }) {
    if (plan.day !== firstDay + 1) return;
    const at = Date.UTC(2030, 0, 15, 12) / 1000;
    const value = units.energy.print(412);
    const { type, source } = mealsAhead;
    writer.add({
      type,
      source,
      unit: units.energy.unit,
      value,
      start: at,
      end: at,
      created: plan.start + 40_000,
      metadata: entered,
    });
  },
};

/** Scales, thermometers, apps and what was typed in by hand. */
export const appRows: readonly Row[] = [
  timed(`${quantity}Height`, 'health', (plan, _random, { firstDay, units, settings }) =>
    plan.day === firstDay || plan.day % 180 === 0
      ? [
          {
            at: plan.wake + 600,
            delay: 30,
            unit: units.height.unit,
            value: units.height.print(settings.person === 1 ? 181 : 167),
            metadata: entered,
          },
        ]
      : [],
  ),
  timed(`${quantity}BodyMass`, 'scale', (plan, random, { units, print, firstDay }) => {
    if (random() > 0.5) return [];
    const link = `withings-bd2://timeline/measure?userid=0&date=${whole(random, 4e8, 5e8)}&type=1`;
    const modified = print((firstDay - 1) * 86_400);
    const metadata = [
      ['HKWasUserEntered', '0'],
      ['Modified Date', modified],
      ['Withings Link', link],
    ] as const;
    return [
      { at: plan.wake + 900, unit: units.mass.unit, value: units.mass.print(plan.kilograms), metadata },
    ];
  }),
  scattered(`${quantity}BodyFatPercentage`, 'scale', 0.4, 'awake', (random, _at, plan) => ({
    unit: '%',
    value: sixDigits(0.1 + (plan.kilograms - 50) / 280 + between(random, -0.004, 0.004)),
  })),
  scattered(`${quantity}BodyTemperature`, 'thermometer', 0.03, 'awake', (random, _at, _plan, { units }) => ({
    unit: units.temperature.unit,
    value: units.temperature.print(between(random, 36.2, 38.4)),
  })),
  scattered(`${quantity}BloodGlucose`, 'health', 0.1, 'awake', (random) => ({
    unit: 'mg/dL',
    value: String(whole(random, 78, 131)),
    metadata: [['HKBloodGlucoseMealTime', '1'], ...entered],
  })),
  scattered(`${quantity}DietaryWater`, 'water', 4, 'awake', (random, _at, _plan, { units }) => ({
    unit: units.volume.unit,
    value: units.volume.print(whole(random, 8, 25) * 20),
    metadata: entered,
  })),
  scattered(`${quantity}DietaryCaffeine`, 'water', 0.8, 'awake', (random) => ({
    unit: 'mg',
    value: String(whole(random, 40, 140)),
  })),
  mealsAhead,
  scattered(`${category}MindfulSession`, 'calm', 0.5, 'awake', (random) => ({
    seconds: whole(random, 180, 1200),
    metadata: [
      ['HKWasUserEntered', '0'],
      ['Session Name', 'Morning & calm'],
      ['Session Name', 'Breathe <in>'],
    ],
  })),
  scattered(`${category}ToothbrushingEvent`, 'health', 0.8, 'awake', (random) => ({
    value: 'HKCategoryValueNotApplicable',
    seconds: whole(random, 100, 140),
  })),
  scattered(`${category}Headache`, 'health', 0.05, 'awake', (random) => ({
    value: 'HKCategoryValueSeverityModerate',
    seconds: whole(random, 1800, 14_400),
    metadata: entered,
  })),
  scattered('HKDataTypeSleepDurationGoal', 'health', 0.01, 'awake', () => ({ unit: 'min', value: '480' })),
  timed(`${category}MenstrualFlow`, 'health', (plan, random, { settings }) => {
    const phase = plan.day % 28;
    if (settings.person !== 2 || phase > 4) return [];
    const value = `HKCategoryValueVaginalBleeding${['Light', 'Medium', 'Heavy', 'Medium', 'Light'][phase]}`;
    return [
      {
        at: plan.start + 43_200,
        value,
        delay: whole(random, 10, 600),
        metadata: [['HKMenstrualCycleStart', phase === 0 ? '1' : '0'], ...entered],
      },
    ];
  }),
  // A category written as a bare number (healthkit/README §1.5, Values).
  scattered(`${category}IntermenstrualBleeding`, 'health', 0.02, 'awake', () => ({
    value: '1',
    metadata: entered,
  })),
];
