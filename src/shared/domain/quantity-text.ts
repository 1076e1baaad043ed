import { formatLocale, t } from '../language.ts';
import { lookup } from '../lookup.ts';
import { asFiled, shownUnit, shownValue, type Units } from './display-units.ts';
import type { PressurePair } from './history.ts';
import { bareType } from './type-label.ts';

/** A figure and its unit; either may be ''. */
export interface QuantityText {
  readonly figure: string;
  readonly unit: string;
}

/** Figure and unit in one text; a percentage as the language writes it: `72 bpm`, `97%`. */
export function inOne({ figure, unit }: QuantityText): string {
  if (unit === '%') return t('{percent}%', { percent: figure });
  return unit === '' ? figure : `${figure} ${unit}`;
}

/** For a unit in another size beside its figure: a percent sign stays with the figure, as the language writes it. */
export const beside = (text: QuantityText): QuantityText =>
  text.unit === '%' ? { figure: inOne(text), unit: '' } : text;

const unitTexts: Readonly<Record<string, string>> = lookup({
  count: '',
  Cal: 'kcal',
  hr: 'h',
  degC: '°C',
  degF: '°F',
  dBASPL: 'dB',
  dBHL: 'dB HL',
  'km/hr': 'km/h',
  'mi/hr': 'mph',
  fl_oz_us: 'fl oz',
  fl_oz_imp: 'fl oz (imp)',
  'mL/min·kg': 'ml/kg/min',
  mL: 'ml',
  mcg: 'µg',
  mcS: 'µS',
  'kcal/hr·kg': 'kcal/h/kg',
  appleEffortScore: '',
  D: 'dpt',
});

const perMinute: Readonly<Record<string, string>> = lookup({
  RespiratoryRate: 'breaths/min',
  CyclingCadence: 'rpm',
});

/** Units that are words. */
const wordTexts: Readonly<Record<string, () => string>> = lookup({
  steps: () => t('steps', {}, 'unit'),
  floors: () => t('floors', {}, 'unit'),
  bpm: () => t('bpm'),
  rpm: () => t('rpm', {}, 'unit'),
  'breaths/min': () => t('breaths/min', {}, 'unit'),
  'per min': () => t('per min', {}, 'unit'),
  h: () => t('h', {}, 'unit'),
  min: () => t('min', {}, 'unit'),
  kcal: () => t('kcal', {}, 'unit'),
  kJ: () => t('kJ', {}, 'unit'),
});

/** A name from `unitName` in the user's language. */
export const unitWord = (name: string): string => wordTexts[name]?.() ?? name;

/** The unit for display: `unitName` in the user's language. */
export const unitText = (type: string, unit: string | null): string => unitWord(unitName(type, unit));

/**
 * The unit as in files. `count/min` means beats for everything about the heart (healthkit/README §1.5
 * has the forms in exports); an unknown unit is shown as printed.
 */
export function unitName(type: string, unit: string | null): string {
  if (unit === null) return '';
  const bare = bareType(type);
  if (unit === 'count' && bare === 'StepCount') return 'steps';
  if (unit === 'count' && bare === 'FlightsClimbed') return 'floors';
  if (unit === 'count/min') return bare.includes('HeartRate') ? 'bpm' : (perMinute[bare] ?? 'per min');
  if (unit.startsWith('mmol<')) return 'mmol/L';
  return localWord(unit) ?? unitTexts[unit] ?? unit;
}

/** Units that the browser has words for (ECMA-402, IsSanctionedSingleUnitIdentifier). */
const sanctioned: Readonly<Record<string, string>> = lookup({
  km: 'kilometer',
  m: 'meter',
  cm: 'centimeter',
  mm: 'millimeter',
  mi: 'mile',
  yd: 'yard',
  ft: 'foot',
  in: 'inch',
  kg: 'kilogram',
  g: 'gram',
  lb: 'pound',
  oz: 'ounce',
  st: 'stone',
  degC: 'celsius',
  degF: 'fahrenheit',
  L: 'liter',
  mL: 'milliliter',
  fl_oz_us: 'fluid-ounce',
  'km/hr': 'kilometer-per-hour',
  'mi/hr': 'mile-per-hour',
  'm/s': 'meter-per-second',
});
const words = new Map<string, string | null>();

/**
 * A unit's short name in the user's language, in the plural form (CLDR, through Intl); null in
 * English, whose names are above, and for units that the browser doesn't know.
 */
export function localWord(unit: string, locale: string | undefined = formatLocale()): string | null {
  const key = `${locale ?? ''} ${unit}`;
  const known = words.get(key);
  if (known !== undefined) return known;
  const name = sanctioned[unit];
  const find = () => {
    if (name === undefined) return null;
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' });
    if (format.resolvedOptions().locale.startsWith('en')) return null;
    return format.formatToParts(10).find(({ type }) => type === 'unit')?.value ?? null;
  };
  const word = find();
  words.set(key, word);
  return word;
}

/** Made when asked for, by language and digits: ICU takes 40 ms for the first, which no program without a page needs. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  const locale = formatLocale();
  const key = `${locale ?? ''} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}

/** At least three significant digits, with thousands grouped: 72, 6.42, 0.031, 12,345. */
export function figureText(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1000 || Number.isInteger(value) ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  return formatOf(digits).format(value);
}

/** Seconds as `1 h 5 min`, `4 min 30 s`, `12 s`; from ten minutes on, the nearest whole minute. */
export function durationText(seconds: number): string {
  const positive = Math.max(0, seconds);
  const whole = positive < 600 ? Math.round(positive) : Math.round(positive / 60) * 60;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours > 0 && minutes > 0) return t('{hours} h {minutes} min', { hours: figureText(hours), minutes });
  if (hours > 0) return t('{hours} h', { hours: figureText(hours) });
  if (minutes >= 10 || (minutes > 0 && rest === 0)) return t('{minutes} min', { minutes });
  if (minutes > 0) return t('{minutes} min {seconds} s', { minutes, seconds: rest });
  return t('{seconds} s', { seconds: rest });
}

/**
 * A value in the user's units, or as printed. `%` is printed as a fraction (0.97) and shown as 97%; minutes and hours
 * above an hour become `1 h 5 min`, feet of a height `5 ft 11 in`, and stones `11 st 4 lb`, without a separate unit.
 */
export function quantityText(
  type: string,
  value: number,
  unit: string | null,
  units: Units = asFiled,
): QuantityText {
  if (unit === '%') return { figure: figureText(Math.round(value * 1e5) / 1e3), unit: '%' };
  if ((unit === 'min' && value >= 60) || unit === 'hr')
    return { figure: durationText(value * (unit === 'hr' ? 3600 : 60)), unit: '' };
  const shown = shownUnit(type, unit, units);
  const inUnit = shownValue(value, shown);
  if (units.height === 'ft' && shown.unit === 'ft' && bareType(type) === 'Height')
    return inParts(inUnit, 12, 'ft', 'in');
  if (units.mass === 'st' && shown.unit === 'st') return inParts(inUnit, 14, 'st', 'lb');
  return { figure: figureText(inUnit), unit: unitText(type, shown.unit) };
}

/** A value as files and the command line have it: the fraction that `%` is stored as is a percentage (0.217 → 21.7). */
export const filedValue = (value: number, unit: string | null): number =>
  unit === '%' ? Math.round(value * 1e8) / 1e6 : value;

function inParts(value: number, parts: number, whole: string, part: string): QuantityText {
  const small = Math.round(value * parts);
  const rest = small % parts;
  const [large, little] = [unitText('', whole), unitText('', part)];
  const big = `${figureText((small - rest) / parts)} ${large}`;
  return { figure: rest === 0 ? big : `${big} ${figureText(rest)} ${little}`, unit: '' };
}

/**
 * Meters as a distance for display: `5.23 km`, `640 m`, `3.25 mi`; below a quarter of a mile `820 ft`. For the choice `file`: metric, as stored.
 */
export function distanceText(meters: number, { distance }: Pick<Units, 'distance'> = asFiled): QuantityText {
  const isMiles = distance === 'mi';
  const large = isMiles ? 1609.344 : 1000;
  const [value, unit] =
    meters >= (isMiles ? large / 4 : large)
      ? [Math.round((meters / large) * 100) / 100, isMiles ? 'mi' : 'km']
      : [Math.round(meters / (isMiles ? 0.3048 : 1)), isMiles ? 'ft' : 'm'];
  return { figure: figureText(value), unit: unitText('', unit) };
}

/** An elevation or a climb, rounded to the whole meter or foot. */
export function heightText(meters: number, { distance }: Pick<Units, 'distance'> = asFiled): QuantityText {
  const [value, unit] = distance === 'mi' ? [meters / 0.3048, 'ft'] : [meters, 'm'];
  return { figure: figureText(Math.round(value)), unit: unitText('', unit) };
}

/** Kilocalories of a workout or a day, rounded to the whole unit. */
export function energyText(kilocalories: number, { energy }: Pick<Units, 'energy'> = asFiled): QuantityText {
  return energy === 'kJ'
    ? { figure: figureText(Math.round(kilocalories * 4.184)), unit: unitWord('kJ') }
    : { figure: figureText(Math.round(kilocalories)), unit: unitWord('kcal') };
}

/** `128/82`; a missing side is a dash. */
export function pairText({ systolic, diastolic, unit }: PressurePair): string {
  const side = (value: number | null) =>
    value === null ? '–' : quantityText('BloodPressure', value, unit).figure;
  return `${side(systolic)}/${side(diastolic)}`;
}
