import { describe, expect, onTestFinished, test } from 'vitest';
import { differenceOf, ringFigure, ringText } from '../../../../src/renderer/components/ring-words.ts';
import { loadLanguage } from '../../../../src/shared/language.ts';

describe('a ring in words', () => {
  test.each([
    ['move', 'energy', { value: 412.4, goal: 500 }, '412 of 500 kcal'],
    ['move', 'energy', { value: 1412, goal: 1500 }, '1,412 of 1,500 kcal'],
    ['move', 'time', { value: 31, goal: 45 }, '31 of 45 min'],
    ['move', 'time', { value: 31, goal: 90 }, '31 min of 1 h 30 min'],
    ['exercise', 'energy', { value: 75, goal: 30 }, '1 h 15 min of 30 min'],
    ['stand', 'energy', { value: 11, goal: 12 }, '11 of 12 h'],
    ['stand', 'energy', { value: 11, goal: null }, '11 h'],
    ['stand', 'energy', { value: null, goal: 12 }, 'no figure'],
  ] as const)('%s by %s of %j', (name, moveBy, ring, text) => {
    expect(ringText(name, moveBy, ring)).toBe(text);
  });

  test('units are in the language of the page', async () => {
    onTestFinished(() => loadLanguage('en', 'en-US'));
    await loadLanguage('zh-Hans', 'zh-CN');
    expect(ringText('move', 'energy', { value: 412, goal: null })).toBe('412 千卡');
    expect(ringText('exercise', 'energy', { value: 31, goal: null })).toBe('31 分钟');
    expect(ringText('stand', 'energy', { value: 11, goal: null })).toBe('11 小时');
  });

  test('a mean has one digit behind the point at most', () => {
    expect(ringFigure('stand', 'energy', 11.349)).toBe('11.3 h');
    expect(ringFigure('exercise', 'energy', 33.333)).toBe('33.3 min');
  });
});

test('ours and Apple’s are equal within what the summary is rounded to', () => {
  expect(differenceOf('move', 'energy', 412.4, 412.8)).toBe('equal');
  expect(differenceOf('move', 'energy', 412.4, 413)).toBe('more');
  expect(differenceOf('exercise', 'energy', 46, 46.37)).toBe('equal');
  expect(differenceOf('move', 'time', 46, 44.9)).toBe('fewer');
  expect(differenceOf('stand', 'energy', 12, 11)).toBe('fewer');
  expect(differenceOf('stand', 'energy', 12, null)).toBe('none');
});
