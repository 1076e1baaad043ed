/** A line of an ECG's header: a key in the phone's language, and what stands after the separator. */
export interface HeaderRow {
  readonly key: string;
  readonly value: string;
}

/** Splits at the first comma (or semicolon, where a comma is the decimal sign); takes the value out of its quotes. */
export function readHeaderRow(line: string): HeaderRow {
  const at = line.search(/[,;]/);
  if (at === -1) return { key: line, value: '' }; // "Name" may stand alone (apple-health-export §1.9)
  const value = line.slice(at + 1).trim();
  return { key: line.slice(0, at), value: unquoted(value) ?? value };
}

/** The text in quotes, doubled ones taken for one; null where a quote inside stands alone. Not by an expression: one that repeats a choice for each character runs out of stack. */
function unquoted(value: string): string | null {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return null;
  const inner = value.slice(1, -1);
  for (let i = inner.indexOf('"'); i >= 0; i = inner.indexOf('"', i + 2)) {
    if (inner[i + 1] !== '"') return null;
  }
  return inner.replaceAll('""', '"');
}

/** Longer texts are no rate and no version. */
const longestToken = 64;

/** Whether a value is a version: `8.4.1`. */
export function isVersion(value: string): boolean {
  return value.length <= longestToken && /^\d+(?:\.\d+)*$/.test(value);
}

/** A sample alone on its line, with a point or a comma; null for any other line. */
export function sampleNumber(line: string): number | null {
  return /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/.test(line)
    ? Number(line.replace(',', '.'))
    : null;
}

/** The number in `512 hertz`, `513,992 Hertz`, `512ヘルツ`: digits, then a word and nothing but direction marks. Hz. */
export function sampleRate(value: string): number | null {
  if (value.length > longestToken) return null;
  const printed = /^(\d+(?:[.,]\d+)?)\s*\p{L}[\p{L}\p{M}.]*$/u.exec(value.replace(/\p{Cf}/gu, ''))?.[1];
  const rate = Number(printed?.replace(',', '.'));
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}
