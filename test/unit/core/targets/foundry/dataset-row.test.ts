import { describe, expect, it } from 'vitest';
import { sampleLine } from '../../../../../src/core/ndjson/line-source.ts';
import { makeDatasetLine } from '../../../../../src/core/targets/foundry/dataset-row.ts';
import { datasetRow } from '../../../../sandbox/atlas/dataset-row.ts';

const origin = {
  userId: 'auth0|someone',
  device: 'Health Relay on a desk',
  ingestedAt: '2026-03-01T08:00:00.000Z',
  exportTimestamp: '2026-03-01T08:00:00.000Z',
};
const line = makeDatasetLine(origin);
const made = (record: object) => line(sampleLine(1, 0, { ...record }));
const parsed = (record: object) => JSON.parse(made(record)) as Record<string, unknown>;

const steps = {
  sampleClass: 'HKQuantitySample',
  sampleType: 'HKQuantityTypeIdentifierStepCount',
  quantityType: 'HKQuantityTypeIdentifierStepCount',
  dataType: 'quantity',
  uuid: '6f1c2f0d-7b11-5a0d-8ab0-c53a524d5f9a',
  startDate: '2024-05-01T10:00:00Z',
  endDate: '2024-05-01T10:10:00Z',
  sourceName: 'My Watch',
  sourceVersion: '10.4',
  valueDouble: 812,
  unit: 'count',
  device: {
    name: 'Apple Watch',
    manufacturer: 'Apple Inc.',
    model: 'Watch',
    hardwareVersion: 'Watch6,2',
    softwareVersion: '10.4',
  },
};

describe('a line of a dataset that we write', () => {
  it('has the fields of the proxy, in its order, with its values', () => {
    const proxy = datasetRow(steps, {
      sub: origin.userId,
      device: origin.device,
      ingestedAt: origin.ingestedAt,
      exportTimestamp: origin.exportTimestamp,
    });
    expect(Object.entries(parsed(steps))).toEqual(Object.entries(proxy));
    expect(Object.keys(parsed(steps))).toHaveLength(21);
  });

  it('keeps a zero where the proxy loses it (atlas/README §5)', () => {
    expect(parsed({ ...steps, valueDouble: 0 })['value_double']).toBe(0);
    expect(made({ ...steps, valueDouble: -0.5 })).toContain('"value_double":-0.5');
  });

  it.each([['12'], [null], [true], [{}]])('has no value for %j in place of a number', (valueDouble) => {
    expect(parsed({ ...steps, valueDouble })['value_double']).toBeNull();
  });

  it('has empty texts for what a record does not say, also when device is a text', () => {
    const row = parsed({ sampleType: 'X', device: '<<HKDevice: 0x1>>', unit: 7 });
    expect(row).toMatchObject({ unit: '', uuid: '', device_name: '', device_model: '', value_double: null });
  });

  it('keeps the record letter by letter in field 21, categories and big numbers included', () => {
    const record =
      '{"sampleType":"S","valueInteger":0,"metadata":{"a":[1,"\\u2028\\""]},"big":90071992547409931}';
    expect(
      (JSON.parse(line({ fields: JSON.parse(record), json: record })) as Record<string, unknown>)[
        'raw_healthkit_record'
      ],
    ).toBe(record);
  });

  it('stays one line', () => {
    expect(made({ sourceName: 'a\nb\r\u2028', device: null })).not.toMatch(/[\n\r]/);
  });
});
