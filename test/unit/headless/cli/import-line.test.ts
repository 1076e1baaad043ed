import { expect, test } from 'vitest';
import { lineOf, lineOfRefusal, printedDate } from '../../../../src/headless/cli/import-line.ts';
import { receiptInWords } from '../../../../src/headless/cli/import-words.ts';
import { noElements } from '../../../../src/shared/domain/element-counts.ts';
import type { Receipt } from '../../../../src/shared/domain/receipt.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { plainReceipt } from '../../../support/plain-receipt.ts';

const keys = [
  'bytes',
  'elements',
  'exportDate',
  'file',
  'offsetMinutes',
  'peakRssBytes',
  'problems',
  'records',
];
const statedKeys = [...keys, 'seconds', 'state', 'types'];

const receipt: Receipt = {
  ...plainReceipt,
  startedAt: 1762706400,
  endedAt: 1762706412,
  exportAt: 1762706096,
  offsetMinutes: -300,
  locale: 'en_US',
  exportVersion: '14',
  deviceName: null,
  records: { read: 6, added: 3, known: 2, repeated: 1, skipped: 0 },
  others: { workout: { added: 1, updated: 0 }, ecg: { added: 0, updated: 0 } },
  elements: { ...noElements(), Record: 6 },
  types: [
    { type: 'HKQuantityTypeIdentifierStepCount', read: 2, added: 1 },
    { type: 'HKQuantityTypeIdentifierHeartRate', read: 4, added: 2 },
  ],
  oldestAt: 1577836800,
  newestAt: 1762700000,
  problems: [{ code: 'text.bad_utf8', count: 2, example: 'Watch\uFFFD' }],
  bytes: 1000,
  seconds: 12,
  peakRssBytes: 5,
};

test('a line has exactly the stated keys; code and message only where something is wrong', () => {
  expect(Object.keys(lineOf('a.zip', receipt)).sort()).toEqual(statedKeys);
  const cut = lineOf('a.zip', { ...receipt, state: 'partial', code: 'import.truncated_xml' });
  expect(Object.keys(cut).sort()).toEqual([...statedKeys, 'code', 'message'].sort());
  const refusal = lineOfRefusal('a.zip', new CodedError('import.not_found'));
  expect(Object.keys(refusal).sort()).toEqual([...statedKeys, 'code', 'message'].sort());
  expect(refusal).toMatchObject({ state: 'refused', code: 'import.not_found', records: { read: 0 } });
});

test('a line keeps the path as given and counts types by what was read, sorted', () => {
  const line = lineOf('../some/export.zip', receipt);
  expect(line.file).toBe('../some/export.zip');
  expect(Object.entries(line.types)).toEqual([
    ['HKQuantityTypeIdentifierHeartRate', 4],
    ['HKQuantityTypeIdentifierStepCount', 2],
  ]);
});

test('the export’s date is the phone’s wall clock with its offset', () => {
  expect(lineOf('a.zip', receipt).exportDate).toBe('2025-11-09T11:34:56-05:00');
  expect(printedDate(1762706096, 345)).toBe('2025-11-09T22:19:56+05:45');
  expect(printedDate(1762706096, 0)).toBe('2025-11-09T16:34:56+00:00');
  expect(printedDate(null, null)).toBeNull();
});

test('an interrupted run is partial to a script', () => {
  expect(lineOf('a.zip', { ...receipt, state: 'interrupted' }).state).toBe('partial');
});

test('in words: what came in, and problems without codes', () => {
  const words = receiptInWords('a.zip', receipt).join('\n');
  expect(words).toContain('a.zip: imported');
  expect(words).toContain('6 records: 3 added, 2 known, 1 repeated, 0 skipped');
  expect(words).toContain('from 2020-01-01 to 2025-11-09');
  expect(words).not.toContain('ecg');
  expect(words).not.toContain('text.bad_utf8');
});
