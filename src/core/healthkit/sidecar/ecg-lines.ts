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
  const quoted = /^"((?:[^"]|"")*)"$/.exec(value)?.[1];
  return { key: line.slice(0, at), value: quoted?.replaceAll('""', '"') ?? value };
}

/** A sample alone on its line, with a point or a comma; null for any other line. */
export function sampleNumber(line: string): number | null {
  return /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/.test(line)
    ? Number(line.replace(',', '.'))
    : null;
}

/** The number in `512 hertz`, `513,992 Hertz`, `512ヘルツ`: digits, then a word and nothing but direction marks. Hz. */
export function sampleRate(value: string): number | null {
  const printed = /^(\d+(?:[.,]\d+)?)\s*\p{L}[\p{L}\p{M}.]*$/u.exec(value.replace(/\p{Cf}/gu, ''))?.[1];
  const rate = Number(printed?.replace(',', '.'));
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}
