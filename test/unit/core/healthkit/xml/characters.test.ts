import { describe, expect, it } from 'vitest';
import { scan } from './scan-events.ts';

function attribute(raw: Uint8Array | string): { value: string; controlCharacters: number; badUtf8: number } {
  const { events, summary, error } = scan(
    Buffer.concat([
      Buffer.from('<a k="'),
      typeof raw === 'string' ? Buffer.from(raw) : raw,
      Buffer.from('"/>'),
    ]),
  );
  expect(error).toBeNull();
  const value = events[1]?.slice('@k='.length) ?? '';
  return { value, controlCharacters: summary.controlCharacters, badUtf8: summary.badUtf8 };
}

describe('characters XML forbids', () => {
  it('replaces and counts raw control characters', () => {
    for (let code = 0; code < 0x20; code++) {
      if ([0x09, 0x0a, 0x0d].includes(code)) continue;
      const raw = `x${String.fromCharCode(code)}y`;
      expect(attribute(raw), `U+${code}`).toEqual({ value: 'x\ufffdy', controlCharacters: 1, badUtf8: 0 });
    }
    expect(attribute('\ufffe\uffff\u000b')).toEqual({
      value: '\ufffd\ufffd\ufffd',
      controlCharacters: 3,
      badUtf8: 0,
    });
  });

  it('does so in text and CDATA too', () => {
    const { events, summary } = scan('<a>x\u000by<![CDATA[z\u0001]]></a>');
    expect(events).toContain('"x\ufffdyz\ufffd');
    expect(summary.controlCharacters).toBe(2);
  });

  it.each([
    '&#11;',
    '&#x0;',
    '&#xB;',
    '&#xFFFE;',
    '&#xD800;',
    '&#55296;',
    '&#x110000;',
    '&#99999999999999999999;',
  ])('replaces and counts the reference %s', (reference) => {
    expect(attribute(`x${reference}y`)).toEqual({ value: 'x\ufffdy', controlCharacters: 1, badUtf8: 0 });
  });

  it('keeps what XML allows', () => {
    for (const value of ['\u007f', '\u0085', '\ufffd', '\u2028', '\ud7ff', '\ue000', '\u{10ffff}']) {
      expect(attribute(value)).toEqual({ value, controlCharacters: 0, badUtf8: 0 });
    }
  });
});

describe('bytes that are not UTF-8', () => {
  it.each([
    ['a lone continuation', [0x80], '\ufffd', 1],
    ['an impossible byte', [0xff, 0x41], '\ufffdA', 1],
    ['a sequence cut by ASCII', [0xe2, 0x82, 0x41], '\ufffdA', 1],
    ['an overlong slash', [0xc0, 0xaf], '\ufffd\ufffd', 2],
    ['a lone surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd', 3],
    ['one beside a real U+FFFD', [0xef, 0xbf, 0xbd, 0x80], '\ufffd\ufffd', 1],
  ])('are replaced and counted: %s', (_, raw, value, badUtf8) => {
    expect(attribute(Uint8Array.from(raw))).toEqual({ value, controlCharacters: 0, badUtf8 });
  });

  it('are counted the same however the text was cut', () => {
    const bytes = Buffer.concat([
      Buffer.from('<a>ü'),
      Buffer.from([0xe2, 0x82, 0xf0, 0x9f, 0x98, 0x41, 0xc3]),
      Buffer.from('</a>'),
    ]);
    const whole = scan(bytes);
    expect(whole.summary.badUtf8).toBe(3);
    expect(scan(bytes, () => 1)).toEqual(whole);
  });

  it('do not end a closing quote early', () => {
    expect(attribute(Uint8Array.from([0xc3])).value).toBe('\ufffd');
  });

  it('make a name that is refused', () => {
    expect(scan(Buffer.from([0x3c, 0xff, 0x2f, 0x3e])).error).toBe('import.not_xml');
  });
});

describe('references and white space', () => {
  it.each([
    ['&lt;&gt;&amp;&quot;&apos;', `<>&"'`],
    ['&#65;&#x41;&#x1F603;&#128515;', 'AA😃😃'],
    ['&#10;&#13;&#9;', '\n\r\t'],
    ['a\tb\nc\r\nd\re\r\rf', 'a b c d e  f'],
    ['&amp;lt;', '&lt;'],
    ['&foo; &; & &# &#; &#x; &#xg; &lt &constructor; &toString; &__proto__; &#X41;', null],
    [`&#${'0'.repeat(900)}65;`, 'A'],
  ])('gives a value as a parser does: %s', (raw, value) => {
    expect(attribute(raw)).toEqual({ value: value ?? raw, controlCharacters: 0, badUtf8: 0 });
  });

  it('keeps line ends as newlines in text, and references in CDATA', () => {
    expect(scan('<a>1\r\n2\r3\t4&#13;</a>').events).toContain('"1\n2\n3\t4\r');
    expect(scan('<a><![CDATA[&lt;\r\n]]></a>').events).toContain('"&lt;\n');
  });

  it('reads many ampersands that open nothing in reasonable time', () => {
    const many = '&'.repeat(2_000_000);
    expect(attribute(many).value).toBe(many);
    expect(scan(`<a>${many}</a>`, () => 60_000).events).toContain(`"${many}`);
  });
});
