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
  readonly takesPrefix?: boolean;
}

/** Factors to g, m, s, J, L, Pa, S, W, V, count, dB, IU. */
const bases: Readonly<Record<string, Base>> = {
  g: { dimension: 'mass', factor: 1, takesPrefix: true },
  oz: { dimension: 'mass', factor: 28.349523125 },
  lb: { dimension: 'mass', factor: 453.59237 },
  st: { dimension: 'mass', factor: 6350.29318 },
  m: { dimension: 'length', factor: 1, takesPrefix: true },
  in: { dimension: 'length', factor: 0.0254 },
  ft: { dimension: 'length', factor: 0.3048 },
  yd: { dimension: 'length', factor: 0.9144 },
  mi: { dimension: 'length', factor: 1609.344 },
  s: { dimension: 'time', factor: 1, takesPrefix: true },
  min: { dimension: 'time', factor: 60 },
  hr: { dimension: 'time', factor: 3600 },
  d: { dimension: 'time', factor: 86_400 },
  J: { dimension: 'energy', factor: 1, takesPrefix: true },
  cal: { dimension: 'energy', factor: 4.184 },
  kcal: { dimension: 'energy', factor: 4184 },
  Cal: { dimension: 'energy', factor: 4184 },
  L: { dimension: 'volume', factor: 1, takesPrefix: true },
  fl_oz_us: { dimension: 'volume', factor: 0.0295735295625 },
  fl_oz_imp: { dimension: 'volume', factor: 0.0284130625 },
  cup_us: { dimension: 'volume', factor: 0.2365882365 },
  cup_imp: { dimension: 'volume', factor: 0.284130625 },
  pt_us: { dimension: 'volume', factor: 0.473176473 },
  pt_imp: { dimension: 'volume', factor: 0.56826125 },
  Pa: { dimension: 'pressure', factor: 1, takesPrefix: true },
  mmHg: { dimension: 'pressure', factor: 133.322387415 },
  S: { dimension: 'conductance', factor: 1, takesPrefix: true },
  W: { dimension: 'power', factor: 1, takesPrefix: true },
  count: { dimension: 'count', factor: 1 },
  '%': { dimension: 'share', factor: 1 },
  IU: { dimension: 'IU', factor: 1 },
  dBASPL: { dimension: 'sound', factor: 1 },
  dBHL: { dimension: 'hearing', factor: 1 },
  appleEffortScore: { dimension: 'effort', factor: 1 },
};

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
    return prefix === undefined || !isGlucose ? null : { dimension: 'mass', factor: prefix * glucoseGrams };
  }
  const exact = bases[word];
  if (exact !== undefined) return exact;
  for (const [prefix, factor] of Object.entries(prefixes)) {
    const base = word.startsWith(prefix) ? bases[word.slice(prefix.length)] : undefined;
    if (base?.takesPrefix) return { dimension: base.dimension, factor: base.factor * factor };
  }
  return null;
}
