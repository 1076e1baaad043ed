import { remembered } from '../../shared/lookup.ts';
import { secondsPerDay } from '../../shared/time.ts';

/**
 * Unit strings as HealthKit composes them (developer.apple.com, HKUnit `init(from:)`; tables in Apple's HKUnit.h): factors joined by `.`, `*`, or
 * `·`, one `/` before the whole denominator, integer exponents after `^`, SI prefixes.
 */

/** A unit's dimension and size: units of one dimension can be converted; `scale` is the size in g, m, and s. */
export interface Measure {
  readonly dimension: string;
  readonly scale: number;
}

type Dimension = Readonly<Record<string, number>>;
type Named = readonly [scale: number, dimension: Dimension];

const energy: Dimension = { g: 1, m: 2, s: -2 };
const pressure: Dimension = { g: 1, m: -1, s: -2 };
const volume: Dimension = { m: 3 };
const pascal = 1000;
const mercury = 133_322.387415;
const calorie = 4184;

/** Units that take SI prefixes. */
const prefixed = new Map<string, Named>([
  ['g', [1, { g: 1 }]],
  ['m', [1, { m: 1 }]],
  ['s', [1, { s: 1 }]],
  ['L', [0.001, volume]],
  ['l', [0.001, volume]],
  ['Pa', [pascal, pressure]],
  ['J', [1000, energy]],
  ['W', [1000, { g: 1, m: 2, s: -3 }]],
  ['K', [1, { K: 1 }]],
  ['S', [1, { S: 1 }]],
  ['Hz', [1, { s: -1 }]],
  ['V', [1, { V: 1 }]],
  ['lx', [1, { lx: 1 }]],
  ['rad', [180 / Math.PI, { deg: 1 }]],
  ['mol', [1, { mol: 1 }]],
]);

const plain = new Map<string, Named>([
  ['oz', [28.349523125, { g: 1 }]],
  ['lb', [453.59237, { g: 1 }]],
  ['st', [6350.29318, { g: 1 }]],
  ['in', [0.0254, { m: 1 }]],
  ['ft', [0.3048, { m: 1 }]],
  ['yd', [0.9144, { m: 1 }]],
  ['mi', [1609.344, { m: 1 }]],
  ['mmHg', [mercury, pressure]],
  ['inHg', [25.4 * mercury, pressure]],
  ['cmAq', [98.0665 * pascal, pressure]],
  ['atm', [101_325 * pascal, pressure]],
  ['fl_oz_us', [0.0295735295625e-3, volume]],
  ['fl_oz_imp', [0.0284130625e-3, volume]],
  ['pt_us', [0.473176473e-3, volume]],
  ['pt_imp', [0.56826125e-3, volume]],
  ['cup_us', [0.2365882365e-3, volume]],
  ['cup_imp', [0.284130625e-3, volume]],
  ['min', [60, { s: 1 }]],
  ['hr', [3600, { s: 1 }]],
  ['d', [secondsPerDay, { s: 1 }]],
  ['cal', [calorie, energy]],
  ['kcal', [1000 * calorie, energy]],
  ['Cal', [1000 * calorie, energy]],
  ['degC', [1, { degC: 1 }]],
  ['degF', [1, { degF: 1 }]],
  ['deg', [1, { deg: 1 }]],
  ['IU', [1, { IU: 1 }]],
  ['D', [1, { D: 1 }]],
  ['pD', [1, { pD: 1 }]],
  ['dBASPL', [1, { dBASPL: 1 }]],
  ['dBHL', [1, { dBHL: 1 }]],
  ['appleEffortScore', [1, { appleEffortScore: 1 }]],
  // An export prints percentages as fractions (healthkit/README §1.5): 0.97% is 0.97.
  ['count', [1, {}]],
  ['%', [1, {}]],
]);

const prefixes: readonly (readonly [string, number])[] = [
  ['da', 10],
  ['mc', 1e-6],
  ['µ', 1e-6],
  ['μ', 1e-6],
  ['d', 0.1],
  ['h', 100],
  ['c', 0.01],
  ['k', 1000],
  ['m', 0.001],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['n', 1e-9],
  ['p', 1e-12],
  ['f', 1e-15],
];

/** Longer texts aren't HealthKit units; parsed units are cached, and a file may name ten thousand. */
const longestUnit = 64;
const maxRemembered = 2000;
const measures = new Map<string, Measure | null>();

/** The measure of a printed unit, or null if it isn't a HealthKit unit string. */
export function parseUnit(unit: string): Measure | null {
  if (unit.length > longestUnit) return null;
  return remembered(measures, `=${unit}`, () => read(unit), maxRemembered);
}

const factorPattern = /^([^\s<>^]+?)(?:<(\d+(?:\.\d+)?)>)?(?:\^(-?\d))?$/;

function read(unit: string): Measure | null {
  const [numerator = '', denominator, ...more] = unit.split('/');
  if (more.length > 0) return null;
  const sums = new Map<string, number>();
  let scale = 1;
  const factors = [
    ...factorsOf(numerator).map((text) => [text, 1] as const),
    ...(denominator === undefined ? [] : factorsOf(denominator).map((text) => [text, -1] as const)),
  ];
  for (const [text, sign] of factors) {
    const match = factorPattern.exec(text);
    const named = match ? find(match[1] ?? '', match[2]) : null;
    if (!match || named === null) return null;
    const power = sign * Number(match[3] ?? 1);
    scale *= named[0] ** power;
    for (const [base, exponent] of Object.entries(named[1]))
      sums.set(base, (sums.get(base) ?? 0) + exponent * power);
  }
  const dimension = [...sums]
    .filter(([, exponent]) => exponent !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([base, exponent]) => (exponent === 1 ? base : `${base}${exponent}`))
    .join('·');
  return { dimension, scale };
}

/** A dot inside the brackets of a molar mass doesn't join factors. */
function factorsOf(text: string): string[] {
  return text.replace(/^\((.*)\)$/, '$1').split(/[*·⋅]|\.(?![^<]*>)/);
}

/** A unit by its name; the whole name is tried before a prefix is removed, so `min` isn't a milli-inch. */
function find(name: string, molarMass: string | undefined): Named | null {
  if (molarMass === undefined) {
    const whole = plain.get(name) ?? prefixed.get(name);
    if (whole) return whole;
  }
  if (molarMass !== undefined && !name.endsWith('mol')) return null;
  for (const [sign, times] of [['', 1] as const, ...prefixes]) {
    const base = name.startsWith(sign) ? prefixed.get(name.slice(sign.length)) : undefined;
    if (!base) continue;
    return molarMass === undefined ? [times * base[0], base[1]] : [times * Number(molarMass), { g: 1 }];
  }
  return null;
}
