import { attributeText, sixDigits } from './text.ts';

/** One measure in the units of a region: its name, ready for an attribute, and how a metric value is printed in it. */
export interface Measure {
  readonly unit: string;
  /** Converts from the metric unit of the measure (km, kg, °C, mL, kcal, cm, km/h, m) and prints six digits. */
  print(metric: number): string;
}

export interface Units {
  readonly distance: Measure;
  readonly swimming: Measure;
  readonly mass: Measure;
  readonly height: Measure;
  readonly stepLength: Measure;
  readonly temperature: Measure;
  readonly volume: Measure;
  readonly energy: Measure;
  readonly speed: Measure;
}

function measure(unit: string, factor = 1, offset = 0): Measure {
  return {
    unit: attributeText(unit),
    print: (metric) => sixDigits(factor === 1 ? metric : metric * factor + offset),
  };
}

const metric: Units = {
  distance: measure('km'),
  swimming: measure('m'),
  mass: measure('kg'),
  height: measure('cm'),
  stepLength: measure('cm'),
  temperature: measure('degC'),
  volume: measure('mL'),
  energy: measure('kcal'),
  speed: measure('km/hr'),
};

/** The same quantities where the phone's region is American: really converted, not only renamed (healthkit/README §1.6). */
const imperial: Units = {
  distance: measure('mi', 1 / 1.609344),
  swimming: measure('yd', 1 / 0.9144),
  mass: measure('lb', 1 / 0.45359237),
  height: measure('ft', 1 / 30.48),
  stepLength: measure('in', 1 / 2.54),
  temperature: measure('degF', 9 / 5, 32),
  volume: measure('fl_oz_us', 1 / 29.5735295625),
  energy: measure('Cal'),
  speed: measure('mi/hr', 1 / 1.609344),
};

export function unitsOf(system: 'metric' | 'imperial'): Units {
  return system === 'metric' ? metric : imperial;
}
