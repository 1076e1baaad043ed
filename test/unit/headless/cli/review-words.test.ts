import { expect, test } from 'vitest';
import { reviewInWords, rulesInWords } from '../../../../src/headless/cli/set-config.ts';

const review = {
  target: 'foundry' as const,
  host: 'stack.test',
  account: 'auth0|me',
  dataset: 'ri.foundry.main.dataset.1',
  branch: 'master',
  format: 'parquet' as const,
  startDay: null,
  kinds: [
    { kind: 'record', isOn: true, items: 412_908, isSensitive: false, types: [] },
    { kind: 'clinical', isOn: false, items: 3, isSensitive: true, types: [] },
    { kind: 'ecg', isOn: false, items: 0, isSensitive: true, types: [] },
    { kind: 'unknown', isOn: false, items: 2, isSensitive: true, types: ['HKTypeA', 'HKTypeB'] },
  ],
  items: 412_908,
  added: 412_908,
  estimate: { items: 412_908, requests: null, itemsPerRequest: null, chunks: null, seconds: null },
};

test('host, account, dataset, kinds and number are said, and what stays here', () => {
  const count = new Intl.NumberFormat().format(412_908);
  expect(reviewInWords(review)).toEqual([
    `Foundry at stack.test gets ${count} records:`,
    '  account auth0|me',
    '  dataset ri.foundry.main.dataset.1, branch master',
    '  files Parquet; Health Relay also sets the schema of an otherwise empty dataset',
    '  from the first day',
    `  record: ${count}`,
    '  not sent: clinical (3)',
    '  not sent: unknown (2): HKTypeA, HKTypeB',
    '  Foundry states no request limit: the time depends on your connection.',
  ]);
});

test('a wider scope says how much is new, an earlier bound where it begins', () => {
  const words = reviewInWords({ ...review, startDay: '2024-01-01', added: 8 });
  expect(words).toContain('  from 2024-01-01 on');
  expect(words.at(-1)).toBe('  this sends 8 of them');
});

test('changes of other rules go to Trendy, or wait for it while it is off', () => {
  const counts = { created: 1, changed: 3, deleted: 0 };
  expect(rulesInWords({ ...counts, sent: 0 }, true)).toBe(
    '1 event created, 3 changed, 0 deleted; none of this is sent anywhere',
  );
  expect(rulesInWords({ ...counts, sent: 1 }, true)).toMatch(/1 change goes to Trendy$/);
  expect(rulesInWords({ ...counts, sent: 2 }, false)).toMatch(
    /2 changes wait for Trendy until you turn it on$/,
  );
});
