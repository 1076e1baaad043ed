// Units of the reference, by dimension (developer.apple.com, HKUnit "init(from:)"): what a prefix, a product and a quotient make of the base
// units, so that nothing is looked up as a pair.

export interface Quantity {
  readonly value: number;
  /** The canonical unit: one for each dimension. */
  readonly unit: string;
}

/** Grams of glucose in a mole, as HealthKit defines it (HKUnitMolarMassBloodGlucose). */
const glucoseGrams = 180.15588;

interface Base {
  readonly dimension: string;
  readonly factor: number;
  readonly takesPrefix: boolean;
}

/** Factors by dimension, to g, m, s, J, L, Pa, S, W, count, %, IU and what else is only counted. */
const factors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mass: { g: 1, oz: 28.349523125, lb: 453.59237, st: 6350.29318 },
  length: { m: 1, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1609.344 },
  time: { s: 1, min: 60, hr: 3600, d: 86_400 },
  energy: { J: 1, cal: 4.184, kcal: 4184, Cal: 4184 },
  volume: {
    L: 1,
    fl_oz_us: 0.0295735295625,
    fl_oz_imp: 0.0284130625,
    cup_us: 0.2365882365,
    cup_imp: 0.284130625,
    pt_us: 0.473176473,
    pt_imp: 0.56826125,
  },
  pressure: { Pa: 1, mmHg: 133.322387415 },
  conductance: { S: 1 },
  power: { W: 1 },
  count: { count: 1 },
  share: { '%': 1 },
  IU: { IU: 1 },
  sound: { dBASPL: 1 },
  hearing: { dBHL: 1 },
  effort: { appleEffortScore: 1 },
};
const withPrefixes = new Set(['g', 'm', 's', 'J', 'L', 'Pa', 'S', 'W']);

const bases: Readonly<Record<string, Base>> = Object.fromEntries(
  Object.entries(factors).flatMap(([dimension, units]) =>
    Object.entries(units).map(([unit, factor]) => [
      unit,
      { dimension, factor, takesPrefix: withPrefixes.has(unit) },
    ]),
  ),
);

const prefixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  mc: 1e-6,
  m: 1e-3,
  c: 1e-2,
  d: 1e-1,
  da: 10,
  h: 100,
  k: 1e3,
  M: 1e6,
};

/** A number in the canonical unit of its dimension; null where the unit is not known: it is never taken for the canonical one. */
export function inCanonicalUnit(value: number, printed: string): Quantity | null {
  if (printed === 'degC') return { value, unit: 'degC' };
  if (printed === 'degF') return { value: ((value - 32) * 5) / 9, unit: 'degC' };
  let factor = 1;
  const powers = new Map<string, number>();
  const [top = '', ...below] = printed.split('/');
  for (const [part, sign] of [[top, 1] as const, ...below.map((one) => [one, -1] as const)]) {
    for (const word of part.split(/[·*]|\.(?![^<]*>)/)) {
      const base = baseOf(word);
      if (base === null) return null;
      factor *= base.factor ** sign;
      powers.set(base.dimension, (powers.get(base.dimension) ?? 0) + sign);
    }
  }
  const dimension = [...powers]
    .filter(([, power]) => power !== 0)
    .map(([name, power]) => `${name}^${power}`)
    .sort();
  return { value: value * factor, unit: dimension.join(' ') };
}

function baseOf(word: string): Base | null {
  const molar = /^([a-z]*)mol<([\d.]+)>$/.exec(word);
  if (molar !== null) {
    const prefix = molar[1] === '' ? 1 : prefixes[molar[1] ?? ''];
    // Only glucose is counted in moles here; the printed molar mass varies in its last digits.
    const isGlucose = Math.abs(Number(molar[2]) - glucoseGrams) < 0.01;
    return prefix === undefined || !isGlucose
      ? null
      : { dimension: 'mass', factor: prefix * glucoseGrams, takesPrefix: false };
  }
  const exact = bases[word];
  if (exact !== undefined) return exact;
  for (const [prefix, factor] of Object.entries(prefixes)) {
    const base = word.startsWith(prefix) ? bases[word.slice(prefix.length)] : undefined;
    if (base?.takesPrefix) return { ...base, factor: base.factor * factor };
  }
  return null;
}
