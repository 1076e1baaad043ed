import type { DocumentDetail, DocumentGroup, DocumentRow } from '../../../src/shared/domain/documents.ts';
import { beatsType, type EcgDetail, type EcgRow } from '../../../src/shared/domain/ecg.ts';
import type { RecordRow } from '../../../src/shared/domain/history.ts';
import { type HistoryAnswers, page } from './fake-history.ts';

const end = Math.floor(Date.now() / 1000) - 3 * 86_400;
const origin = { importedFrom: 'export.zip', importedAt: end + 7_200 };
const classifications = ['Sinus Rhythm', 'Sinusrhythmus', 'Inconclusive', 'High Heart Rate'];

function ecgAt(index: number): EcgRow {
  return {
    id: index + 1,
    recordedAt: end - index * 1_900_000,
    seconds: 30,
    classification: classifications[index % 4] ?? '',
    symptoms: index % 4 === 2 ? 'Rapid, pounding, or fluttering heartbeat' : null,
    heartRate: index % 5 === 4 ? null : { mean: 62 + index * 3, records: 6 },
    removed: null,
  };
}

/** A lead I of 66 beats a minute, in µV. */
function trace(count: number): number[] {
  const waves = [
    [0.18, 0.025, 90],
    [0.285, 0.008, -110],
    [0.3, 0.011, 960],
    [0.32, 0.009, -210],
    [0.52, 0.05, 230],
  ] as const;
  return Array.from({ length: count }, (_, index) => {
    const phase = ((index / 512) * 1.1) % 1;
    const drift = 25 * Math.sin(index / 1500);
    return waves.reduce(
      (sum, [at, width, high]) => sum + high * Math.exp(-(((phase - at) / width) ** 2) / 2),
      drift,
    );
  });
}

function fakeEcg(id: number): EcgDetail {
  return {
    ...ecgAt(id - 1),
    ...origin,
    softwareVersion: '1.90',
    device: 'Watch6,7',
    lead: 'Lead I',
    unit: 'µV',
    sampleRate: 512,
    sampleCount: 15_360,
    missing: 3,
    lowest: -230,
    highest: 985,
    first: 0,
    samples: trace(15_360).map((value, index) => (index > 6_000 && index < 6_004 ? null : value)),
    file: 'electrocardiograms/ecg_2023-03-04.csv',
  };
}

const recordAt = (type: string, index: number): RecordRow => ({
  id: index + 1,
  type,
  start: end - index * 90_000,
  end: end - index * 90_000,
  value: null,
  text: null,
  unit: null,
  source: 'Health',
  removed: null,
});

const firstSdnn = 500_001;

/** The record that a beat-to-beat series stands in; null for another id. */
export const sdnnOf = (id: number): RecordRow | null => (id < firstSdnn ? null : sdnn(id - firstSdnn));

const sdnn = (index: number): RecordRow => ({
  ...recordAt(beatsType, index),
  id: firstSdnn + index,
  value: 42.5 + (index % 7) * 4,
  unit: 'ms',
  source: 'Anna’s Apple Watch',
});

const symptom = 'HKCategoryTypeIdentifierHeadache';
const flow = 'HKCategoryTypeIdentifierMenstrualFlow';
const mood = 'HKDataTypeStateOfMind';
const score = 'HKScoredAssessmentTypeIdentifierPHQ9';
const dose = 'HKMedicationDoseEventTypeIdentifierMedicationDoseEvent';
const pressure = 'HKCorrelationTypeIdentifierBloodPressure';

const groups: DocumentGroup[] = [
  { section: 'clinical', group: 'clinical:Observation', count: 240, removed: 2 },
  { section: 'clinical', group: 'clinical:MedicationRequest', count: 12, removed: 0 },
  { section: 'clinical', group: 'clinical:Immunization', count: 9, removed: 0 },
  { section: 'hearing', group: 'audiogram', count: 3, removed: 0 },
  { section: 'vision', group: 'vision', count: 1, removed: 0 },
  { section: 'mind', group: mood, count: 64, removed: 0 },
  { section: 'mind', group: score, count: 4, removed: 0 },
  { section: 'medications', group: dose, count: 180, removed: 0 },
  { section: 'symptoms', group: symptom, count: 22, removed: 0 },
  { section: 'cycle', group: flow, count: 96, removed: 0 },
  { section: 'correlations', group: pressure, count: 0, removed: 2 },
];

const labs = [
  ['Potassium', '4.2 mmol/L', '3.5 – 5.1 mmol/L'],
  ['Hemoglobin A1c', '5.4 %', '≤ 5.7 %'],
  ['Blood pressure', 'Systolic 120 mmHg · Diastolic 80 mmHg', null],
  ['SARS-CoV-2 RNA', 'Negative', 'Negative'],
] as const;

function documentAt(group: string, index: number): DocumentRow {
  const at = {
    id: index + 1,
    start: end - index * 2_400_000,
    source: 'Example Clinic',
    removed: null,
  } as const;
  if (group.startsWith('clinical:')) {
    const [name, value, range] = labs[index % labs.length] ?? labs[0];
    return {
      ...at,
      kind: 'clinical',
      date: { at: at.start, precision: index % 3 === 2 ? 'day' : 'time' },
      name,
      value,
      range,
      status: 'final',
    };
  }
  if (group === 'audiogram') return { ...at, kind: 'audiogram', frequencies: 7, source: 'Hearing test' };
  if (group === 'vision')
    return { ...at, kind: 'vision', type: 'HKVisionPrescriptionTypeGlasses', expiresAt: end + 63_000_000 };
  if (group === pressure)
    return {
      ...at,
      kind: 'correlation',
      type: pressure,
      end: at.start,
      removed: 'gone',
      members: [
        { ...recordAt('HKQuantityTypeIdentifierBloodPressureSystolic', index), value: 121, unit: 'mmHg' },
        { ...recordAt('HKQuantityTypeIdentifierBloodPressureDiastolic', index), value: 79, unit: 'mmHg' },
      ],
    };
  const record = recordAt(group, index);
  const said = {
    [mood]: {
      value: 0.4 - (index % 5) * 0.2,
      metadata: [
        ['Label', 'calm'],
        ['@kind', 'dailyMood'],
      ],
    },
    [score]: { value: 4 + index, metadata: [] },
    [dose]: { text: 'Atorvastatin: taken', metadata: [['@dose', '20 mg']] },
    [symptom]: { text: 'HKCategoryValueSeverityMild', metadata: [] },
    [flow]: { text: 'HKCategoryValueVaginalBleedingLight', metadata: [['HKMenstrualCycleStart', '1']] },
  }[group] as { value?: number; text?: string; metadata: [string, string][] };
  return { ...record, value: null, text: null, ...said, kind: 'record' };
}

function detailOf(table: 'clinical' | 'document', id: number): DocumentDetail {
  const from = { id, source: 'Example Clinic', removed: null, ...origin };
  if (table === 'clinical')
    return {
      ...from,
      kind: 'clinical',
      type: 'Observation',
      date: { at: end, precision: 'time' },
      name: 'Blood pressure',
      value: 'Systolic 120 mmHg · Diastolic 80 mmHg',
      range: null,
      status: 'final',
      facts: [
        { name: 'Category', text: 'Vital Signs', date: null },
        { name: 'Issued', text: null, date: { at: end, precision: 'day' } },
      ],
      parts: [
        { name: 'Systolic', value: '120 mmHg', range: '≤ 130 mmHg' },
        { name: 'Diastolic', value: '80 mmHg', range: '≤ 85 mmHg' },
      ],
      identifier: '00000000-AAAA-4BBB-8CCC-DDDDDDDDDDDD',
      fhirVersion: '4.0.1',
      receivedAt: end,
      file: 'clinical-records/Observation-1.json',
      jsonLength: 180,
    };
  if (id === 1)
    return {
      ...from,
      kind: 'audiogram',
      start: end,
      points: [125, 250, 500, 1000, 2000, 4000, 8000].map((hertz, index) => {
        const bounds = { masked: index === 3, lowestMeasured: null, highestMeasured: null };
        return {
          hertz,
          left: { level: 10 + index * 6, ...bounds },
          right: index === 5 ? null : { level: 5 + index * 3, ...bounds, masked: null },
        };
      }),
      metadata: [],
    };
  return {
    ...from,
    kind: 'vision',
    start: end,
    type: 'HKVisionPrescriptionTypeGlasses',
    brand: 'Ray & Sons',
    expiresAt: end + 63_000_000,
    lines: [
      { name: 'sphere', right: '-1.25 D', left: '-1 D' },
      { name: 'cylinder', right: '-0.5 D', left: '-0.5 D' },
      { name: 'axis', right: '90 deg', left: '85 deg' },
      { name: 'farPD', right: '31.5 mm', left: null },
    ],
    attachments: 1,
    metadata: [],
  };
}

type Answered =
  `history.${'ecgPage' | 'ecg' | 'beatsPage' | 'documentGroups' | 'documentsPage' | 'document' | 'documentJson'}`;

export function fakeHeartAndDocuments(hasHistory: boolean): Pick<HistoryAnswers, Answered> {
  return {
    'history.ecgPage': ({ isRemoved, ...paged }) =>
      isRemoved === true
        ? page(1, paged, () => ({ ...ecgAt(40), removed: 'gone' as const }))
        : page(hasHistory ? 14 : 0, paged, ecgAt),
    'history.ecg': ({ id }) => fakeEcg(id),
    'history.beatsPage': ({ isRemoved, ...paged }) =>
      page(isRemoved === true ? 0 : 240, paged, (index) => ({ ...sdnn(index), beats: 40 + (index % 9) })),
    'history.documentGroups': () => (hasHistory ? groups : []),
    'history.documentsPage': ({ group, isRemoved, ...paged }) => {
      const found = groups.find((one) => one.group === group);
      return page((isRemoved === true ? found?.removed : found?.count) ?? 0, paged, (index) =>
        documentAt(group, index),
      );
    },
    'history.document': ({ table, id }) => detailOf(table, id),
    'history.documentJson': () => ({
      text: '{"resourceType":"Observation","status":"final","code":{"text":"Blood pressure"}}',
      next: null,
    }),
  };
}
