import { CodedError } from '../../../shared/errors.ts';
import { byte, matchToken, skipPast, unfinished } from './markup-bytes.ts';

/** The longest DOCTYPE read, in bytes; Apple's are about 10 KB (healthkit/README §1.4). */
const maxDoctypeBytes = 1 << 20;

export interface Doctype {
  /** The offset after its last `>`. */
  readonly end: number;
  /** N of `<!-- HealthKit Export Version: N -->`. */
  readonly exportVersion: string | null;
}

/**
 * Skips the DOCTYPE at `at` without parsing it, since that of export version 12 is malformed: its internal subset ends with the first `]` outside
 * comments, instructions, and quotes, whatever comes before (healthkit/README §1.4). Null if the bytes end first. Throws `import.entity_declaration`
 * for `<!ENTITY`, `import.not_xml` if it is longer than `maxDoctypeBytes`; `offset` is its position in the document.
 */
export function readDoctype(bytes: Buffer, at: number, end: number, offset: number): Doctype | null {
  const bound = Math.min(end, at + maxDoctypeBytes);
  let exportVersion: string | null = null;
  let inSubset = false;
  let i = at + '<!DOCTYPE'.length;
  while (i < bound) {
    const value = bytes[i] as number;
    if (value === byte.doubleQuote || value === byte.singleQuote) {
      i = skipPast(bytes, i + 1, bound, String.fromCharCode(value));
    } else if (!inSubset) {
      if (value === byte.greater) return { end: i + 1, exportVersion };
      inSubset = value === byte.openBracket;
      i++;
    } else if (value === byte.closeBracket) {
      inSubset = false;
      i++;
    } else if (value === byte.less) {
      const next = skipDeclarationStart(bytes, i, bound, offset + (i - at));
      if (matchToken(bytes, i, bound, '<!--') > 0 && next > 0) {
        exportVersion ??= versionIn(bytes.toString('latin1', i, next));
      }
      i = next;
    } else {
      i++;
    }
    if (i === unfinished) break;
  }
  if (end - at >= maxDoctypeBytes) throw new CodedError('import.not_xml', { offset });
  return null;
}

/** Skips a whole comment or instruction, or the first character of anything else that begins with `<`. */
function skipDeclarationStart(bytes: Buffer, at: number, end: number, offset: number): number {
  if (matchToken(bytes, at, end, '<!ENTITY') > 0)
    throw new CodedError('import.entity_declaration', { offset });
  if (matchToken(bytes, at, end, '<!--') > 0) return skipPast(bytes, at + 4, end, '-->');
  if (matchToken(bytes, at, end, '<?') > 0) return skipPast(bytes, at + 2, end, '?>');
  return at + (matchToken(bytes, at, end, '<!') > 0 ? 3 : 2);
}

function versionIn(comment: string): string | null {
  return /HealthKit Export Version:\s*([0-9A-Za-z.]{1,16})/.exec(comment)?.[1] ?? null;
}
