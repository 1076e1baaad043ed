import { TextDecoder } from 'node:util';
import { CodedError } from '../../../shared/errors.ts';
import { XmlScanner } from '../xml/xml-scanner.ts';
import { type ArchiveEntry, release } from './entry.ts';

/** The root's start tag follows a DOCTYPE of 4 to 12 kB (healthkit/README §1.1); the search ends here. */
export const headBytes = 1024 * 1024;
const rootTag = /<HealthData(?:\s[^<>]{0,4096})?>/;
/** Maximum length of an XML declaration. */
const declarationBytes = 512;

/**
 * The document of an entry in UTF-8, whatever its encoding: UTF-16 with or without a byte order mark, or the encoding of its XML declaration. Errors:
 * those of the entry's stream.
 */
export async function* utf8Stream(entry: Pick<ArchiveEntry, 'stream'>): AsyncIterable<Buffer> {
  let decoder: TextDecoder | null | undefined;
  let held: Buffer | null = null;
  const decoded = (piece: Buffer): Buffer => {
    if (decoder === undefined) decoder = decoderOf(piece);
    if (decoder === null) return piece;
    const text = decoder.decode(piece, { stream: true });
    release(piece);
    return Buffer.from(text);
  };
  for await (const chunk of entry.stream()) {
    const piece: Buffer = held === null ? chunk : Buffer.concat([held, chunk]);
    held = decoder === undefined && piece.length < declarationBytes ? piece : null;
    if (held === null) yield decoded(piece);
  }
  if (held !== null) yield decoded(held);
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}

/** Null for UTF-8, which needs no decoding: the scanner replaces and counts invalid bytes. */
function decoderOf(bytes: Buffer): TextDecoder | null {
  const start = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (start >>> 16 === 0xfffe || start === 0x3c003f00 || start >>> 8 === 0x3c0048)
    return new TextDecoder('utf-16le');
  if (start >>> 16 === 0xfeff || start === 0x003c003f) return new TextDecoder('utf-16be');
  const name = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{1,40})["']/.exec(
    bytes.toString('latin1', 0, declarationBytes),
  )?.[1];
  if (name === undefined || /^utf-?(?:8|16|32)/i.test(name)) return null;
  try {
    return new TextDecoder(name);
  } catch {
    // An unknown encoding name; the bytes are tried as UTF-8.
    return null;
  }
}

/**
 * The main document in a form that the scanner can read: `utf8Stream`, with blanks over the remains of a partly removed DOCTYPE, so offsets match the
 * file. A complete DOCTYPE, however malformed inside, is left alone. Error: import.entity_declaration for entities in the remains.
 */
export async function* documentStream(entry: Pick<ArchiveEntry, 'stream'>): AsyncIterable<Buffer> {
  const held: Buffer[] = [];
  let size = 0;
  let isPassed = false;
  for await (const chunk of utf8Stream(entry)) {
    if (isPassed) {
      yield chunk;
      continue;
    }
    held.push(chunk);
    size += chunk.length;
    const head = held.length === 1 ? chunk : Buffer.concat(held);
    const root = head.toString('latin1', 0, headBytes + 16).search(rootTag);
    if (root < 0 && size < headBytes) continue;
    isPassed = true;
    if (root > 0 && !reachesRoot(head)) blank(head, root);
    held.length = 0;
    yield head;
  }
  yield* held;
}

/** Whether the scanner reaches the root, or stops for a reason that must be reported. */
function reachesRoot(head: Buffer): boolean {
  let first: string | null = null;
  const reached = new Error();
  const scanner = new XmlScanner({
    open: (tag) => {
      first = scanner.names.name(tag.nameId);
      throw reached;
    },
    close: () => undefined,
  });
  try {
    scanner.write(head);
  } catch (error) {
    if (error instanceof CodedError) return error.code !== 'import.not_xml';
    if (error !== reached) throw error;
  }
  return first === 'HealthData';
}

function blank(head: Buffer, root: number): void {
  const left = head.toString('latin1', 0, root);
  const entity = left.search(/<!ENTITY/);
  if (entity >= 0) throw new CodedError('import.entity_declaration', { offset: entity });
  head.fill(0x20, 0, root);
}
