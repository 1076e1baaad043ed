import { describe, expect, test } from 'vitest';
import {
  documentStream,
  headBytes,
  utf8Stream,
} from '../../../../../src/core/healthkit/archive/document-stream.ts';
import { CodedError } from '../../../../../src/shared/errors.ts';

/** Copies, because what a stream yields is its reader's. */
const entryOf = (bytes: Buffer, size: number) => ({
  async *stream() {
    for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
  },
});

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const body = '<HealthData locale="de_DE"><Record sourceName="Té😀"/></HealthData>';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('encodings', () => {
  test.each([
    ['UTF-8', Buffer.from(body)],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${body}`, 'utf16le')],
    ['UTF-16, the other way round', bigEndian(`\ufeff${body}`)],
    ['UTF-16 without a mark, with a declaration', Buffer.from(`<?xml version="1.0"?>${body}`, 'utf16le')],
    ['UTF-16 without both', Buffer.from(body, 'utf16le')],
  ])('%s, in chunks of any size', async (_, bytes) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const text = await read(utf8Stream(entryOf(bytes, size)));
      expect(text.replace(/^<\?xml[^>]*>/, '')).toBe(body);
    }
  });

  test('what the declaration names, and UTF-8 for a name that nobody knows', async () => {
    const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?><HealthData a="é"/>`;
    const latin = await read(utf8Stream(entryOf(Buffer.from(declared('ISO-8859-1'), 'latin1'), 16)));
    expect(latin).toContain('a="é"');
    expect(await read(utf8Stream(entryOf(Buffer.from(declared('nonsense')), 16)))).toBe(declared('nonsense'));
  });
});

describe('a DOCTYPE that a person cut', () => {
  const version = '<!-- HealthKit Export Version: 14 -->';
  test.each([
    ['its last line', ']>\n'],
    ['a part of a declaration', '  endDate CDATA #REQUIRED\n>\n]>\n'],
    [
      'whole declarations',
      `<?xml version="1.0"?>\n${version}\n<!ELEMENT Me EMPTY>\n<!ATTLIST Me\n a CDATA #IMPLIED\n>\n]>\n`,
    ],
    ['all but its end', `<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n${version}\n<!ELEMENT Me EMPTY>\n`],
    ['words of an editor', 'saved by hand:\n'],
  ])('%s is left: blanks stand in its place', async (_, left) => {
    for (const size of [5, 1000]) {
      const text = await read(documentStream(entryOf(Buffer.from(left + body), size)));
      expect(text).toBe(' '.repeat(Buffer.byteLength(left)) + body);
    }
  });

  test.each([
    ['none', ''],
    ['a declaration', '<?xml version="1.0"?>\n'],
    ['a whole one', `<!DOCTYPE HealthData [\n${version}\n]>\n`],
    [
      'one with stray markup inside',
      `<!DOCTYPE HealthData [\n<!ATTLIST V a CDATA\n<!ELEMENT R EMPTY>\n>>\n]>\n`,
    ],
  ])('%s: not touched', async (_, head) => {
    expect(await read(documentStream(entryOf(Buffer.from(head + body), 9)))).toBe(head + body);
  });

  test('entities in what is left are refused, and those of a whole DOCTYPE are the scanner’s to refuse', async () => {
    const left = `<!ENTITY a "b">\n]>\n${body}`;
    await expect(read(documentStream(entryOf(Buffer.from(left), 1000)))).rejects.toEqual(
      new CodedError('import.entity_declaration', { offset: 0 }),
    );
    const whole = `<!DOCTYPE HealthData [<!ENTITY a "b">]>${body}`;
    expect(await read(documentStream(entryOf(Buffer.from(whole), 1000)))).toBe(whole);
  });

  test('the root is looked for in the first megabyte, and what has none goes on as it is', async () => {
    const far = `]>${' '.repeat(headBytes)}${body}`;
    expect(await read(documentStream(entryOf(Buffer.from(far), 128 * 1024)))).toBe(far);
    expect(await read(documentStream(entryOf(Buffer.from('hello'), 2)))).toBe('hello');
  });
});
