import type { Context } from './context.ts';
import type { DayPlan } from './day-plan.ts';
import { between, type Random, randomFor, whole } from './random.ts';
import {
  deviceAddress,
  type Metadata,
  metadataLines,
  RecordWriter,
  type Sample,
  sourceAttributes,
} from './record-writer.ts';
import { quantity, type Row } from './rows.ts';
import type { SourceId } from './sources.ts';
import { sixDigits } from './text.ts';

interface Group {
  readonly type: string;
  readonly source: SourceId;
  readonly at: number;
  readonly created: number;
  readonly metadata: Metadata;
  readonly members: readonly { readonly type: string; readonly unit: string; readonly value: string }[];
}

const foods = ['Oatmeal', 'Rösti & egg', 'Lunch "du jour"', 'Ramen \u62c9\u9eba', 'Apple', 'Pasta'] as const;

function* pressures(plan: DayPlan, random: Random): Generator<Group> {
  if (random() > 0.25) return;
  const at = plan.wake + whole(random, 1200, 9000);
  yield {
    type: 'HKCorrelationTypeIdentifierBloodPressure',
    source: 'cuff',
    at,
    created: at + whole(random, 20, 90),
    metadata: [['HKWasUserEntered', '0']],
    members: [
      { type: `${quantity}BloodPressureSystolic`, unit: 'mmHg', value: String(whole(random, 108, 138)) },
      { type: `${quantity}BloodPressureDiastolic`, unit: 'mmHg', value: String(whole(random, 66, 88)) },
    ],
  };
}

function* meals(plan: DayPlan, random: Random, { units }: Context): Generator<Group> {
  for (const hour of [1, 5.5, 12]) {
    if (random() < 0.45) continue;
    const at = plan.wake + Math.round(hour * 3600) + whole(random, 0, 2400);
    const protein = between(random, 8, 40);
    const carbohydrates = between(random, 20, 90);
    const fat = between(random, 5, 35);
    yield {
      type: 'HKCorrelationTypeIdentifierFood',
      source: 'food',
      at,
      created: at + whole(random, 60, 7000),
      metadata: [
        ['HKFoodType', foods[whole(random, 0, foods.length - 1)] ?? 'Apple'],
        ['HKWasUserEntered', '1'],
      ],
      members: [
        {
          type: `${quantity}DietaryEnergyConsumed`,
          unit: units.energy.unit,
          value: units.energy.print(protein * 4 + carbohydrates * 4 + fat * 9),
        },
        { type: `${quantity}DietaryProtein`, unit: 'g', value: sixDigits(protein) },
        { type: `${quantity}DietaryCarbohydrates`, unit: 'g', value: sixDigits(carbohydrates) },
        { type: `${quantity}DietaryFatTotal`, unit: 'g', value: sixDigits(fat) },
      ],
    };
  }
}

function* groupsOf(plan: DayPlan, context: Context): Generator<Group> {
  yield* pressures(plan, randomFor(context.settings.personSeed, 'pressure', plan.day));
  yield* meals(plan, randomFor(context.settings.personSeed, 'meals', plan.day), context);
}

function* samplesOf(group: Group): Generator<Sample> {
  for (const { type, unit, value } of group.members)
    yield { type, source: group.source, unit, value, start: group.at, end: group.at, created: group.created };
}

const memberTypes = [
  'BloodPressureSystolic',
  'BloodPressureDiastolic',
  'DietaryEnergyConsumed',
  'DietaryProtein',
  'DietaryCarbohydrates',
  'DietaryFatTotal',
];

/** The members at top level, where they stand too (healthkit/README §1.5, Correlation). */
export const memberRows: readonly Row[] = memberTypes.map((name) => ({
  type: quantity + name,
  source: name.startsWith('Blood') ? 'cuff' : 'food',
  emit(plan, _random, writer, context) {
    for (const group of groupsOf(plan, context))
      for (const sample of samplesOf(group))
        if (sample.type === quantity + name && group.at < plan.end) writer.add(sample);
  },
}));

/** The Correlation elements of a day, each with its records inside once more. */
export function correlationTexts(plan: DayPlan, context: Context): string[] {
  const { counter, print, settings, sources } = context;
  const texts: string[] = [];
  const writer = new RecordWriter(context, 'correlation');
  const addresses = randomFor(settings.pointers, 'correlation address', settings.personSeed, plan.day);
  writer.begin(plan.day);
  for (const group of groupsOf(plan, context)) {
    if (group.created > context.exportAt || group.at >= plan.end) continue;
    const from = sourceAttributes(sources(group.source, plan.day), deviceAddress(addresses));
    const at = print(group.at);
    let text = ` <Correlation type="${group.type}"${from} creationDate="${print(group.created)}" startDate="${at}" endDate="${at}">\n`;
    text += metadataLines(context, group.metadata, '  ');
    for (const sample of samplesOf(group)) {
      const standsAlone = !context.wants(sample.type);
      counter.record(sample.type, standsAlone);
      if (!standsAlone) counter.twins++;
      text += writer.text(sample, '  ');
    }
    counter.elements.Correlation++;
    texts.push(`${text} </Correlation>\n`);
  }
  return texts;
}
