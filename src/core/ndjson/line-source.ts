/** One sample on its way out. `json` is one object on one line. */
export interface SampleLine {
  /** Row id as arrivals name it. */
  readonly row: number;
  /** UTC seconds of its start, which is compared with a start date. 0 where the file said none. */
  readonly startAt: number;
  readonly json: string;
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
