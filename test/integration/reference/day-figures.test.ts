// Figures of every day and type as a plain recount in the test has them (test/reference), whatever the order of imports.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Figure } from '../../../src/shared/domain/figures.ts';
import { type PlainFigure, plainFigures } from '../../reference/day-figures.ts';
import { mergeExports } from '../../reference/history.ts';
import { randomHistory } from '../../reference/random-exports.ts';
import { readExport } from '../../reference/read-export.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { type Imported, importAll } from './imported.ts';

/** By hand: REFERENCE_SEED=17 for one that failed, REFERENCES=200 for many. */
const firstSeed = Number(process.env['REFERENCE_SEED'] ?? 4);
const count = Number(process.env['REFERENCES'] ?? 2);
const seeds = Array.from({ length: count }, (_, n) => firstSeed + n);

const types = [
  'HKQuantityTypeIdentifierStepCount',
  'HKQuantityTypeIdentifierActiveEnergyBurned',
  'HKQuantityTypeIdentifierDietaryWater',
  'HKQuantityTypeIdentifierHeartRate',
  'HKQuantityTypeIdentifierBloodGlucose',
  'HKQuantityTypeIdentifierHeight',
  'HKCategoryTypeIdentifierSleepAnalysis',
  'HKCategoryTypeIdentifierMindfulSession',
  'HKCategoryTypeIdentifierMenstrualFlow',
];
const sleep = 'HKCategoryTypeIdentifierSleepAnalysis';

const near = (value: number | null): number | null => value && Number(value.toPrecision(4));

/** Figures as they are compared: to four digits, because another import came first with another unit of six. */
function compared(
  { day, count: samples, sum, mean, lowest, highest, latest, values }: PlainFigure,
  type: string,
) {
  // How many samples tell of a night is not what this compares, nor the time in bed.
  const told = type === sleep ? values.filter(([value]) => !value.endsWith('InBed')) : values;
  return {
    day,
    count: type === sleep ? 0 : samples,
    numbers: [sum, mean, lowest, highest, latest].map(near),
    values: told.map(([value, seconds, of]) => [value, seconds, type === sleep ? 0 : of]),
  };
}

async function said({ handlers }: Imported, type: string) {
  const { figures } = await handlers['history.figures']({ type, by: 'day', weekStart: 1 });
  const plain = figures.map(
    (figure: Figure): PlainFigure => ({
      ...figure,
      values: figure.values
        .map(({ value, seconds, count: of }) => [value, seconds, of] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    }),
  );
  return plain
    .map((figure) => compared(figure, type))
    .filter(({ values }) => type !== sleep || values.length > 0);
}

test.each(seeds)('figures of days, seed %i', async (seed) => {
  const { homeZone, exports } = randomHistory(seed);
  const dir = scratchDir();
  const paths = exports.map(({ text }, index) => {
    const path = join(dir, `${index}.xml`);
    writeFileSync(path, text);
    return path;
  });
  const files = exports.map(({ text }) => readExport(text));
  const exportAt = Math.max(...files.map((file) => file.exportAt));
  const history = mergeExports(files);
  for (const order of [
    [0, 1, 2],
    [2, 0, 1],
  ]) {
    const product = await importAll(
      order.map((index) => paths[index] as string),
      homeZone,
    );
    try {
      for (const type of types) {
        const right = plainFigures(history, type, homeZone, exportAt).map((figure) => compared(figure, type));
        expect.soft(await said(product, type), `${type}, order ${order.join()}`).toEqual(right);
      }
    } finally {
      await product.close();
    }
  }
});
