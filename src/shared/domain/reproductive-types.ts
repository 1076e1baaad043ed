/** Record types about reproduction: their arrivals are a class of their own, which no destination takes unless asked to. */
const names = [
  'HKCategoryTypeIdentifierBleedingAfterPregnancy',
  'HKCategoryTypeIdentifierBleedingDuringPregnancy',
  'HKCategoryTypeIdentifierCervicalMucusQuality',
  'HKCategoryTypeIdentifierContraceptive',
  'HKCategoryTypeIdentifierInfrequentMenstrualCycles',
  'HKCategoryTypeIdentifierIntermenstrualBleeding',
  'HKCategoryTypeIdentifierIrregularMenstrualCycles',
  'HKCategoryTypeIdentifierLactation',
  'HKCategoryTypeIdentifierMenstrualFlow',
  'HKCategoryTypeIdentifierOvulationTestResult',
  'HKCategoryTypeIdentifierPersistentIntermenstrualBleeding',
  'HKCategoryTypeIdentifierPregnancy',
  'HKCategoryTypeIdentifierPregnancyTestResult',
  'HKCategoryTypeIdentifierProgesteroneTestResult',
  'HKCategoryTypeIdentifierProlongedMenstrualPeriods',
  'HKCategoryTypeIdentifierSexualActivity',
  'HKQuantityTypeIdentifierBasalBodyTemperature',
];

export const reproductiveTypes: ReadonlySet<string> = new Set(names);
