import { describe, expect, it } from 'vitest';
import { scan } from './scan-events.ts';

const document = [
  '\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- before -->\n',
  '<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 14 -->\n<!ATTLIST a b CDATA "]>">\n]>\n',
  '<HealthData locale="de_DE">\n',
  ' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Zoë’s Uhr 🏃" device="&lt;&lt;HKDevice: 0x1&gt;, name:x&gt;"/>\n',
  " <Record type='a\"b' sourceName = \"l1\r\nl2\tl3\" device\n=\n'&#x1F603;&#10;'>text ü &amp; &#8364; ]] 𐐀\r\nend\r</Record >\r\n",
  ' <!-- c --><?pi x ?><![CDATA[ < & ]] > ü ]]>&unknown; &#11; & \u000b\n',
  '</HealthData>\n<!-- after -->\n',
].join('');
const bytes = Buffer.from(document);

describe('chunks', () => {
  const whole = scan(bytes);

  it('reads the document whole', () => {
    expect(whole.error).toBeNull();
    expect(whole.summary).toEqual({
      complete: true,
      endOffset: bytes.indexOf('</HealthData>') + '</HealthData>'.length,
      openElements: 0,
      rootName: 'HealthData',
      exportVersion: '14',
      controlCharacters: 2,
      badUtf8: 0,
    });
    expect(whole.events).toContain('@sourceName=Zoë’s Uhr 🏃');
    expect(whole.events).toContain('@device=😃\n');
    expect(whole.events).toContain('@sourceName=l1 l2 l3');
  });

  it('gives the same for two chunks, cut at every byte', () => {
    for (let cut = 1; cut < bytes.length; cut++) {
      const sizes = [cut, bytes.length - cut];
      expect(
        scan(bytes, () => sizes.shift() ?? 1),
        `cut at ${cut}`,
      ).toEqual(whole);
    }
  });

  it('gives the same for chunks of every small size', () => {
    for (let size = 1; size <= 70; size++)
      expect(
        scan(bytes, () => size),
        `chunks of ${size}`,
      ).toEqual(whole);
  });

  it('takes an empty chunk for nothing', () => {
    const sizes = [0, 10, 0, bytes.length];
    expect(scan(bytes, () => sizes.shift() ?? 1)).toEqual(whole);
  });

  it('tells where each tag stands, over many refills of its buffer', () => {
    const line = ` <Record type="HKQuantityTypeIdentifierStepCount" sourceName="ü" value="${'1'.repeat(300)}"/>\n`;
    const long = Buffer.from(`<HealthData>\n${line.repeat(5_000)}</HealthData>`);
    for (const size of [long.length, 65_536, 4_093]) {
      const result = scan(long, () => size);
      expect(result.summary.endOffset).toBe(long.length);
      expect(result.events.filter((event) => event === '<Record')).toHaveLength(5_000);
      expect(result.events.filter((event) => event === `@value=${'1'.repeat(300)}`)).toHaveLength(5_000);
    }
  });
});
