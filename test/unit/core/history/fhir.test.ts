import { describe, expect, test } from 'vitest';
import { readFhir } from '../../../../src/core/history/fhir.ts';
import { type DocumentText, documentTextSchema } from '../../../../src/shared/domain/documents.ts';

const utc = (text: string) => Date.parse(text) / 1000;
const day = (text: string) => ({ at: utc(text), precision: 'day' });
const time = (text: string) => ({ at: utc(text), precision: 'time' });
const concept = (text: string) => ({ text });
const fact = (name: string, text: DocumentText) => ({ name, text, date: null });

describe('observations', () => {
  test('R4: a quantity with its range, the interpretation as that of the source', () => {
    const read = readFhir({
      resourceType: 'Observation',
      status: 'final',
      category: [{ coding: [{ code: 'laboratory', display: 'Laboratory' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3', display: 'Potassium' }] },
      effectiveDateTime: '2024-03-04T09:30:00+01:00',
      issued: '2024-03-05T10:00:00Z',
      valueQuantity: { value: 4.2, unit: 'mmol/L', code: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
      interpretation: [{ coding: [{ code: 'N', display: 'Normal' }] }],
      note: [{ text: 'Fasting' }],
    });
    expect(read).toEqual({
      resourceType: 'Observation',
      name: 'Potassium',
      date: time('2024-03-04T08:30:00Z'),
      value: '4.2 mmol/L',
      range: '3.5 – 5.1 mmol/L',
      status: 'final',
      facts: [
        fact('Interpretation by the source', 'Normal'),
        fact('Category', 'Laboratory'),
        { name: 'Issued', text: null, date: time('2024-03-05T10:00:00Z') },
        fact('Note', 'Fasting'),
      ],
      parts: [],
    });
  });

  test('components have names, values and ranges of their own, and stand for the value', () => {
    const component = (text: string, value: number, high: number) => ({
      code: concept(text),
      valueQuantity: { value, unit: 'mm[Hg]' },
      referenceRange: [{ high: { value: high, unit: 'mm[Hg]' } }],
    });
    const read = readFhir({
      resourceType: 'Observation',
      code: concept('Blood pressure'),
      effectivePeriod: { start: '2024-01-02' },
      component: [component('Systolic', 120, 130), component('Diastolic', 80, 85)],
    });
    expect(read).toMatchObject({
      name: 'Blood pressure',
      date: day('2024-01-02'),
      value: 'Systolic 120 mmHg · Diastolic 80 mmHg',
      parts: [
        { name: 'Systolic', value: '120 mmHg', range: '≤ 130 mmHg' },
        { name: 'Diastolic', value: '80 mmHg', range: '≤ 85 mmHg' },
      ],
    });
  });

  test.each([
    [{ valueQuantity: { value: 0.5, comparator: '<', unit: 'mg/L' } }, '< 0.5 mg/L'],
    [{ valueQuantity: { value: 0, unit: 'g' } }, '0 g'],
    [{ valueQuantity: { value: 36.9, code: 'Cel' } }, '36.9 °C'],
    [{ valueQuantity: { value: 98.4, unit: '[degF]' } }, '98.4 °F'],
    [{ valueQuantity: { value: 150, unit: '[lb_av]' } }, '150 lb'],
    [{ valueQuantity: { value: 68, unit: '[in_i]' } }, '68 in'],
    [{ valueQuantity: { value: 72, unit: '{beats}/min' } }, '72 beats/min'],
    [{ valueQuantity: { value: 6.1, unit: '10*3/uL' } }, '6.1 10³/µL'],
    [{ valueQuantity: { value: 23.1, unit: 'kg/m2' } }, '23.1 kg/m²'],
    [{ valueQuantity: { value: 90, unit: 'mL/min/{1.73_m2}' } }, '90 mL/min/1.73 m²'],
    [{ valueQuantity: { value: 12, unit: 'u[IU]/mL' } }, '12 µIU/mL'],
    [{ valueCodeableConcept: { coding: [{ display: 'Negative' }] } }, 'Negative'],
    [{ valueString: 'Never smoker' }, 'Never smoker'],
    [{ valueBoolean: false }, [{ word: 'no' }]],
    [{ valueSampledData: {} }, [{ word: 'samples' }]],
    [{ component: [{ valueBoolean: true }] }, [{ word: 'part' }, ' ', { word: 'yes' }]],
    [{ valueInteger: 3 }, '3'],
    [{ valueRange: { low: { value: 1, unit: 'g' }, high: { value: 2, unit: 'g' } } }, '1 – 2 g'],
    [{ valueRange: { low: { value: 1, unit: 'mg' }, high: { value: 2, unit: 'g' } } }, '1 mg – 2 g'],
    [{ valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, '1 : 128'],
    [{ dataAbsentReason: concept('Not performed') }, 'Not performed'],
    [{}, null],
  ])('the value of %j is %j', (value, text) => {
    expect(readFhir({ resourceType: 'Observation', ...value }).value).toEqual(text);
  });

  test('a range in words, an open one, and several with whom they are for', () => {
    const rangeOf = (...referenceRange: object[]) =>
      readFhir({ resourceType: 'Observation', referenceRange }).range;
    expect(rangeOf({ text: 'Negative' })).toBe('Negative');
    expect(rangeOf({ low: { value: 60, unit: 'mL/min' } })).toBe('≥ 60 mL/min');
    const high = (value: number) => ({ value, unit: 'g/dL' });
    expect(
      rangeOf(
        { appliesTo: [concept('Women')], high: high(15) },
        { appliesTo: [concept('Men')], high: high(17) },
      ),
    ).toBe('Women: ≤ 15 g/dL; Men: ≤ 17 g/dL');
  });
});

describe('medications', () => {
  test('R4 MedicationRequest: the dose in words, who prescribed it', () => {
    const read = readFhir({
      resourceType: 'MedicationRequest',
      status: 'active',
      medicationCodeableConcept: concept('Atorvastatin 20 mg'),
      authoredOn: '2023-11',
      dosageInstruction: [{ text: '1 tablet at night' }],
      requester: { reference: 'Practitioner/1', display: 'Dr. Example' },
      dispenseRequest: { numberOfRepeatsAllowed: 2, quantity: { value: 90, unit: 'tablets' } },
    });
    expect(read).toMatchObject({
      name: 'Atorvastatin 20 mg',
      date: { at: utc('2023-11-01'), precision: 'month' },
      value: '1 tablet at night',
      status: 'active',
    });
    expect(read.facts).toEqual([
      fact('Prescribed by', 'Dr. Example'),
      fact('Quantity', '90 tablets'),
      fact('Repeats', '2'),
    ]);
  });

  test('DSTU2 MedicationOrder: the medication is contained, the prescriber a reference of its own', () => {
    const read = readFhir({
      resourceType: 'MedicationOrder',
      contained: [{ resourceType: 'Medication', id: 'med', code: concept('Ibuprofen 400 mg') }],
      medicationReference: { reference: '#med' },
      dateWritten: '2016-05-06',
      prescriber: { display: 'Dr. Old' },
      dosageInstruction: [{ doseQuantity: { value: 400, unit: 'mg' }, route: concept('oral') }],
    });
    expect(read).toMatchObject({ name: 'Ibuprofen 400 mg', date: day('2016-05-06'), value: '400 mg, oral' });
    expect(read.facts).toEqual([fact('Prescribed by', 'Dr. Old')]);
  });

  test('MedicationStatement: from when until when, and that it was not taken', () => {
    const read = readFhir({
      resourceType: 'MedicationStatement',
      medicationReference: { display: 'Metformin' },
      effectivePeriod: { start: '2020-01-01', end: '2021-01-01' },
      dosage: [{ text: 'twice a day' }],
      wasNotTaken: true,
    });
    expect(read).toMatchObject({ name: 'Metformin', date: day('2020-01-01'), value: 'twice a day' });
    expect(read.facts).toEqual([
      fact('Taken', [{ word: 'no' }]),
      { name: 'Until', text: null, date: day('2021-01-01') },
    ]);
  });
});

test('Immunization: vaccine, dose, lot and maker, in R4 and in DSTU2', () => {
  const r4 = readFhir({
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { coding: [{ code: '207', display: 'COVID-19, mRNA' }] },
    occurrenceDateTime: '2021-04-05',
    lotNumber: 'AB123',
    manufacturer: { display: 'Maker' },
    protocolApplied: [{ doseNumberPositiveInt: 2 }],
  });
  expect(r4).toMatchObject({
    name: 'COVID-19, mRNA',
    date: day('2021-04-05'),
    value: [{ word: 'dose', number: '2' }],
    status: 'completed',
  });
  expect(r4.facts).toEqual([fact('Lot', 'AB123'), fact('Made by', 'Maker')]);
  const dstu2 = readFhir({
    resourceType: 'Immunization',
    vaccineCode: concept('Tetanus'),
    date: '2015-01-02T10:00:00Z',
    vaccinationProtocol: [{ doseSequence: 1 }],
  });
  expect(dstu2).toMatchObject({
    name: 'Tetanus',
    date: time('2015-01-02T10:00:00Z'),
    value: [{ word: 'dose', number: '1' }],
  });
});

test('AllergyIntolerance: the reactions, and the state as a concept (R4) or a word (DSTU2)', () => {
  const read = readFhir({
    resourceType: 'AllergyIntolerance',
    code: concept('Penicillin'),
    clinicalStatus: { coding: [{ code: 'active', display: 'Active' }] },
    criticality: 'high',
    recordedDate: '2019',
    reaction: [{ manifestation: [concept('Hives'), concept('Itching')], severity: 'mild' }],
  });
  expect(read).toMatchObject({
    name: 'Penicillin',
    status: 'Active',
    date: { at: utc('2019-01-01'), precision: 'year' },
    value: 'Hives, Itching',
    parts: [{ name: 'Hives, Itching', value: 'mild', range: null }],
  });
  expect(read.facts).toEqual([fact('Criticality', 'high')]);
  const old = readFhir({
    resourceType: 'AllergyIntolerance',
    substance: concept('Latex'),
    status: 'confirmed',
  });
  expect(old).toMatchObject({ name: 'Latex', status: 'confirmed' });
});

test('Condition, Procedure', () => {
  expect(
    readFhir({
      resourceType: 'Condition',
      code: concept('Asthma'),
      clinicalStatus: 'resolved',
      severity: concept('Mild'),
      onsetDateTime: '2001-02',
      abatementDateTime: '2010-03-04',
    }),
  ).toMatchObject({
    name: 'Asthma',
    status: 'resolved',
    value: 'Mild',
    date: { at: utc('2001-02-01'), precision: 'month' },
    facts: [{ name: 'Ended', date: day('2010-03-04') }],
  });
  expect(
    readFhir({
      resourceType: 'Procedure',
      status: 'completed',
      code: concept('Appendectomy'),
      performedPeriod: { start: '2012-05-06T08:00:00Z', end: '2012-05-06T09:00:00Z' },
      bodySite: [concept('Abdomen')],
      performer: [{ actor: { display: 'Dr. Knife' } }],
    }),
  ).toMatchObject({
    name: 'Appendectomy',
    date: time('2012-05-06T08:00:00Z'),
    facts: [
      { name: 'Ended', date: time('2012-05-06T09:00:00Z') },
      fact('Body site', 'Abdomen'),
      fact('Performer', 'Dr. Knife'),
    ],
  });
});

test('DiagnosticReport: contained results with their values, the others by name, what is attached', () => {
  const read = readFhir({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: concept('Blood count'),
    effectiveDateTime: '2024-02-03',
    contained: [
      {
        resourceType: 'Observation',
        id: 'a',
        code: concept('Hemoglobin'),
        valueQuantity: { value: 14, unit: 'g/dL' },
      },
    ],
    result: [{ reference: '#a' }, { reference: 'Observation/7', display: 'Leukocytes' }],
    presentedForm: [{ contentType: 'application/pdf', title: 'Report', url: 'https://example.invalid/x' }],
  });
  expect(read).toMatchObject({
    name: 'Blood count',
    value: [{ word: 'results', count: 2 }],
    parts: [
      { name: 'Hemoglobin', value: '14 g/dL', range: null },
      { name: 'Leukocytes', value: null, range: null },
      { name: 'Report', value: ['PDF', ', ', { word: 'notExported' }], range: null },
    ],
  });
});

test('DocumentReference: a CDA document tells by its format, and its address is nowhere in what is read', () => {
  const read = readFhir({
    resourceType: 'DocumentReference',
    status: 'current',
    type: concept('Summary of care'),
    indexed: '2022-03-04T05:06:07Z',
    content: [
      {
        attachment: { contentType: 'application/xml', url: 'https://example.invalid/cda', size: 5120 },
        format: { code: 'urn:hl7-org:sdwg:ccda-structuredBody:2.1' },
      },
      { attachment: { contentType: 'text/plain', data: 'aGVsbG8=' } },
    ],
  });
  expect(read).toMatchObject({
    name: 'Summary of care',
    date: time('2022-03-04T05:06:07Z'),
    parts: [
      {
        name: [{ word: 'attachment' }],
        value: [{ word: 'cda' }, ', ', { word: 'bytes', count: 5120 }, ', ', { word: 'notExported' }],
      },
      { name: [{ word: 'attachment' }], value: [{ word: 'plainText' }, ', ', { word: 'inside' }] },
    ],
  });
  expect(JSON.stringify(read)).not.toContain('example.invalid');
});

describe('what nobody expected', () => {
  test.each(
    [
      null,
      7,
      'text',
      [],
      [[]],
      { resourceType: 3 },
      { resourceType: 'constructor' },
      { resourceType: '__proto__' },
    ].map((resource) => ({ resource })),
  )('$resource is read without an error', ({ resource }) => {
    expect(readFhir(resource)).toMatchObject({ date: null, value: null, facts: [], parts: [] });
  });

  const everyKind = [
    'AllergyIntolerance',
    'Condition',
    'Coverage',
    'DiagnosticReport',
    'DocumentReference',
    'Encounter',
    'Immunization',
    'MedicationOrder',
    'MedicationRequest',
    'MedicationStatement',
    'Observation',
    'Procedure',
    'Unheard',
  ];
  const keys = [
    'code',
    'category',
    'valueQuantity',
    'referenceRange',
    'component',
    'contained',
    'result',
    'reaction',
    'content',
    'dosageInstruction',
    'medicationReference',
    'effectivePeriod',
    'onset',
    'payor',
    'note',
    'type',
    'name',
    'performer',
    'protocolApplied',
    'context',
    'clinicalStatus',
    'interpretation',
    'presentedForm',
    'dispenseRequest',
  ];
  test.each(
    [
      null,
      0,
      '',
      'x',
      true,
      [null],
      [[['x']]],
      { text: 7 },
      { coding: 'x' },
      { coding: [null, { code: {} }] },
    ].map((value) => ({ value })),
  )('a resource whose every key is $value is read without an error', ({ value }) => {
    for (const resourceType of everyKind) {
      const resource = { resourceType, ...Object.fromEntries(keys.map((key) => [key, value])) };
      const read = readFhir(resource);
      for (const text of [read.name, read.value, read.range, read.status])
        expect(documentTextSchema.nullable().safeParse(text).success).toBe(true);
    }
  });

  test('a long text is cut, and of a thousand parts the first are read', () => {
    const read = readFhir({
      resourceType: 'Observation',
      code: concept('x'.repeat(10_000)),
      component: Array.from({ length: 1000 }, () => ({ code: concept('c') })),
    });
    expect(read.name?.length).toBeLessThan(2100);
    expect(read.parts.length).toBe(200);
  });

  test('a reference out of the document is not followed, and one to itself ends', () => {
    const read = readFhir({
      resourceType: 'MedicationRequest',
      contained: [{ id: 'a', code: { text: '' }, name: { reference: '#a' } }],
      medicationReference: { reference: '#a' },
      requester: { reference: 'https://example.invalid/Practitioner/1' },
    });
    expect(read).toMatchObject({ name: null, facts: [] });
  });

  test.each([
    ['2024-02-30T25:00:00Z', null],
    ['next week', null],
    ['2024-03-04T10:00', { at: utc('2024-03-04'), precision: 'day' }],
    ['2024-03-04T10:00:00.123-05:00', { at: utc('2024-03-04T15:00:00Z'), precision: 'time' }],
  ])('the date %s is %j', (date, expected) => {
    expect(readFhir({ resourceType: 'Observation', effectiveDateTime: date }).date).toEqual(expected);
  });
});
