import { expect, test } from 'vitest';
import { askDiagnostics, diagnosticsText } from '../../../src/shared/diagnostics.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import type { SyncOverview } from '../../../src/shared/domain/sync.ts';
import { restingCard } from '../../support/resting-card.ts';

const own = {
  version: '1.2.3',
  host: 'electron',
  system: 'linux 6.1 x64',
  runtime: { Electron: '45.0.0' },
  dataState: { state: 'ready', code: null },
  database: {
    schema: 2,
    tables: [
      { name: 'arrival', rows: 50_000, isMore: true },
      { name: 'ecg', rows: 0, isMore: false },
      { name: 'record', rows: 7, isMore: false },
    ],
  },
  logLines: ['{"a":1}', '{"b":2}'],
} as const;

/** Every text that must not come out is marked. */
const sync: SyncOverview = {
  destinations: [
    restingCard({
      target: 'atlas',
      host: 'SECRET.example',
      account: 'SECRET ada',
      dataset: 'SECRET rid',
      branch: 'SECRET branch',
      pending: 3,
      waiting: 1,
      failed: 2,
      delivered: 7,
      pausedBy: 'sync.offline',
      question: 'sync.transaction_open',
    }),
  ],
  isPausedByPerson: false,
  derivationCode: 'disk.full',
  pending: 3,
  failed: 2,
  uncertain: 0,
  isSending: false,
  lastSuccessAt: null,
  daysToDerive: null,
};

const receipt: Receipt = {
  runId: 1,
  state: 'partial',
  name: 'SECRET.zip',
  kind: 'zip',
  code: 'import.truncated_xml',
  details: { place: 'SECRET' },
  startedAt: 0,
  endedAt: 1,
  exportAt: null,
  offsetMinutes: null,
  locale: 'SECRET',
  exportVersion: null,
  deviceName: 'SECRET phone',
  records: { read: 10, added: 9, known: 0, repeated: 0, skipped: 1 },
  others: {},
  elements: {} as Receipt['elements'],
  types: [{ type: 'SECRET type', read: 10, added: 9 }],
  oldestAt: 1_234_567_890,
  newestAt: 1_234_567_891,
  problems: [{ code: 'record.bad_date', count: 1, example: 'SECRET example' }],
  aliases: [{ sourceId: 1, name: 'SECRET', originalName: 'SECRET', records: 1, isForbidden: false }],
  removed: { superseded: 0, gone: 0, returned: 0 },
  bytes: 1,
  seconds: 0.25,
  peakRssBytes: 1,
  canResume: false,
};

test('versions, states, codes and counts, and nothing else', () => {
  const text = diagnosticsText({ ...own, sync, imports: [receipt] });
  expect(text.split('\n')).toEqual([
    'Health Relay 1.2.3, desktop app',
    'System: linux 6.1 x64',
    'Electron: 45.0.0',
    'Data program: ready',
    'Sync: pending 3, failed 2, uncertain 0, days to derive unknown until the home zone is confirmed disk.full',
    '  atlas (on, idle sync.offline sync.transaction_open): pending 3, waiting 1, failed 2, uncertain 0, delivered 7, held 0, incomplete 0',
    'Import (zip, partial import.truncated_xml): read 10, added 9, skipped 1, 250 ms; record.bad_date 1',
    'Database: schema 2',
    '  arrival 50000+, record 7',
    'Log, last lines: 2',
    '{"a":1}',
    '{"b":2}',
    '',
  ]);
  expect(text).not.toMatch(/SECRET|123456789/);
});

test('a data program that is down is named, and the report is made all the same', async () => {
  const error = { code: 'data.unavailable', message: 'data.unavailable', retryable: true } as const;
  const text = await askDiagnostics(
    { call: async () => ({ ok: false, error }) },
    { ...own, dataState: { state: 'failed', code: 'profile.in_use' }, database: null },
  );
  expect(text).toContain('Data program: failed profile.in_use');
  expect(text).toContain('Sync: no answer');
  expect(text).toContain('Imports: no answer');
  expect(text).toContain('Database: no answer');
});
