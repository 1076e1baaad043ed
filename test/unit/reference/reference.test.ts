// The reference itself, on the reported cases: its figures are the right ones of test/integration/reference/cases.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Figures, figuresOf } from '../../reference/figures.ts';
import { type History, mergeExports } from '../../reference/history.ts';
import { zones } from '../../reference/random-exports.ts';
import { instantOf, readExport } from '../../reference/read-export.ts';
import { inCanonicalUnit } from '../../reference/units.ts';

const cases = join(import.meta.dirname, '../../fixtures/cases');

function read(name: string, homeZone: string): { figures: Figures; history: History } {
  const files = readdirSync(join(cases, name))
    .sort()
    .map((file) => readExport(readFileSync(join(cases, name, file), 'utf8')));
  const history = mergeExports(files);
  const newest = Math.max(...files.map(({ exportAt }) => exportAt));
  return { figures: figuresOf(history, homeZone, newest), history };
}

/** [day of June or May, own, sent] */
const steps = ({ steps: days }: Figures) =>
  days.map(({ day, own, sent }) => [Number(day.slice(8)), Math.round(own), Math.round(sent)]);
const seconds = ({ sleeps }: Figures) => sleeps.map(({ total }) => total);

test.each<[name: string, says: (figures: Figures) => unknown, right: unknown]>([
  ['01-sync-version', ({ water }) => water.map(([, amount]) => amount), [500]],
  ['02-twin-glasses', ({ water }) => water.map(([, amount]) => amount), [500, 250]],
  ['03-manual-steps', steps, [[10, 5400, 5400]]],
  ['06-night-rewritten', seconds, [21_240]],
  ['07-nap', seconds, [5400, 28_800]],
  [
    '08-core-overlaps',
    ({ sleeps }) => sleeps.map(({ core, deep, rem }) => [core, deep, rem]),
    [[19_800, 3600, 5400]],
  ],
  ['09-two-trackers', seconds, [28_800]],
  ['14-two-distances', ({ workouts }) => workouts.map(({ distance }) => distance), [20_000]],
  [
    '15-units',
    ({ workouts }) => workouts.map(({ distance, energy }) => [distance, Math.round(energy ?? 0)]),
    [
      [4988.9664, 300],
      [914.4, 300],
    ],
  ],
  ['21-ampm-only', steps, [[10, 300, 300]]],
  ['25-kj', ({ energy }) => energy.map(({ own }) => Math.round(own)), [1000]],
  ['27-twin-workouts', ({ workouts }) => workouts.map(({ energy }) => energy), [300, 300]],
  [
    '31-odd-spans',
    steps,
    [
      [11, 8667, 8667],
      [12, 100, 200],
      [13, 100, 0],
    ],
  ],
  ['7x-daylongnight', seconds, [39_000, 27_600, 27_600]],
  ['7x-kind', steps, [[3, 4000, 4000]]],
  [
    '7x-midnight',
    steps,
    [
      [1, 1200, 1400],
      [2, 200, 0],
    ],
  ],
  ['7x-newfirst', (figures) => steps(figures).at(-1), [3, 5500, 5500]],
  ['7x-oldfirst', (figures) => steps(figures).at(-1), [3, 5500, 5500]],
  [
    '7x-order',
    steps,
    [
      [1, 1000, 1000],
      [2, 1000, 1000],
      [9, 1000, 1000],
    ],
  ],
  ['7x-shift', seconds, [28_800, 27_000]],
  [
    '7x-tendays',
    (figures) => steps(figures).map(([, own]) => own),
    [...Array.from({ length: 11 }, () => 2000), 1200],
  ],
])('%s', (name, says, right) => {
  expect(says(read(name, 'Europe/Berlin').figures)).toEqual(right);
});

test('a spring and an autumn day', () => {
  expect(steps(read('56-dst', 'America/Sao_Paulo').figures)).toEqual([
    [17, 200, 200],
    [18, 100, 100],
    [3, 100, 100],
    [4, 100, 100],
  ]);
});

test.each([
  ['04-molar-unit', 1],
  ['57-offsets', 1],
  ['60-region-units', 41],
  ['7x-glucose', 12],
])('%s: %i samples, none of them gone', (name, count) => {
  const { samples, removed } = read(name, 'Europe/Berlin').history;
  expect([samples.length, removed]).toEqual([count, 0]);
});

test('units by their dimension; one that is not known is none', () => {
  const value = (amount: number, unit: string) => inCanonicalUnit(amount, unit)?.value;
  expect(value(1, 'mmol<180.15588000005408>/L')).toBeCloseTo(inCanonicalUnit(18.015588, 'mg/dL')?.value ?? 0);
  expect(value(3.1, 'kcal/hr·kg')).toBeCloseTo((3.1 * 4184) / 3600 / 1000);
  expect(value(98.6, 'degF')).toBeCloseTo(37);
  expect([value(3, 'gal_us'), value(5, 'Wh'), value(1, '')]).toEqual([undefined, undefined, undefined]);
});

test('one instant in every form of a date', () => {
  const forms = [
    '2025-05-10 18:00:00 +0200',
    '2025-05-10 6:00:00 PM +0200',
    '2025-05-10 6:00:00\u202fpm +02:00',
    '2025-05-10T16:00:00Z',
    '20250510180000+0200',
    '٢٠٢٥-٠٥-١٠ ١٨:٠٠:٠٠ +٠٢٠٠',
    '2025-05-10 12:00:00 AM -1600',
  ];
  expect(new Set(forms.map(instantOf))).toEqual(new Set([Date.UTC(2025, 4, 10, 16) / 1000]));
});

test('every zone of the random exports changes its clock', () => {
  const offsets = (timeZone: string) =>
    new Set(
      [0, 3, 6, 9].map(
        (month) =>
          new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
            .formatToParts(Date.UTC(2024, month, 15))
            .find(({ type }) => type === 'timeZoneName')?.value,
      ),
    ).size;
  expect(zones.map(offsets)).toEqual(zones.map(() => 2));
});
