import { describe, expect, it } from 'vitest';
import { maxMarkupBytes, XmlScanner } from '../../../../../src/core/healthkit/xml/xml-scanner.ts';
import { scan } from './scan-events.ts';

describe('sizes', () => {
  it('reads elements nested ten thousand deep', () => {
    const depth = 10_000;
    const { summary, events } = scan('<a>'.repeat(depth) + '</a>'.repeat(depth), () => 1_000);
    expect(summary).toMatchObject({ complete: true, openElements: 0 });
    expect(events).toHaveLength(3 * depth);
    expect(scan('<a>'.repeat(depth)).summary.openElements).toBe(depth);
  });

  it('reads a value of eight megabytes in any chunks', () => {
    const value = 'ü1'.repeat(2_800_000);
    for (const size of [16_384, 1 << 24]) {
      expect(scan(`<a k="${value}"/>`, () => size).events[1]).toHaveLength('@k='.length + value.length);
    }
  });

  it('reads ten thousand attributes in one tag', () => {
    const attributes = Array.from({ length: 10_000 }, (_, i) => ` k${i % 100}="${i}"`).join('');
    const { events } = scan(`<a${attributes}/>`);
    expect(events).toHaveLength(10_003);
    expect(events[10_000]).toBe('@k99=9999');
  });

  it.each([
    ['tag', '<a k="', '"/>', 'import.not_xml'],
    ['comment', '<!--', '--><a/>', 'import.not_xml'],
    ['closing tag', '<a></a', '>', 'import.not_xml'],
  ])('refuses a %s of more than 16 MiB, however it comes', (_, start, tail, code) => {
    const document = (length: number) =>
      Buffer.concat([Buffer.from(start), Buffer.alloc(length, ' '), Buffer.from(tail)]);
    for (const size of [65_536, 1 << 26]) {
      expect(scan(document(maxMarkupBytes), () => size).error).toBe(code);
      expect(scan(document(maxMarkupBytes - 100), () => size).error).toBeNull();
    }
  });

  it('reads text and CDATA longer than its buffer', () => {
    const text = 'text ü '.repeat(200_000);
    const { events } = scan(`<a>${text}<![CDATA[${text}]]></a>`, () => 70_000);
    expect(events[2]).toBe(`"${text}${text}`);
  });

  it.each([59, 60, 61, 62, 250, 3_000])('reads names of %i bytes that come in changing order', (length) => {
    const long = 'n'.repeat(length);
    const lines = `<e ${long}="1" b="2"/><e ${long}="5"/><e b="3" ${long}="4"/><${long} ${long}="6"/>`;
    const { events, summary } = scan(`<r b="0">${lines.repeat(50)}</r>`, () => 501);
    expect(summary.complete).toBe(true);
    for (const value of [1, 4, 5, 6]) {
      expect(events.filter((event) => event === `@${long}=${value}`)).toHaveLength(50);
    }
  });

  it('refuses more than 4,096 names', () => {
    const document = (count: number) =>
      `<r>${Array.from({ length: count }, (_, i) => `<n${i}/>`).join('')}</r>`;
    expect(scan(document(4_095)).error).toBeNull();
    expect(scan(document(4_096)).error).toBe('import.not_xml');
  });

  it('scans without a text handler, and skips the text', () => {
    const opened: string[] = [];
    const scanner = new XmlScanner({
      open: (tag) => opened.push(scanner.names.name(tag.nameId)),
      close: () => undefined,
    });
    scanner.write(Buffer.from('<a>x\u000b &amp; <b/>\n\n\n\n\n\n <c/></a>'));
    expect(scanner.end()).toMatchObject({ complete: true, controlCharacters: 0 });
    expect(opened).toEqual(['a', 'b', 'c']);
  });
});
