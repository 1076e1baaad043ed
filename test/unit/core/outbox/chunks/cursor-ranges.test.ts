import { describe, expect, test } from 'vitest';
import {
  alignRanges,
  type CursorRange,
  isInScope,
} from '../../../../../src/core/outbox/chunks/cursor-ranges.ts';

const range = (
  nextSeq: number,
  fromDay: number | null,
  toDay: number | null,
  endSeq: number | null = null,
): CursorRange => ({
  class: 'record',
  nextSeq,
  endSeq,
  fromDay,
  toDay,
  mayBeRepeated: 0,
});
const records = (fromDay: number | null) => ({ kinds: new Set(['record']), fromDay });

describe('ranges of a scope', () => {
  test('a class first switched on begins at 0', () => {
    expect(alignRanges([], records(null))).toEqual([range(0, null, null)]);
  });

  test('a start day keeps the place of what it leaves out', () => {
    const ranges = alignRanges([], records(100));
    expect(ranges).toEqual([range(0, null, 100), range(0, 100, null)]);
    expect(ranges.map((one) => isInScope(one, records(100)))).toEqual([false, true]);
  });

  test('narrowing splits where the range stands; widening again puts nothing in twice', () => {
    const narrowed = alignRanges([range(500, null, null)], records(100));
    expect(narrowed).toEqual([range(500, null, 100), range(500, 100, null)]);
    expect(alignRanges(narrowed, records(null))).toEqual([range(500, null, null)]);
  });

  test('ranges at different places stay apart', () => {
    const apart = [range(500, null, 100), range(900, 100, null)];
    expect(alignRanges(apart, records(null))).toEqual(apart);
  });

  test('a class switched off keeps its ranges and is out of scope', () => {
    const off = { kinds: new Set(['workout']), fromDay: null };
    const ranges = alignRanges([range(500, null, null)], off);
    expect(ranges.filter((one) => isInScope(one, off)).map((one) => one.class)).toEqual(['workout']);
    expect(ranges).toContainEqual(range(500, null, null));
  });

  test('a second range is split too, and never joined to one without an end', () => {
    expect(alignRanges([range(10, 0, 200, 20), range(50, null, null)], records(100))).toEqual([
      range(10, 0, 100, 20),
      range(10, 100, 200, 20),
      range(50, null, 100),
      range(50, 100, null),
    ]);
  });

  test('a scope that stands changes no object, so nothing is written', () => {
    const ranges = alignRanges([], records(100));
    expect(alignRanges(ranges, records(100)).every((one) => ranges.includes(one))).toBe(true);
  });
});
