import { expect, test } from 'vitest';
import { propertyFacts } from '../../../../src/renderer/features/history/delivery-words.ts';

test('figures are shown as they are sent, durations as such, dates in the home zone', () => {
  const facts = new Map(
    propertyFacts(
      {
        'Step Count': { type: 'number', value: 7_063.57 },
        'Total Sleep': { type: 'duration', value: 25_920 },
        Date: { type: 'date', value: '2026-01-12T23:00:00Z' },
        'Workout Type': { type: 'text', value: 'Running' },
      },
      'Europe/Berlin',
    ),
  );
  expect(facts.get('Step Count')).toBe((7_063.57).toLocaleString());
  expect(facts.get('Total Sleep')).toBe('7 h 12 min');
  expect(facts.get('Date')).toContain('13');
  expect(facts.get('Workout Type')).toBe('Running');
});
