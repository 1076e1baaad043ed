import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  documentDetailSchema,
  documentGroupSchema,
  documentRowSchema,
  jsonPerAnswer,
  sectionOfType,
} from '../../../../src/shared/domain/documents.ts';
import { addSource, addType, type HistorySeed } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const at = (text: string) => Date.parse(text) / 1000;
const gone = ", 'gone', 1, 1, NULL";
const goneColumns = ', state, removed_run, removed_export_at, newer';

interface Clinical {
  readonly id: number;
  readonly type?: string;
  readonly receivedAt?: number | null;
  readonly resource?: object | string | null;
}

function addClinical({ database }: HistorySeed, given: Clinical, isRemoved = false): void {
  const { id, type = 'Observation', receivedAt = at('2024-05-01'), resource = null } = given;
  const text = resource === null || typeof resource === 'string' ? resource : JSON.stringify(resource);
  database
    .prepare(
      `INSERT INTO ${isRemoved ? 'removed_clinical' : 'clinical'} (id, identifier, source_url, type, source_name,
         fhir_version, received_at, file, resource, run${isRemoved ? goneColumns : ''})
       VALUES (?, ?, 'https://example.invalid', ?, 'Clinic', '4.0.1', ?, 'clinical-records/a.json', ?, 1${isRemoved ? gone : ''})`,
    )
    .run(id, `id-${id}`, type, receivedAt, text);
}

const observation = (name: string, date: string, value: number) => ({
  resourceType: 'Observation',
  code: { text: name },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L' },
});

function addDocument(
  { database }: HistorySeed,
  id: number,
  kind: string,
  start: number,
  content: object,
): void {
  database
    .prepare(
      'INSERT INTO document (id, class, start, source, content_hash, content, run) VALUES (?, ?, ?, 1, ?, ?, 1)',
    )
    .run(id, kind, start, String(id), JSON.stringify(content));
}

const point = (attributes: Record<string, string>) => ({
  name: 'SensitivityPoint',
  attributes,
  children: [],
});
const audiogram = {
  name: 'Audiogram',
  attributes: { startDate: 5000 },
  children: [
    { name: 'MetadataEntry', attributes: { key: 'HKExternalUUID', value: 'a-1' }, children: [] },
    point({ frequencyValue: '4', frequencyUnit: 'kHz', leftEarValue: '30', leftEarUnit: 'dBHL' }),
    point({
      frequencyValue: '500',
      frequencyUnit: 'Hz',
      leftEarValue: '-5',
      leftEarMasked: 'NO',
      rightEarValue: '15',
      rightEarMasked: 'YES',
      rightEarClampingRangeLowerBound: '-10',
      rightEarClampingRangeUpperBound: '90',
    }),
    point({ frequencyUnit: 'Hz', leftEarValue: '1' }),
  ],
};
const prescription = {
  name: 'VisionPrescription',
  attributes: {
    type: 'HKVisionPrescriptionTypeGlasses',
    dateIssued: 6000,
    expirationDate: 7000,
    brand: 'Ray & Sons',
  },
  children: [
    {
      name: 'RightEye',
      attributes: {
        axis: '90',
        axisUnit: 'deg',
        sphere: '-1.25',
        sphereUnit: 'D',
        farPD: '31.5',
        farPDUnit: 'mm',
      },
      children: [],
    },
    { name: 'LeftEye', attributes: { sphere: '-1', sphereUnit: 'D' }, children: [] },
    { name: 'Attachment', attributes: { identifier: 'x' }, children: [] },
  ],
};

function fill(seed: HistorySeed): void {
  const { database, addRecord } = seed;
  const source = addSource(database, 'Health');
  const typed = (name: string, start: number, valueKey: number | string, metadata?: string) =>
    addRecord({
      type: addType(database, name),
      start,
      duration: 0,
      source,
      valueKey,
      value: typeof valueKey === 'number' ? valueKey : null,
      origin: 1,
      ...(metadata === undefined ? {} : { metadata }),
    });
  typed('HKDataTypeStateOfMind', 100, 0.4, '[["Label","calm"]]');
  typed('HKCategoryTypeIdentifierHeadache', 200, 'HKCategoryValueSeverityMild');
  typed('HKCategoryTypeIdentifierMenstrualFlow', 300, 'HKCategoryValueVaginalBleedingLight');
  typed('HKMedicationDoseEventTypeIdentifierMedicationDoseEvent', 400, 'Example: taken');
  typed('HKScoredAssessmentTypeIdentifierPHQ9', 500, 4);
  typed('HKQuantityTypeIdentifierStepCount', 600, 10);
  const pressure = addType(database, 'HKCorrelationTypeIdentifierBloodPressure');
  database
    .prepare(
      `INSERT INTO removed_correlation (id, type, start, "end", source, members, origin, run${goneColumns})
       VALUES (1, ?, 700, 701, ?, '[6,1]', 1, 1${gone})`,
    )
    .run(pressure, source);
  addClinical(seed, { id: 1, resource: observation('Old', '2020-01-02', 1) });
  addClinical(seed, { id: 2, resource: observation('New', '2024-01-02', 2) });
  addClinical(seed, { id: 3, resource: '{"resourceType":', receivedAt: at('2022-01-02') });
  addClinical(seed, { id: 4, type: 'Condition', resource: null, receivedAt: null });
  addClinical(seed, { id: 5, resource: observation('Deleted', '2021-01-02', 3) }, true);
  addDocument(seed, 1, 'audiogram', 5000, audiogram);
  addDocument(seed, 2, 'vision', 6000, prescription);
}

describe('groups', () => {
  test('by section, with how many the Health app no longer has; correlations only then', () => {
    const groups = historyFile(fill).documentGroups({});
    expect(documentGroupSchema.strict().array().parse(groups)).toEqual(
      [
        ['clinical', 'clinical:Observation', 3, 1],
        ['clinical', 'clinical:Condition', 1, 0],
        ['hearing', 'audiogram', 1, 0],
        ['vision', 'vision', 1, 0],
        ['mind', 'HKDataTypeStateOfMind', 1, 0],
        ['mind', 'HKScoredAssessmentTypeIdentifierPHQ9', 1, 0],
        ['medications', 'HKMedicationDoseEventTypeIdentifierMedicationDoseEvent', 1, 0],
        ['symptoms', 'HKCategoryTypeIdentifierHeadache', 1, 0],
        ['cycle', 'HKCategoryTypeIdentifierMenstrualFlow', 1, 0],
        ['correlations', 'HKCorrelationTypeIdentifierBloodPressure', 0, 1],
      ].map(([section, group, count, removed]) => ({ group, section, count, removed })),
    );
  });

  test.each([
    ['HKStateOfMindType', 'mind'],
    ['HKScoredAssessmentTypeIdentifierGAD7', 'mind'],
    ['HKCategoryTypeIdentifierVaginalDryness', 'symptoms'],
    ['HKDataTypeIdentifierMenopausalState', 'cycle'],
    ['HKCategoryTypeIdentifierMindfulSession', null],
    ['HKQuantityTypeIdentifierHeartRate', null],
    ['constructor', null],
  ])('%s stands in %s', (type, section) => expect(sectionOfType(type)).toBe(section));
});

describe('lists', () => {
  test('clinical records by their own date, one that cannot be read by when it was received', () => {
    const { rows } = historyFile(fill).documentsPage({ group: 'clinical:Observation', limit: 10 });
    expect(documentRowSchema.array().parse(rows)).toEqual(rows);
    expect(rows).toEqual([
      {
        kind: 'clinical',
        id: 2,
        start: at('2024-01-02'),
        date: { at: at('2024-01-02'), precision: 'day' },
        name: 'New',
        value: '2 mmol/L',
        range: null,
        status: null,
        source: 'Clinic',
        removed: null,
      },
      expect.objectContaining({ id: 3, start: at('2022-01-02'), name: null }),
      expect.objectContaining({ id: 1, name: 'Old' }),
    ]);
  });

  test('pages of clinical records follow each other, and equal dates keep their order', () => {
    const history = historyFile((seed) => {
      for (let id = 1; id <= 7; id++)
        addClinical(seed, { id, resource: observation(`n${id}`, id < 5 ? '2024-01-02' : '2023-01-02', id) });
    });
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = history.documentsPage({ group: 'clinical:Observation', limit: 3, cursor });
      seen.push(...page.rows.map(({ id }) => id));
      if (page.next !== null)
        expect(
          history.documentsPage({ group: 'clinical:Observation', limit: 6, cursor, until: page.next }),
        ).toEqual({ ...page, next: null });
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([4, 3, 2, 1, 7, 6, 5]);
  });

  test('a list that was read before shows what came, changed or left since', () => {
    let change: ((sql: string) => void) | undefined;
    const history = historyFile((seed) => {
      fill(seed);
      const path = seed.database.name;
      change = (sql) => {
        const again = new Database(path);
        again.exec(sql);
        again.close();
      };
    });
    const names = () =>
      history
        .documentsPage({ group: 'clinical:Observation', limit: 10 })
        .rows.map((row) => (row.kind === 'clinical' ? row.name : ''));
    expect(names()).toEqual(['New', null, 'Old']);
    change?.('DELETE FROM clinical WHERE id = 1');
    expect(names()).toEqual(['New', null]);
    const text = JSON.stringify(observation('Late', '2025-01-02', 1));
    change?.(`UPDATE clinical SET type = 'Observation', resource = '${text}' WHERE id = 4`);
    expect(names()).toEqual(['Late', 'New', null]);
  });

  test('what is gone stands apart', () => {
    const history = historyFile(fill);
    expect(
      history.documentsPage({ group: 'clinical:Observation', isRemoved: true, limit: 10 }).rows,
    ).toMatchObject([{ id: 5, name: 'Deleted', removed: 'gone' }]);
    const { rows } = history.documentsPage({
      group: 'HKCorrelationTypeIdentifierBloodPressure',
      isRemoved: true,
      limit: 10,
    });
    expect(documentRowSchema.array().parse(rows)).toEqual(rows);
    expect(rows).toMatchObject([
      {
        kind: 'correlation',
        start: 700,
        end: 701,
        removed: 'gone',
        members: [{ value: 10 }, { value: 0.4 }],
      },
    ]);
  });

  test('records with their metadata, audiograms and prescriptions', () => {
    const history = historyFile(fill);
    const page = (group: string) => {
      const { rows } = history.documentsPage({ group, limit: 10 });
      expect(documentRowSchema.array().parse(rows)).toEqual(rows);
      return rows;
    };
    expect(page('HKDataTypeStateOfMind')).toMatchObject([
      { kind: 'record', value: 0.4, metadata: [['Label', 'calm']] },
    ]);
    expect(page('audiogram')).toMatchObject([{ kind: 'audiogram', start: 5000, frequencies: 3 }]);
    expect(page('vision')).toMatchObject([
      { kind: 'vision', type: 'HKVisionPrescriptionTypeGlasses', expiresAt: 7000 },
    ]);
    expect(page('nothing of that name')).toEqual([]);
  });
});

describe('one document', () => {
  const strictly = (detail: unknown) => {
    expect(documentDetailSchema.parse(detail)).toEqual(detail);
    return detail;
  };

  test('a clinical record: what it says and where it comes from', () => {
    const detail = strictly(historyFile(fill).document({ table: 'clinical', id: 2 }));
    expect(detail).toMatchObject({
      kind: 'clinical',
      type: 'Observation',
      name: 'New',
      value: '2 mmol/L',
      source: 'Clinic',
      identifier: 'id-2',
      fhirVersion: '4.0.1',
      file: 'clinical-records/a.json',
      jsonLength: JSON.stringify(observation('New', '2024-01-02', 2)).length,
      removed: null,
    });
    expect(strictly(historyFile(fill).document({ table: 'clinical', id: 4 }))).toMatchObject({
      type: 'Condition',
      name: null,
      jsonLength: null,
    });
    expect(strictly(historyFile(fill).document({ table: 'clinical', id: 5 }))).toMatchObject({
      removed: 'gone',
    });
  });

  test('an audiogram by frequency, in Hz; a point without a frequency is in no chart', () => {
    expect(strictly(historyFile(fill).document({ table: 'document', id: 1 }))).toMatchObject({
      points: [
        {
          hertz: 500,
          left: { level: -5, masked: false, lowestMeasured: null, highestMeasured: null },
          right: { level: 15, masked: true, lowestMeasured: -10, highestMeasured: 90 },
        },
        { hertz: 4000, left: { level: 30, masked: null }, right: null },
      ],
      metadata: [['HKExternalUUID', 'a-1']],
    });
  });

  test('a prescription as lines for both eyes, in the usual order', () => {
    expect(strictly(historyFile(fill).document({ table: 'document', id: 2 }))).toMatchObject({
      type: 'HKVisionPrescriptionTypeGlasses',
      brand: 'Ray & Sons',
      expiresAt: 7000,
      attachments: 1,
      lines: [
        { name: 'sphere', right: '-1.25 D', left: '-1 D' },
        { name: 'axis', right: '90 deg', left: null },
        { name: 'farPD', right: '31.5 mm', left: null },
      ],
    });
  });

  test('an id that is none, and content that cannot be read', () => {
    const history = historyFile((seed) => {
      addSource(seed.database, 'Health');
      addDocument(seed, 1, 'audiogram', 1, { name: 1 });
    });
    const coded = (code: string) => expect.objectContaining({ code });
    expect(() => history.document({ table: 'clinical', id: 9 })).toThrow(coded('history.unknown_item'));
    expect(() => history.document({ table: 'document', id: 9 })).toThrow(coded('history.unknown_item'));
    expect(() => history.document({ table: 'document', id: 1 })).toThrow(coded('profile.damaged'));
    expect(() => history.documentJson({ id: 9, from: 0 })).toThrow(coded('history.unknown_item'));
  });

  test('the JSON comes as it is stored, in parts that never cut a character', () => {
    const text = JSON.stringify({ text: `${'x'.repeat(jsonPerAnswer - 10)}😀${'y'.repeat(jsonPerAnswer)}` });
    const history = historyFile((seed) => addClinical(seed, { id: 1, resource: text }));
    const parts: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const part: { text: string; next: number | null } = history.documentJson({ id: 1, from });
      expect(part.text.isWellFormed()).toBe(true);
      expect(part.text.length).toBeLessThanOrEqual(jsonPerAnswer + 1);
      parts.push(part.text);
      from = part.next;
    }
    expect(parts.join('')).toBe(text);
    expect(parts.length).toBe(3);
    expect(history.documentJson({ id: 1, from: text.length + 5 })).toEqual({ text: '', next: null });
  });
});
