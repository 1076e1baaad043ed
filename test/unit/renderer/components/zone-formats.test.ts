import { expect, test } from 'vitest';
import { countdownText } from '../../../../src/renderer/components/formats.ts';
import { agoBesideDay, zonedText } from '../../../../src/renderer/components/zone-formats.ts';

test('one instant is another day and hour in another zone', () => {
  const at = Date.parse('2026-01-12T23:30:00Z') / 1000;
  expect(zonedText(at, 'day', 'Asia/Tokyo')).toContain('13');
  expect(zonedText(at, 'day', 'UTC')).toContain('12');
  expect(zonedText(at, 'time', 'Asia/Tokyo')).toContain('8:30');
});

test('beside its day, how long ago a record was is never that day again', () => {
  const now = Date.parse('2026-11-30T09:00:00Z') / 1000;
  const ago = (text: string) => agoBesideDay(Date.parse(text) / 1000, now, 'Europe/Berlin');
  expect(ago('2026-11-30T06:00:00Z')).toBe('3 hours ago');
  expect(ago('2026-11-25T09:00:00Z')).toBe('5 days ago');
  expect(ago('2025-11-03T08:00:00Z')).toBe('392 days ago');
});

test.each([
  [42_000, '0:42'],
  [41_001, '0:42'],
  [725_000, '12:05'],
  [3_730_000, '1:02:10'],
  [0, null],
  [-5_000, null],
])('%d ms are left as %s', (left, text) => expect(countdownText(left)).toBe(text));
