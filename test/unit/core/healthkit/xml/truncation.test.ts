import { describe, expect, it } from 'vitest';
import { scan } from './scan-events.ts';

const document = Buffer.from(
  '<?xml version="1.0"?><!DOCTYPE a [<!-- HealthKit Export Version: 12 --><!ELEMENT a ANY>]>' +
    '<a k="v">t&amp;ü<b x="1" y=\'2\'/><!-- c --><c><![CDATA[d]]></c><?p q?>🏃</a>',
);
const whole = scan(document);

/** The events that stand for tags, each tag's as one line. */
function tagsOf(events: readonly string[]): string[] {
  const lines: string[] = [];
  for (const event of events) {
    if (event.startsWith('@') || event === '>') lines.push(`${lines.pop()}${event}`);
    else if (!event.startsWith('"')) lines.push(event);
  }
  return lines;
}

describe('a document cut short', () => {
  it('is not complete at any byte, and every whole tag before the cut was delivered', () => {
    const ends: number[] = [];
    for (const match of document.toString('latin1').matchAll(/<\/?[abc][^>]*>/g))
      ends.push(match.index + match[0].length);
    const all = tagsOf(whole.events);
    // `<b/>` is two events, its start and its end.
    const empty = document.indexOf('/>') + 2;
    const tagCount = (length: number) =>
      ends.filter((end) => end <= length).length + (length >= empty ? 1 : 0);
    for (let length = 0; length < document.length; length++) {
      const { events, summary, error } = scan(document.subarray(0, length));
      expect(error, `cut at ${length}`).toBeNull();
      expect(summary.complete).toBe(false);
      expect(summary.endOffset, `cut at ${length}`).toBe(Math.max(0, ...ends.filter((end) => end <= length)));
      const tags = tagsOf(events);
      expect(tags).toEqual(all.slice(0, tags.length));
      expect(tags.length, `cut at ${length}`).toBe(tagCount(length));
    }
    expect(ends).toHaveLength(5);
    expect(whole.summary.endOffset).toBe(document.length);
  });

  it('says which elements were open', () => {
    const { summary, events } = scan('<a><b>x<c/>y');
    expect(summary).toMatchObject({ complete: false, openElements: 2, rootName: 'a', endOffset: 11 });
    expect(events.at(-1)).toBe('"y');
  });

  it('delivers the text before the cut however it came', () => {
    for (const text of ['a&am', 'a&#x1', 'a\r', 'a ü']) {
      expect(scan(`<a>${text}`, () => 1)).toEqual(scan(`<a>${text}`));
    }
    expect(scan('<a>a&am').events.at(-1)).toBe('"a&am');
  });

  it('is known as cut when the rest was filled up with zeros, in text or in markup', () => {
    for (const start of [
      '<a><b/>',
      '<a><b/><',
      '<a><b/></',
      '<a><b/></a',
      '<a><b/><b x',
      '<a><b/><b x=',
      '<a><b/><b x="',
      '<a><b/><b x="1"',
    ]) {
      const { summary, error } = scan(Buffer.concat([Buffer.from(start), Buffer.alloc(100)]));
      expect(error, start).toBeNull();
      expect(summary, start).toMatchObject({ complete: false, endOffset: 7, openElements: 1 });
    }
    const padded = Buffer.concat([Buffer.from('<a><b/><b x="1'), Buffer.alloc(17 * 1024 * 1024)]);
    const long = scan(padded, () => 65_536);
    expect(long.error).toBeNull();
    expect(long.summary).toMatchObject({ complete: false, endOffset: 7 });
  });

  it('has no root when nothing was given', () => {
    expect(scan('').summary).toMatchObject({
      complete: false,
      rootName: null,
      endOffset: 0,
      openElements: 0,
    });
    expect(scan(' \n<!-- only -->').summary).toMatchObject({ complete: false, rootName: null });
    expect(scan(Buffer.from([0xef, 0xbb])).summary.complete).toBe(false);
  });
});

describe('what follows the root', () => {
  it.each([
    ['zeros', Buffer.alloc(70_000)],
    ['a second root', Buffer.from('<b x="1">t</b>')],
    ['markup that is none', Buffer.from('</x><<< &&& <!')],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x80])],
  ])('is ignored: %s', (_, tail) => {
    const result = scan(Buffer.concat([Buffer.from('<a><b/></a>'), tail]));
    expect(result).toEqual(scan('<a><b/></a>'));
    expect(result.summary).toMatchObject({ complete: true, endOffset: 11, badUtf8: 0, controlCharacters: 0 });
  });

  it('is ignored after a root without content', () => {
    expect(scan('<a/><b>').summary).toMatchObject({ complete: true, endOffset: 4, rootName: 'a' });
  });
});
