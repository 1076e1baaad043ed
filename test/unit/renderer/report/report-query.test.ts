import { expect, test, vi } from 'vitest';
import { reportChoice, reportQuery } from '../../../../src/renderer/features/report/report-query.ts';
import { formatRoute, parseRoute } from '../../../../src/renderer/navigation/routes.ts';

const knownUntil = (lastAt: number) => [
  { type: 'HKQuantityTypeIdentifierBodyMass', lastAt },
  { type: 'other', lastAt: lastAt + 86_400 },
  { type: 'HKQuantityTypeIdentifierStepCount', lastAt: lastAt - 86_400 },
];
const known = knownUntil(Date.parse('2031-01-01T00:00:00Z') / 1000);
const choiceOf = (hash: string) => reportChoice(parseRoute(hash), known, 'Asia/Tokyo');

test('without a choice: the usual types that there are, of the three months that end with their newest record, at most today', () => {
  vi.useFakeTimers({ now: Date.parse('2025-05-14T16:00:00Z') });
  try {
    expect(choiceOf('#/report')).toEqual({
      types: ['HKQuantityTypeIdentifierStepCount', 'HKQuantityTypeIdentifierBodyMass'],
      from: '2025-02-16',
      to: '2025-05-15',
      by: 'week',
    });
    const old = knownUntil(Date.parse('2024-03-31T16:00:00Z') / 1000);
    expect(reportChoice(parseRoute('#/report'), old, 'Asia/Tokyo')).toMatchObject({
      from: '2024-01-02',
      to: '2024-04-01',
    });
    expect(reportChoice(parseRoute('#/report?types=other'), old, 'Asia/Tokyo').to).toBe('2024-04-02');
    expect(reportChoice(parseRoute('#/report'), [], 'Asia/Tokyo').to).toBe('2025-05-15');
  } finally {
    vi.useRealTimers();
  }
});

test('a link keeps its choice, in its order and once', () => {
  const choice = { types: ['b', 'a'], from: '2025-01-01', to: '2025-01-31', by: 'month' } as const;
  expect(choiceOf(formatRoute('report', reportQuery(choice)))).toEqual(choice);
  expect(choiceOf('#/report?types=a,,a,b&from=2025-01-01&to=2025-01-31').types).toEqual(['a', 'b']);
  expect(choiceOf('#/report?types=&to=2025-01-31').types).toEqual([]);
});

test.each([
  ['2025-01-01', '2025-02-14', 'day'],
  ['2025-01-01', '2025-12-31', 'week'],
  ['2020-01-01', '2025-12-31', 'month'],
])('%s to %s is by %s', (from, to, by) => {
  expect(choiceOf(`#/report?from=${from}&to=${to}`).by).toBe(by);
});

test('a link that nobody could have made is no harm', () => {
  const types = Array.from({ length: 40 }, (_, index) => `t${index}`).join(',');
  const choice = choiceOf(`#/report?types=${types}&from=2025-02-31&to=2025-01-31&by=hour`);
  expect(choice.types).toHaveLength(12);
  expect(choice).toMatchObject({ from: '2024-11-01', to: '2025-01-31', by: 'week' });
  expect(choiceOf('#/report?from=2026-01-01&to=2025-01-01')).toMatchObject({
    from: '2025-01-01',
    to: '2025-01-01',
  });
});
