/** One value of a table: text, a figure, or nothing. */
export type Cell = string | number | boolean | null;

/**
 * One record of CSV with its CRLF (RFC 4180, 2): a field is quoted where it holds a comma, a quote or a line break, or begins or ends with a
 * blank, which readers trim. Figures are written as JavaScript writes them, with a point, so that each reads back as the same number.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

export function csvField(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object of JSON, its keys the columns in their order; a figure that JSON has no word for is text. */
export function jsonRow(columns: readonly string[], cells: readonly Cell[]): string {
  const fields = columns.map((name, index) => {
    const cell = cells[index] ?? null;
    const isWord = typeof cell === 'number' && !Number.isFinite(cell);
    return `${JSON.stringify(name)}:${JSON.stringify(isWord ? String(cell) : cell)}`;
  });
  return `{${fields.join(',')}}`;
}
