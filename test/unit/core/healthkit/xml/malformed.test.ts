import { describe, expect, it } from 'vitest';
import { XmlScanner } from '../../../../../src/core/healthkit/xml/xml-scanner.ts';
import { CodedError } from '../../../../../src/shared/errors.ts';
import { scan } from './scan-events.ts';

describe('markup that cannot be read', () => {
  it.each([
    ['no XML', 'hello'],
    ['text before the root', 'x<a/>'],
    ['JSON', '{"a":1}'],
    ['UTF-16', Buffer.from('\ufeff<a/>', 'utf16le')],
    ['zeros only', Buffer.alloc(100)],
    ['`<` in a tag name', '<a><b<c/></a>'],
    ['a name that starts with a digit', '<a><1/></a>'],
    ['a space before the name', '<a>< b/></a>'],
    ['no `=`', '<a k "v"/>'],
    ['no value', '<a k/>'],
    ['no quotes', '<a k=v/>'],
    ['no space between attributes', '<a k="v"l="w"/>'],
    ['`/` within a tag', '<a / k="v">'],
    ['another closing tag', '<a><b></a></b>'],
    ['a longer closing tag', '<a></ab>'],
    ['a shorter closing tag', '<ab></a>'],
    ['attributes in a closing tag', '<a></a k="v">'],
    ['a closing tag first', '</a>'],
    ['an unknown declaration', '<a><!ELEMENT b ANY></a>'],
    ['CDATA before the root', '<![CDATA[x]]><a/>'],
  ])('is refused, in any chunks: %s', (_, document) => {
    const whole = scan(document);
    expect(whole.error).toBe('import.not_xml');
    expect(whole.summary.complete).toBe(false);
    expect(scan(document, () => 1)).toEqual(whole);
  });

  it('tells the offset, and that all tags before were delivered', () => {
    const lines = '<a>\n <b x="1"/>\n <b x="2"/>\n';
    const seen: number[] = [];
    const scanner = new XmlScanner({ open: (tag) => seen.push(tag.offset), close: () => undefined });
    let thrown: unknown;
    try {
      scanner.write(Buffer.from(`${lines} <b x=3/>\n</a>`));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CodedError);
    expect(thrown).toMatchObject({
      code: 'import.not_xml',
      details: { offset: lines.length + 6, tagOffset: lines.length + 1 },
    });
    expect(seen).toEqual([0, 5, 17]);
    expect(scanner.end()).toMatchObject({ complete: false, endOffset: lines.length - 1, openElements: 1 });
  });

  it('is not what a handler throws', () => {
    const scanner = new XmlScanner({
      open() {
        throw new CodedError('cancelled');
      },
      close: () => undefined,
    });
    expect(() => scanner.write(Buffer.from('<a/>'))).toThrow(new CodedError('cancelled'));
  });
});
