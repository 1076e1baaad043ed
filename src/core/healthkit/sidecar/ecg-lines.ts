import { plainForm } from '../printed.ts';

/** A line of an ECG's header: a key in the phone's language, and the text after the separator. */
export interface HeaderRow {
  readonly key: string;
  readonly value: string;
}

/** Splits at the first comma (or semicolon, where a comma is the decimal sign); unquotes the value. */
export function readHeaderRow(line: string): HeaderRow {
  const at = line.search(/[,;،]/);
  if (at === -1) return { key: line, value: '' }; // "Name" may stand alone (healthkit/README §1.9)
  const value = line.slice(at + 1).trim();
  return { key: line.slice(0, at), value: unquoted(value) ?? value };
}

/**
 * The quoted text, with doubled quotes as one; null for a single quote inside. No regular expression: one with an alternative per character overflows
 * the stack.
 */
function unquoted(value: string): string | null {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return null;
  const inner = value.slice(1, -1);
  for (let i = inner.indexOf('"'); i >= 0; i = inner.indexOf('"', i + 2)) {
    if (inner[i + 1] !== '"') return null;
  }
  return inner.replaceAll('""', '"');
}

/** Longer texts are neither rates nor versions. */
const longestToken = 64;

/** Whether a value is a version: `8.4.1`. */
export function isVersion(value: string): boolean {
  return value.length <= longestToken && /^\d+(?:\.\d+)*$/.test(plainForm(value));
}

type Separator = '.' | ',';

/** The number format of one file: its decimal sign; all other separators group digits. */
export interface NumberForm {
  readonly decimal: Separator;
}

/** A printed number with ASCII digits, minus, and separators, without quotes, spaces, and apostrophes; null for other texts. */
function numberText(line: string): string | null {
  // A fast path for nearly all lines; longer ones aren't numbers.
  if (line.length > longestToken) return null;
  if (/^-?\d+(?:\.\d+)?$/.test(line)) return line;
  const plain = plainForm(line)
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', '')
    .replace(/["' \u2019]/g, '');
  return /^[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?$/.test(plain) ? plain : null;
}

/** Whether a line may be a sample. */
export function isSampleLike(line: string): boolean {
  return numberText(line) !== null;
}

/** Whether a line stands for a missing sample: `nan`, `-inf`, a dash. */
export function isNoSample(line: string): boolean {
  const plain = plainForm(line);
  return /^[+-]?(?:nan|inf|infinity)$/i.test(plain) || !/\p{L}/u.test(plain);
}

/** `1,234` and `-12.345.678`: only groups of digits. */
const groups = /^[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+$/;

/**
 * The number format of a file, from all samples at once, because `1,234` alone is ambiguous: if a number has both signs, the last is the decimal
 * sign; else the rate's sign decides, if it has one; else the only sign is decimal, unless all numbers with it look grouped and most numbers have
 * none.
 */
export function numberFormOf(lines: readonly string[], rate: string): NumberForm {
  const ofRate = /\d([.,])\d/.exec(plainForm(rate))?.[1] as Separator | undefined;
  const counts = { '.': { all: 0, groups: 0 }, ',': { all: 0, groups: 0 } };
  let plain = 0;
  for (const line of lines) {
    const text = numberText(line);
    if (text === null) continue;
    const [point, comma] = [text.lastIndexOf('.'), text.lastIndexOf(',')];
    if (point >= 0 && comma >= 0) return { decimal: point > comma ? '.' : ',' };
    if (point < 0 && comma < 0) plain++;
    else {
      const count = counts[point >= 0 ? '.' : ','];
      count.all++;
      if (groups.test(text)) count.groups++;
    }
  }
  if (ofRate !== undefined) return { decimal: ofRate };
  const isGrouping = ({ all, groups }: { all: number; groups: number }) =>
    all > 0 && all === groups && plain > all;
  if (counts['.'].all > 0 && counts[','].all > 0) {
    return { decimal: counts[','].groups < counts[','].all ? ',' : '.' };
  }
  if (counts[','].all > 0) return { decimal: isGrouping(counts[',']) ? '.' : ',' };
  return { decimal: isGrouping(counts['.']) ? ',' : '.' };
}

/** A sample alone on its line; null for anything else, such as `12.5x` or groups that aren't three digits long. */
export function sampleNumber(line: string, { decimal }: NumberForm): number | null {
  const text = numberText(line);
  if (text === null) return null;
  const at = text.indexOf(decimal);
  const whole = at < 0 ? text : text.slice(0, at);
  const rest = at < 0 ? '' : text.slice(at + 1);
  const isWhole = /^[+-]?\d*(?:[eE][+-]?\d+)?$/.test(whole) || /^[+-]?\d{1,3}(?:[.,]\d{3})+$/.test(whole);
  if (!isWhole || /[.,]/.test(rest)) return null;
  const value = Number(`${whole.replace(/[.,]/g, '')}${at < 0 ? '' : `.${rest}`}`);
  return Number.isFinite(value) ? value : null;
}

/** The number in `512 hertz`, `513,992 Hertz`, `512ヘルツ`, `٥١٢ هرتز`: digits, a word, and optional direction marks. Hz. */
export function sampleRate(value: string): number | null {
  if (value.length > longestToken) return null;
  const plain = plainForm(value).replaceAll('\u066b', '.');
  const printed = /^(\d+(?:[.,]\d+)?)\s*\p{L}[\p{L}\p{M}.]*$/u.exec(plain)?.[1];
  const rate = Number(printed?.replace(',', '.'));
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}
