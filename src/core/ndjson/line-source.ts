/** One sample on its way out. */
export interface SampleLine {
  /** Row id as arrivals name it. */
  readonly row: number;
  /** UTC seconds of its start, which is compared with a start date. 0 where the file said none. */
  readonly startAt: number;
  /** One object on one line. */
  readonly json: string;
  /** The fields of `json` by name; of a record, at least those that fill columns of a dataset (atlas/README §5). */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function sampleLine(row: number, startAt: number, fields: SampleLine['fields']): SampleLine {
  return { row, startAt, json: JSON.stringify(fields), fields };
}

/** Part of a class's rows: ids `fromRow` ≤ id < `toRow` that start at `fromAt` ≤ start < `toAt`. */
export interface RowScope {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromAt: number;
  readonly toAt: number;
}

/** Makes lines of one arrival class. Rows that are gone (folded into another) are left out. */
export interface LineSource {
  readonly rowsPerRead: number;
  /** In ascending order of id, at most `rowsPerRead`. */
  read(scope: RowScope): SampleLine[];
}
