import { expect, test } from 'vitest';
import { weekStartOf } from '../../../../src/renderer/components/locale.ts';

// CLDR, weekData: Monday is the world's; Sunday in the Americas and Japan, Saturday in most of the Arab world.
test.each([
  ['en-US', 0],
  ['ja-JP', 0],
  ['pt-BR', 0],
  ['en-GB', 1],
  ['de-DE', 1],
  ['fr-FR', 1],
  ['ar-EG', 6],
  ['fa-IR', 6],
  // A language with another region's weeks (`formatLocaleOf`), and one without a region.
  ['en-DE', 1],
  ['de-US', 0],
  ['de', 1],
  ['en', 0],
])('a week of %s begins on day %d', (locale, day) => {
  expect(weekStartOf(locale)).toBe(day);
});
