import { describe, expect, it } from 'vitest';
import { ByteMemo } from '../../../../../src/core/import/reader/byte-memo.ts';

/** The text somewhere in a larger buffer, at any alignment. */
function lent(text: string, at: number) {
  const bytes = Buffer.alloc(at + text.length + 8, 0x2e);
  bytes.write(text, at, 'latin1');
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), from: at, to: at + text.length };
}

const find = (memo: ByteMemo, text: string, at = 3) => {
  const { view, from, to } = lent(text, at);
  return memo.find(view, from, to);
};
const remember = (memo: ByteMemo, text: string, id: number, at = 1) => {
  const { view, from, to } = lent(text, at);
  memo.remember(view, from, to, id);
};

describe('ByteMemo', () => {
  it('finds what it remembers, at every length and alignment, and nothing that differs in one byte', () => {
    const memo = new ByteMemo(64);
    const texts = Array.from({ length: 40 }, (_, length) => 'abcdefghij'.repeat(4).slice(0, length));
    for (const [id, text] of texts.entries()) remember(memo, text, id, id % 5);
    for (const [id, text] of texts.entries()) {
      for (let at = 0; at < 4; at++) expect(find(memo, text, at)).toBe(id);
      for (let k = 0; k < text.length; k++) {
        expect(find(memo, `${text.slice(0, k)}#${text.slice(k + 1)}`)).toBe(-1);
      }
    }
  });

  it('keeps a copy: the bytes it was shown may change', () => {
    const memo = new ByteMemo();
    const { view, from, to } = lent('Watch7,12', 2);
    memo.remember(view, from, to, 7);
    view.setUint8(from + 4, 0x58);
    expect(find(memo, 'Watch7,12')).toBe(7);
    expect(memo.find(view, from, to)).toBe(-1);
  });

  it('forgets the least found when it is full', () => {
    const memo = new ByteMemo(4);
    for (const [id, text] of ['one', 'two', 'three', 'four'].entries()) remember(memo, text, id);
    expect(find(memo, 'four')).toBe(3);
    expect(find(memo, 'four')).toBe(3);
    remember(memo, 'five', 4);
    remember(memo, 'six', 5);
    expect(find(memo, 'five')).toBe(4);
    expect(find(memo, 'six')).toBe(5);
    expect(find(memo, 'four')).toBe(3);
    expect(['one', 'two', 'three'].filter((text) => find(memo, text) >= 0)).toHaveLength(1);
  });
});
