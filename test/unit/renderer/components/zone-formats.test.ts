import { expect, test } from 'vitest';
import { countdownText } from '../../../../src/renderer/components/formats.ts';
import { zonedText } from '../../../../src/renderer/components/zone-formats.ts';

test('one instant is another day and hour in another zone', () => {
  const at = Date.parse('2026-01-12T23:30:00Z') / 1000;
  expect(zonedText(at, 'day', 'Asia/Tokyo')).toContain('13');
  expect(zonedText(at, 'day', 'UTC')).toContain('12');
  expect(zonedText(at, 'time', 'Asia/Tokyo')).toContain('8:30');
});

test.each([
  [42_000, '0:42'],
  [41_001, '0:42'],
  [725_000, '12:05'],
  [3_730_000, '1:02:10'],
  [0, null],
  [-5_000, null],
])('%d ms are left as %s', (left, text) => expect(countdownText(left)).toBe(text));
