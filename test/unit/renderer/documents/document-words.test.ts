import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { audiogramScale } from '../../../../src/renderer/features/documents/audiogram-scale.ts';
import {
  clinicalLabel,
  documentDateText,
  groupLabel,
  notesText,
  prescriptionLabel,
  rowValue,
} from '../../../../src/renderer/features/documents/document-words.ts';
import { asFiled } from '../../../../src/shared/domain/display-units.ts';

const level = (value: number) => ({
  level: value,
  masked: null,
  lowestMeasured: null,
  highestMeasured: null,
});

describe('the audiogram', () => {
  test('octaves stand at equal distances from 125 to 8,000 Hz, loud stands below quiet', () => {
    const { x, y, xOf, yOf } = audiogramScale([{ hertz: 1000, left: level(20), right: null }]);
    expect(x.map(({ text }) => text)).toEqual(['125', '250', '500', '1k', '2k', '4k', '8k']);
    for (const [index, { at }] of x.entries()) expect(at).toBeCloseTo(index / 6, 9);
    expect(xOf(1000)).toBeCloseTo(0.5, 9);
    expect([yOf(-10), yOf(55), yOf(120)]).toEqual([0, 0.5, 1]);
    expect(y.map(({ text }) => text)).toEqual(['0', '20', '40', '60', '80', '100', '120']);
  });

  test('a point outside makes it wider', () => {
    const { x, xOf, yOf } = audiogramScale([
      { hertz: 16_000, left: level(-15), right: level(125) },
      { hertz: 62.5, left: null, right: null },
    ]);
    expect([xOf(62.5), xOf(16_000)]).toEqual([0, 1]);
    expect([yOf(-20), yOf(130)]).toEqual([0, 1]);
    expect(x.map(({ text }) => text)).toEqual(['125', '250', '500', '1k', '2k', '4k', '8k', '16k']);
  });
});

describe('words', () => {
  test.each([
    ['Observation', 'Results and vital signs'],
    ['HKClinicalTypeIdentifierLabResultRecord', 'Lab results'],
    ['CarePlan', 'Care plan'],
    ['constructor', 'constructor'],
  ])('clinical records of %s are called %s', (type, label) => expect(clinicalLabel(type)).toBe(label));

  test('groups', () => {
    expect(groupLabel({ section: 'clinical', group: 'clinical:Condition' })).toBe('Conditions');
    expect(groupLabel({ section: 'hearing', group: 'audiogram' })).toBe('Audiograms');
    expect(groupLabel({ section: 'symptoms', group: 'HKCategoryTypeIdentifierHeadache' })).toBe('Headache');
    expect(prescriptionLabel('HKVisionPrescriptionTypeContacts')).toBe('Contacts');
  });

  test('a day of no zone is the same day everywhere, an instant is told in the home zone', () => {
    const midnight = Date.UTC(2024, 2, 4) / 1000;
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo'])
      expect(documentDateText({ at: midnight, precision: 'day' }, zone)).toBe('Mar 4, 2024');
    expect(documentDateText({ at: midnight, precision: 'month' }, 'America/Los_Angeles')).toBe('Mar 2024');
    expect(documentDateText({ at: midnight, precision: 'year' }, 'America/Los_Angeles')).toBe('2024');
    expect(documentDateText({ at: midnight, precision: 'time' }, 'America/Los_Angeles')).toMatch(
      /^Mar 3, 2024/,
    );
  });

  const row = {
    id: 1,
    start: 0,
    end: 0,
    value: null,
    text: null,
    unit: null,
    source: 'Health',
    removed: null,
  };
  test.each([
    [{ type: 'HKDataTypeStateOfMind', value: 0.4 }, '0.4', 'of −1 to 1'],
    [{ type: 'HKScoredAssessmentTypeIdentifierPHQ9', value: 4, unit: 'count' }, '4', 'of 27'],
    [{ type: 'HKScoredAssessmentTypeIdentifierGAD7', value: 4 }, '4', 'of 21'],
    [{ type: 'HKCategoryTypeIdentifierHeadache', text: 'HKCategoryValueSeverityMild' }, 'Mild', ''],
    [{ type: 'HKQuantityTypeIdentifierBodyTemperature', value: 37.2, unit: 'degC' }, '37.2', '°C'],
  ])('%j says %s %s', (part, figure, unit) => {
    expect(rowValue({ ...row, ...part }, asFiled)).toEqual({ figure, unit });
  });

  test('labels and doses stand beside a value, how it was made does not', () => {
    expect(
      notesText([
        ['HKTimeZone', 'Europe/Berlin'],
        ['Label', 'calm'],
        ['HKMetadataKeySyncIdentifier', 'x'],
        ['@dose', '20 mg'],
      ]),
    ).toBe('Label: calm · Dose: 20 mg');
    expect(
      notesText([
        ['@kind', 'dailyMood'],
        ['HKMenstrualCycleStart', '0'],
        ['HKSexualActivityProtectionUsed', '1'],
        ['HKSexualActivityProtectionUsed', 'perhaps'],
      ]),
    ).toBe(
      'Kind: Daily mood · Menstrual cycle start: No · Sexual activity protection used: Yes · Sexual activity protection used: perhaps',
    );
  });
});

test('what the reader says of a document is in the language of the page, within the text of the institution', async () => {
  // Tables of texts are made as their modules load.
  onTestFinished(() => {
    vi.resetModules();
  });
  const said = async (language: 'en' | 'fr' | 'ja') => {
    vi.resetModules();
    const { loadLanguage } = await import('../../../../src/shared/language.ts');
    await loadLanguage(language, language);
    const { documentText } = await import('../../../../src/shared/domain/documents.ts');
    return [
      documentText('Hives'),
      documentText(['Fever ', { word: 'yes' }, ' · ', { word: 'part' }, ' ', { word: 'no' }]),
      documentText([{ word: 'dose', number: '2' }]),
      documentText([{ word: 'results', count: 1 }]),
      documentText([{ word: 'cda' }, ', ', { word: 'notExported' }]),
    ];
  };
  expect(await said('en')).toEqual([
    'Hives',
    'Fever Yes · Part No',
    'Dose 2',
    '1 result',
    'CDA document, not in the export',
  ]);
  expect(await said('fr')).toEqual([
    'Hives',
    'Fever Oui · Élément Non',
    'Dose 2',
    '1 résultat',
    'Document CDA, hors de l’export',
  ]);
  expect((await said('ja'))[2]).toBe('2回目の接種');
});
