/** How a printed unit becomes the canonical one of its kind: canonical = value × factor + offset. */
export interface UnitRule {
  readonly canonical: string;
  readonly factor: number;
  readonly offset: number;
}

const rules = new Map<string, UnitRule>();

function add(canonical: string, factors: Readonly<Record<string, number>>): void {
  for (const [unit, factor] of Object.entries(factors)) rules.set(unit, { canonical, factor, offset: 0 });
}

// Only kinds whose unit follows the phone's region (apple-health-export §1.5: units may change within one type).
add('m', { m: 1, km: 1000, cm: 0.01, mm: 0.001, mi: 1609.344, yd: 0.9144, ft: 0.3048, in: 0.0254 });
add('g', { g: 1, kg: 1000, mg: 0.001, mcg: 1e-6, lb: 453.59237, oz: 28.349523125, st: 6350.29318 });
add('kcal', { kcal: 1, Cal: 1, cal: 0.001, kJ: 1 / 4.184, J: 1 / 4184 });
add('mL', {
  mL: 1,
  L: 1000,
  dL: 100,
  cL: 10,
  fl_oz_us: 29.5735295625,
  fl_oz_imp: 28.4130625,
  cup_us: 236.5882365,
  cup_imp: 284.130625,
  pt_us: 473.176473,
  pt_imp: 568.26125,
});
add('km/hr', { 'km/hr': 1, 'mi/hr': 1.609344, 'm/s': 3.6, 'ft/s': 1.09728 });
add('mmHg', { mmHg: 1, kPa: 7.500615758456564, cmAq: 0.7355591, inHg: 25.4 });
// 180.1558800000541 g/mol of glucose is how HealthKit prints the unit.
add('mg/dL', { 'mg/dL': 1, 'mmol<180.1558800000541>/L': 18.01558800000541, 'mmol/L': 18.01558800000541 });
rules.set('degC', { canonical: 'degC', factor: 1, offset: 0 });
rules.set('degF', { canonical: 'degC', factor: 5 / 9, offset: -160 / 9 });
rules.set('K', { canonical: 'degC', factor: 1, offset: -273.15 });

/** The rule for a printed unit; a unit that we do not know is its own canonical one. */
export function unitRule(unit: string): UnitRule {
  return rules.get(unit) ?? { canonical: unit, factor: 1, offset: 0 };
}

/** The unit in which values of `unit` are compared and charted: m, g, kcal, mL, km/hr, mmHg, mg/dL, degC, or itself. */
export function canonicalUnit(unit: string): string {
  return unitRule(unit).canonical;
}

/** `value` in the canonical unit. Exact (×1) where the printed unit is the canonical one. */
export function toCanonical(value: number, unit: string): number {
  const rule = unitRule(unit);
  return value * rule.factor + rule.offset;
}

/** ARCHITECTURE, identity: rounding between two regions stays within this. */
const relativeTolerance = 2e-5;
const temperatureTolerance = 0.01;

/** Whether two canonical values printed in different units can be one sample. */
export function isSameMeasure(a: number, b: number, canonical: string): boolean {
  const difference = Math.abs(a - b);
  if (canonical === 'degC') return difference <= temperatureTolerance;
  return difference <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b));
}
