import { byte } from './markup-bytes.ts';
import { referenceEnd, resolveReference } from './references.ts';

type Place = 'attribute' | 'text' | 'cdata';

const maxParts = 4096;
const replacement = '\uFFFD';
const encodedReplacement = Buffer.from(replacement);

/**
 * Decodes bytes of the document as a parser does and counts characters replaced by U+FFFD. Only decoded values are counted, because inspecting every
 * byte of every tag would cost more than the scan.
 */
export class CharacterDecoder {
  /** Characters XML forbids, raw or as a numeric reference (healthkit/README §1.4). */
  controlCharacters = 0;
  /** Replacement characters for bytes that aren't UTF-8, including lone surrogates. */
  badUtf8 = 0;
  private lastBlankKey = -1;
  private lastBlank = '';

  /** An attribute's value: references resolved, each line end, tab or newline a space. */
  attribute(bytes: Buffer, from: number, to: number): string {
    return this.decode(bytes, from, to, 'attribute');
  }

  /** Character data: references resolved, each line end a newline. */
  text(bytes: Buffer, from: number, to: number): string {
    return this.decode(bytes, from, to, 'text');
  }

  /** The content of a CDATA section: each line end a newline, `&` an ordinary character. */
  cdata(bytes: Buffer, from: number, to: number): string {
    return this.decode(bytes, from, to, 'cdata');
  }

  /** `text` for the white space between an export's tags: the usual run isn't decoded again. */
  blank(bytes: Buffer, from: number, to: number): string {
    if (to - from > 4) return this.text(bytes, from, to);
    let key = to - from;
    for (let i = from; i < to; i++) key = key * 64 + (bytes[i] as number);
    if (key !== this.lastBlankKey) {
      this.lastBlankKey = key;
      this.lastBlank = this.text(bytes, from, to);
    }
    return this.lastBlank;
  }

  private decode(bytes: Buffer, from: number, to: number, place: Place): string {
    const raw = bytes.toString('utf8', from, to);
    if (raw.includes(replacement)) {
      this.badUtf8 +=
        occurrences(raw, replacement) - occurrences(bytes.subarray(from, to), encodedReplacement);
    }
    let decoded = '';
    // Joined by the thousand: a text built character by character takes sixty times its size until it is read.
    let parts: string[] = [];
    let copied = 0;
    let i = 0;
    while (i < raw.length) {
      const code = raw.charCodeAt(i);
      if (code >= byte.space && code !== byte.ampersand && code < 0xfffe) {
        i++;
        continue;
      }
      let next = i + 1;
      let character: string;
      if (code === byte.ampersand) {
        const end = place === 'cdata' ? -1 : referenceEnd(raw, i);
        const resolved = end < 0 ? 'unknown' : resolveReference(raw.slice(i + 1, end));
        if (resolved === 'unknown') {
          i++;
          continue;
        }
        next = end + 1;
        character = resolved === 'forbidden' ? this.replaced() : resolved.character;
      } else if (code === byte.tab) {
        character = place === 'attribute' ? ' ' : '\t';
      } else if (code === byte.newline || code === byte.carriageReturn) {
        if (code === byte.carriageReturn && raw.charCodeAt(next) === byte.newline) next++;
        character = place === 'attribute' ? ' ' : '\n';
      } else {
        character = this.replaced();
      }
      parts.push(raw.slice(copied, i), character);
      if (parts.length >= maxParts) {
        decoded += parts.join('');
        parts = [];
      }
      copied = next;
      i = next;
    }
    return copied === 0 ? raw : decoded + parts.join('') + raw.slice(copied);
  }

  private replaced(): string {
    this.controlCharacters++;
    return replacement;
  }
}

function occurrences<T extends string | Buffer>(within: T, what: T & (string | Buffer)): number {
  let count = 0;
  const step = what.length;
  const find = (from: number): number =>
    typeof within === 'string' ? within.indexOf(what as string, from) : within.indexOf(what, from);
  for (let at = find(0); at >= 0; at = find(at + step)) count++;
  return count;
}
