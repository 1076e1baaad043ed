import { describe, expect, test } from 'vitest';
import { contentHash, differsEnough } from '../../../../../src/core/outbox/mutations/event-content.ts';
import { payloadOf } from '../../../../../src/core/outbox/mutations/event-payload.ts';
import {
  addWritten,
  compareInstants,
  confirmWritten,
  isWrittenByUs,
} from '../../../../../src/core/outbox/mutations/remote-content.ts';
import { wireTime } from '../../../../../src/shared/time.ts';

const number = (name: string, value: number) => ({ [name]: { type: 'number', value } });
const content = (properties: Record<string, unknown>, notes: string | null = 'n') => ({
  notes,
  is_all_day: true,
  properties,
});

describe('thresholds of daily figures (trendy/README §3.3)', () => {
  test.each([
    ['steps', 'Step Count', 8000, 8000.9, false],
    ['steps', 'Step Count', 8000, 8001, true],
    ['steps', 'Step Count', 8000, 7999, true],
    ['active_energy', 'Calories', 500, 500.99, false],
    ['active_energy', 'Calories', 500, 501, true],
    ['sleep', 'Total Sleep', 25_200, 25_259, false],
    ['sleep', 'Total Sleep', 25_200, 25_260, true],
  ] as const)('%s %s: %d and %d differ enough: %s', (category, name, ours, theirs, expected) => {
    const differs = differsEnough(category, content(number(name, ours)), content(number(name, theirs)));
    expect(differs).toBe(expected);
  });

  test.each([
    ['Bedtime', '2025-01-14T22:00:00Z', '2025-01-14T22:00:59Z', false],
    ['Bedtime', '2025-01-14T22:00:00Z', '2025-01-14T22:01:00Z', true],
    ['Wake Time', '2025-01-15T06:00:00Z', '2025-01-15T05:59:00Z', true],
    ['REM Sleep', 3600, 3659, false],
    ['REM Sleep', 3600, 3660, true],
    ['Deep Sleep', 3600, undefined, true],
    ['Time Awake', undefined, 30, false],
    ['Time Awake', undefined, 60, true],
    ['Mood', 'good', 'bad', false],
  ] as const)(
    'a night of the same sleep with %s %s and %s differs enough: %s',
    (name, mine, far, expected) => {
      const night = (value: string | number | undefined) => ({
        ...number('Total Sleep', 25_200),
        ...(value === undefined ? {} : { [name]: { type: 'x', value } }),
      });
      expect(differsEnough('sleep', content(night(mine)), content(night(far)))).toBe(expected);
    },
  );

  test('a figure that is missing there, and any difference of a single sample, count', () => {
    expect(differsEnough('steps', content(number('Step Count', 1)), content({}))).toBe(true);
    expect(
      differsEnough('water', content(number('Amount (ml)', 250)), content(number('Amount (ml)', 250.1))),
    ).toBe(true);
    expect(
      differsEnough('water', content(number('Amount (ml)', 250)), content(number('Amount (ml)', 250))),
    ).toBe(false);
  });
});

test('the order of keys and an absent note make no other content', () => {
  const a = content({ x: { type: 'text', value: 'a' }, y: { value: 2, type: 'number' } }, null);
  const b = content({ y: { type: 'number', value: 2 }, x: { value: 'a', type: 'text' } }, '');
  expect(contentHash(a)).toBe(contentHash(b));
  expect(contentHash(a)).not.toBe(contentHash(content({ x: { type: 'text', value: 'b' } }, '')));
});

describe('who wrote a version', () => {
  const ours = content(number('Step Count', 1));
  const hash = contentHash(ours);
  const at = '2025-01-01T00:00:00.000002Z';

  test('the instant that an answer told decides, not an equal content', () => {
    const written = [{ hash, at }];
    expect(isWrittenByUs(written, ours, '2025-01-01T00:00:00.000002Z')).toBe(true);
    expect(isWrittenByUs(written, ours, '2025-01-01T00:00:00.000003Z')).toBe(false);
  });

  test('without an answer the content decides', () => {
    expect(isWrittenByUs([{ hash, at: null }], ours, at)).toBe(true);
    expect(isWrittenByUs([{ hash, at: null }], content({}), at)).toBe(false);
  });

  test('an answer to the only try settles it; after a second try both may have been stored', () => {
    const sent = addWritten([], { hash, at: null });
    expect(confirmWritten(sent, { hash, at })).toEqual([{ hash, at }]);
    expect(addWritten(sent, { hash, at })).toEqual([
      { hash, at: null },
      { hash, at },
    ]);
  });

  test.each([
    ['2025-01-01T00:00:00Z', '2025-01-01T00:00:00.5Z', -1],
    ['2025-01-01T00:00:00.1Z', '2025-01-01T00:00:00.09Z', 1],
    ['2025-01-01T00:00:00.000001Z', '2025-01-01T00:00:00.000002Z', -1],
    ['2025-01-01T00:00:00.100000Z', '2025-01-01T00:00:00.1Z', 0],
    ['2025-01-01T01:00:00+01:00', '2025-01-01T00:00:00Z', 0],
  ])('%s against %s: %d', (a, b, expected) => expect(compareInstants(a, b)).toBe(expected));
});

test('a payload has every key, whole seconds in UTC, and no fraction', () => {
  const payload = payloadOf({
    id: 1,
    category: 'water',
    start: 1_736_928_000,
    end: null,
    is_all_day: 0,
    notes: 'Auto-logged: 250 ml water',
    sample_id: 'hkx-water-1',
    properties: '{"Amount (ml)":{"type":"number","value":250}}',
    day: '2025-01-01',
  });
  expect(payload).toEqual({
    timestamp: '2025-01-15T08:00:00Z',
    notes: 'Auto-logged: 250 ml water',
    is_all_day: false,
    end_date: null,
    source_type: 'healthkit',
    healthkit_sample_id: 'hkx-water-1',
    healthkit_category: 'water',
    properties: { 'Amount (ml)': { type: 'number', value: 250 } },
  });
  expect(wireTime(-1)).toBe('1969-12-31T23:59:59Z');
});
