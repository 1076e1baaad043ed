import { expect, test } from 'vitest';
import { deliveryWords, propertyFacts } from '../../../../src/renderer/features/history/delivery-words.ts';
import { eventHolds } from '../../../../src/shared/domain/event.ts';
import { outboxStates } from '../../../../src/shared/domain/sync.ts';

const base = {
  destination: 1,
  target: 'trendy',
  host: 'x',
  mutation: null,
  theirs: null,
  state: null,
  hold: null,
} as const;

test('each state and each hold has words of its own', () => {
  const texts = [
    ...outboxStates.map((state) => deliveryWords({ ...base, state })),
    ...eventHolds.map((hold) => deliveryWords({ ...base, hold })),
  ];
  for (const { short, text } of texts) {
    expect(short).not.toBe('');
    expect(text).toMatch(/^[A-Z].*\.$/);
  }
  expect(new Set(texts.map(({ text }) => text)).size).toBe(outboxStates.length + eventHolds.length - 2);
});

test('nothing is said of what may not be so: sent now, accepted by nobody, or of a day alone', () => {
  // The target may be off, paused or signed out.
  for (const state of ['queued', 'sending', 'waiting'] as const)
    expect(deliveryWords({ ...base, state }).text).toBe('It’s pending for Trendy.');
  // It may never have been sent (sync.id_taken).
  expect(deliveryWords({ ...base, state: 'failed' }).text).toBe('It couldn’t be delivered to Trendy.');
  expect(deliveryWords({ ...base, hold: 'incomplete' }).text).toMatch(/^This day or night hadn’t ended/);
});

test('another figure at the server is a warning, the same one is not', () => {
  const theirs = { notes: '', properties: {} };
  expect(deliveryWords({ ...base, hold: 'theirs', theirs }).look).toBe('warn');
  expect(deliveryWords({ ...base, hold: 'theirs' }).look).toBe('good');
});

test('properties are written by their type', () => {
  const facts = propertyFacts(
    {
      Duration: { type: 'duration', value: 2_891 },
      'Distance (m)': { type: 'number', value: 5_230 },
      'Started At': { type: 'date', value: '2026-01-12T06:10:00Z' },
      Kind: { type: 'text', value: '<b>Run</b>' },
      Indoor: { type: 'boolean', value: false },
      Odd: { type: 'date', value: 'no date' },
    },
    'Europe/Berlin',
  );
  expect(Object.fromEntries(facts)).toMatchObject({
    Duration: '48 min',
    'Distance (m)': (5_230).toLocaleString(),
    'Started At': expect.stringMatching(/7:10/),
    Kind: '<b>Run</b>',
    Indoor: 'No',
    Odd: 'no date',
  });
});
