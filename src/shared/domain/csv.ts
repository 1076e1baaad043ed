/** One value of a table: text, a number, or nothing. */
export type Cell = string | number | boolean | null;

/**
 * One CSV record with its CRLF (RFC 4180, 2): a field is quoted if it contains a comma, a quote, or a line break, or begins or ends
 * with a blank, which readers trim. Numbers are written as JavaScript writes them, with a point, so each reads back as the same number.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One JSON object whose keys are the columns in order; a number that JSON can't represent becomes text. */
export function jsonRow(columns: readonly string[], cells: readonly Cell[]): string {
  const fields = columns.map((name, index) => {
    const cell = cells[index] ?? null;
    const isWord = typeof cell === 'number' && !Number.isFinite(cell);
    return `${JSON.stringify(name)}:${JSON.stringify(isWord ? String(cell) : cell)}`;
  });
  return `{${fields.join(',')}}`;
}
