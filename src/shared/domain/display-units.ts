import { z } from 'zod';
import type { Figure, Figures } from './figures.ts';
import { bareType } from './type-label.ts';
import { unitFactors } from './unit-factors.ts';

/**
 * Units that a user may read each kind of quantity in. `file`: as the Health app printed it. They
 * affect only display: stored, sent, or compared data, and `--json` output, has its own units.
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

/** The user's choices; an omitted kind follows the region. */
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

/** Every kind, chosen or with the region's default. */
export const unitsSchema = chosenUnitsSchema.required();

export const asFiled: Units = {
  distance: 'file',
  mass: 'file',
  height: 'file',
  temperature: 'file',
  volume: 'file',
  energy: 'file',
  glucose: 'file',
};

/** CLDR 47, supplemental/measurementData: systems US and UK. Their roads are measured in miles, all others in kilometers. */
const mileRegions: ReadonlySet<string> = new Set(['US', 'LR', 'GB', 'MM']);
/** CLDR 47, measurementData, category temperature. */
const fahrenheitRegions: ReadonlySet<string> = new Set(['US', 'BS', 'BZ', 'KY', 'PR', 'PW']);
/** CLDR 45, supplemental/unitPreferenceData, length of person-height: feet and inches. LR and MM have no entry; theirs is the system's. */
const footRegions: ReadonlySet<string> = new Set(['US', 'CA', 'GB', 'IN', 'LR', 'MM']);
/** CLDR 45, unitPreferenceData, mass of person: pounds; stones in GB. LR and MM as above. */
const poundRegions: ReadonlySet<string> = new Set(['US', 'HK', 'LR', 'MM']);
/** CLDR 45, unitPreferenceData, concentration of blood-glucose: these say mmol/L, the rest of the world mg/dL. */
const millimoleRegions: ReadonlySet<string> = new Set(
  `AG AI AO AU BA BG BH BM BN BW BY CA CH CM CN CZ DK DM EE FI FJ GB GD HK HR HU IE IM IS KE KN KW KZ LC LI LT LU LV ME MG MK MO
   MS MT MU MY MZ NA NL NO NZ OM PG RS RU SE SG SI SK TC TO UA UG VC VG VN VU ZA`.split(/\s+/),
);

/**
 * The units of a locale's region; the likeliest region if the locale names none. Food energy is in kilocalories
 * everywhere (CLDR 45, unitPreferenceData, energy of food): kilojoules are for users who choose them.
 */
export function regionalUnits(locale: string): Units {
  const region = regionOf(locale);
  const hasUsFluids = region === 'US' || region === 'LR';
  return {
    distance: mileRegions.has(region) ? 'mi' : 'km',
    mass: region === 'GB' ? 'st' : poundRegions.has(region) ? 'lb' : 'kg',
    height: footRegions.has(region) ? 'ft' : 'cm',
    temperature: fahrenheitRegions.has(region) ? 'degF' : 'degC',
    // Drinks are sold in milliliters in the United Kingdom, though CLDR lists its gallons.
    volume: hasUsFluids ? 'fl_oz_us' : 'mL',
    energy: 'kcal',
    glucose: millimoleRegions.has(region) ? 'mmol/L' : 'mg/dL',
  };
}

function regionOf(locale: string): string {
  try {
    return new Intl.Locale(locale).maximize().region ?? '';
  } catch {
    return '';
  }
}

/** Units of one group are converted into one another. Energy counts from kJ here, so that kcal to kJ is one exact factor. */
const groups: readonly Readonly<Record<string, number>>[] = [
  ...Object.values(unitFactors),
  { kJ: 1, J: 0.001, kcal: 4.184, Cal: 4.184, cal: 0.004184 },
];

/** shown = value × factor + offset, in `unit`; a null `unit` stays null. */
export interface ShownUnit {
  readonly unit: string | null;
  readonly factor: number;
  readonly offset: number;
}

const oneSpelling = (unit: string): string =>
  unit.startsWith('mmol<') && unit.endsWith('>/L') ? 'mmol/L' : unit;

/**
 * How to show a type's printed or canonical unit: one unit per type, whatever the value. `printed`: for figures, which are kept
 * in canonical units, the file's unit, for kinds that have no choice or are to stay as in the file. Unknown types and units stay.
 */
export function shownUnit(
  type: string,
  unit: string | null,
  units: Units,
  printed: string | null = null,
): ShownUnit {
  const same: ShownUnit = { unit, factor: 1, offset: 0 };
  const wanted = unit === null ? null : (wantedUnit(bareType(type), units) ?? printed);
  if (unit === null || wanted === null || wanted === unit) return same;
  if (wanted === 'degF' && unit === 'degC') return { unit: wanted, factor: 9 / 5, offset: 32 };
  if (wanted === 'degC' && unit === 'degF') return { unit: wanted, factor: 5 / 9, offset: -160 / 9 };
  const [from, to] = [oneSpelling(unit), oneSpelling(wanted)];
  if (from === to) return same;
  const group = groups.find((one) => Object.hasOwn(one, from) && Object.hasOwn(one, to));
  const [given, target] = [group?.[from], group?.[to]];
  return given === undefined || target === undefined ? same : { unit: to, factor: given / target, offset: 0 };
}

/** A type's unit under some choices; null if the type has no kind, or is shown as in the file. */
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

/** A value in its display unit; rounded to twelve digits if converted: a value converted from 72.3 kg becomes 72.3 kg again. */
export function shownValue(value: number, { factor, offset }: ShownUnit): number {
  return factor === 1 && offset === 0 ? value : Number((value * factor + offset).toPrecision(12));
}

type Amounts = Pick<Figure, 'sum' | 'mean' | 'lowest' | 'highest'>;

/** Figures for display: all amounts are in `unit`, the user's. `units`: the choices, for heights and weights that use two units. */
export interface ShownFigures extends Figures {
  readonly units: Units;
  readonly keptUnit: string | null;
  /** How amounts were converted to `unit`. */
  readonly shown: ShownUnit;
}

/** A figure's amounts in their display unit. Temperatures have no sum, so an offset never adds up. */
function shownAmounts<T extends Amounts>(figure: T, shown: ShownUnit): T {
  if (shown.factor === 1 && shown.offset === 0) return figure;
  const value = (one: number | null) => (one === null ? null : shownValue(one, shown));
  const { sum, mean, lowest, highest } = figure;
  return { ...figure, sum: value(sum), mean: value(mean), lowest: value(lowest), highest: value(highest) };
}

/**
 * An answer of `history.figures` for display. Pages, reports, and files of shown data take figures
 * only from here; sent data and the CLI use the answer as it is.
 */
export function shownFigures(type: string, answer: Figures, units: Units): ShownFigures {
  const shown = shownUnit(type, answer.unit, units, answer.printedUnit);
  return {
    ...answer,
    unit: shown.unit,
    units,
    keptUnit: answer.unit,
    shown,
    figures: answer.figures.map((figure) => ({
      ...shownAmounts(figure, shown),
      latest: figure.latest === null ? null : shownValue(figure.latest, shown),
    })),
  };
}
