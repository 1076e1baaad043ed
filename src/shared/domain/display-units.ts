import { z } from 'zod';
import { bareType } from './type-label.ts';

/**
 * Units that a person may read each kind of quantity in. `file`: as the Health app printed it. Only what is read follows them: what is kept,
 * sent, compared or printed by `--json` has units of its own.
 */
export const unitChoices = {
  distance: ['km', 'mi', 'file'],
  mass: ['kg', 'lb', 'st', 'file'],
  height: ['cm', 'ft', 'file'],
  temperature: ['degC', 'degF', 'file'],
  volume: ['mL', 'fl_oz_us', 'fl_oz_imp', 'file'],
  energy: ['kcal', 'kJ', 'file'],
  glucose: ['mg/dL', 'mmol/L', 'file'],
} as const;
export type UnitKind = keyof typeof unitChoices;
export type Units = { readonly [K in UnitKind]: (typeof unitChoices)[K][number] };
export const unitKinds = Object.keys(unitChoices) as UnitKind[];

/** What the person chose; a kind that is left out follows the region. */
export const chosenUnitsSchema = z.strictObject({
  distance: z.enum(unitChoices.distance).optional(),
  mass: z.enum(unitChoices.mass).optional(),
  height: z.enum(unitChoices.height).optional(),
  temperature: z.enum(unitChoices.temperature).optional(),
  volume: z.enum(unitChoices.volume).optional(),
  energy: z.enum(unitChoices.energy).optional(),
  glucose: z.enum(unitChoices.glucose).optional(),
});
export type ChosenUnits = z.infer<typeof chosenUnitsSchema>;

export const asFiled: Units = {
  distance: 'file',
  mass: 'file',
  height: 'file',
  temperature: 'file',
  volume: 'file',
  energy: 'file',
  glucose: 'file',
};

const metric: Units = {
  distance: 'km',
  mass: 'kg',
  height: 'cm',
  temperature: 'degC',
  volume: 'mL',
  energy: 'kcal',
  glucose: 'mmol/L',
};
const american: Units = {
  distance: 'mi',
  mass: 'lb',
  height: 'ft',
  temperature: 'degF',
  volume: 'fl_oz_us',
  energy: 'kcal',
  glucose: 'mg/dL',
};

/** Regions that have not gone metric (CLDR, measurementSystemData). */
const americanRegions: ReadonlySet<string> = new Set(['US', 'LR', 'MM']);
/** Where meters and laboratories say mg/dL; others say mmol/L, the unit of the SI. */
const milligramRegions: ReadonlySet<string> = new Set(
  'AR AT BE BR CL CO DE EC EG ES FR GR ID IL IN IQ IR IT JO JP KR LB MX PE PH PL PR PT PY RO SA SY TH TN TR TW US UY VE'.split(
    ' ',
  ),
);
/** Food and exercise in kilojoules by law or custom. */
const kilojouleRegions: ReadonlySet<string> = new Set(['AU', 'NZ']);

/** What people of a locale's region read; the likeliest region where the locale names none. */
export function regionalUnits(locale: string): Units {
  const region = regionOf(locale);
  const base = americanRegions.has(region) ? american : metric;
  return {
    ...base,
    // Miles on the road, stones on the scales and feet for people, everything else metric.
    ...(region === 'GB' ? { distance: 'mi', mass: 'st', height: 'ft' } : {}),
    ...(milligramRegions.has(region) ? { glucose: 'mg/dL' } : {}),
    ...(kilojouleRegions.has(region) ? { energy: 'kJ' } : {}),
  };
}

function regionOf(locale: string): string {
  try {
    return new Intl.Locale(locale).maximize().region ?? '';
  } catch {
    return '';
  }
}

/** In the first unit of its group; each exact by definition (NIST SP 811, B.8 and footnotes 9, 22 and 23; 1 gal_imp = 4.54609 L). */
const groups: readonly Readonly<Record<string, number>>[] = [
  { m: 1, km: 1000, cm: 0.01, mm: 0.001, mi: 1609.344, yd: 0.9144, ft: 0.3048, in: 0.0254 },
  { g: 1, kg: 1000, lb: 453.59237, oz: 28.349523125, st: 6350.29318 },
  { kJ: 1, J: 0.001, kcal: 4.184, Cal: 4.184, cal: 0.004184 },
  {
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
  },
  { 'km/hr': 1, 'mi/hr': 1.609344, 'm/s': 3.6, 'ft/s': 1.09728 },
  // The molar mass of glucose as HealthKit has it, 180.1558800000541 g/mol.
  { 'mg/dL': 1, 'mmol/L': 18.01558800000541 },
];

/** shown = value × factor + offset, in `unit`; `unit` null as it was. */
export interface ShownUnit {
  readonly unit: string | null;
  readonly factor: number;
  readonly offset: number;
}

/** How a printed or canonical unit of a type is shown: one unit for the type, whatever the value. Unknown types and units stay. */
export function shownUnit(type: string, unit: string | null, units: Units): ShownUnit {
  const same: ShownUnit = { unit, factor: 1, offset: 0 };
  const wanted = unit === null ? null : wantedUnit(bareType(type), units);
  if (unit === null || wanted === null || wanted === unit) return same;
  if (wanted === 'degF' && unit === 'degC') return { unit: wanted, factor: 9 / 5, offset: 32 };
  if (wanted === 'degC' && unit === 'degF') return { unit: wanted, factor: 5 / 9, offset: -160 / 9 };
  const printed = unit.startsWith('mmol<') && unit.endsWith('>/L') ? 'mmol/L' : unit;
  if (printed === wanted) return same;
  const group = groups.find((one) => Object.hasOwn(one, printed) && Object.hasOwn(one, wanted));
  const [from, to] = [group?.[printed], group?.[wanted]];
  return from === undefined || to === undefined ? same : { unit: wanted, factor: from / to, offset: 0 };
}

/** The unit of a type under some choices; null where the type has no kind, or is shown as the file has it. */
function wantedUnit(bare: string, units: Units): string | null {
  const { distance, mass, height, temperature, volume, energy, glucose } = units;
  const of = (choice: string, unit: string): string | null => (choice === 'file' ? null : unit);
  if (/Speed$/.test(bare)) return of(distance, distance === 'mi' ? 'mi/hr' : 'km/hr');
  if (bare === 'DistanceSwimming' || bare === 'SixMinuteWalkTestDistance')
    return of(distance, distance === 'mi' ? 'yd' : 'm');
  if (/^Distance/.test(bare)) return of(distance, distance);
  if (bare === 'UnderwaterDepth' || bare === 'Elevation') return of(distance, distance === 'mi' ? 'ft' : 'm');
  if (bare === 'BodyMass' || bare === 'LeanBodyMass') return of(mass, mass);
  if (bare === 'Height') return of(height, height);
  if (/^(WaistCircumference|WalkingStepLength|RunningStrideLength|RunningVerticalOscillation)$/.test(bare))
    return of(height, height === 'ft' ? 'in' : 'cm');
  if (/Temperature$/.test(bare)) return of(temperature, temperature);
  if (bare === 'DietaryWater') return of(volume, volume);
  if (/^(ActiveEnergyBurned|BasalEnergyBurned|DietaryEnergyConsumed)$/.test(bare)) return of(energy, energy);
  return bare === 'BloodGlucose' ? of(glucose, glucose) : null;
}

/** A value in the unit that it is shown in. */
export function shownValue(value: number, { factor, offset }: ShownUnit): number {
  return value * factor + offset;
}
