/**
 * Factors to the first unit of each group; exact by definition (NIST SP 811, B.8 and footnotes 9, 22 and 23; 1 gal_imp = 4.54609 L). They
 * are part of the identity of stored records (core/healthkit/units.ts), so none ever changes by a bit.
 */
export const unitFactors = {
  m: { m: 1, km: 1000, cm: 0.01, mm: 0.001, mi: 1609.344, yd: 0.9144, ft: 0.3048, in: 0.0254 },
  g: { g: 1, kg: 1000, mg: 0.001, mcg: 1e-6, lb: 453.59237, oz: 28.349523125, st: 6350.29318 },
  mL: {
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
  'km/hr': { 'km/hr': 1, 'mi/hr': 1.609344, 'm/s': 3.6, 'ft/s': 1.09728 },
  mmHg: { mmHg: 1, kPa: 7.500615758456564, cmAq: 0.7355591, inHg: 25.4 },
  // The molar mass of glucose in HealthKit, 180.1558800000541 g/mol.
  'mg/dL': { 'mg/dL': 1, 'mmol/L': 18.01558800000541 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>;
