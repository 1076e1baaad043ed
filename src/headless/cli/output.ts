/** A command's output: results go to stdout, everything else to stderr. */
export interface Output {
  /** Writes one line of the result; resolves when there is room for the next. */
  result(line: string): Promise<void>;
  /** Writes a sentence for the user. */
  note(line: string): void;
  /** Writes a sentence about something that failed or is left to do; also with `--quiet`. */
  failure(line: string): void;
  /** Replaces the progress line; does nothing without a terminal. */
  progress(line: string): void;
  /** The reader of the result is gone (`| head`): there is no point in continuing. */
  readonly isClosed: boolean;
}

/** Results and failures only: no other sentences and no progress. */
export function quieted(output: Output): Output {
  return {
    get isClosed() {
      return output.isClosed;
    },
    result: (line) => output.result(line),
    note: () => {},
    failure: (line) => output.failure(line),
    progress: () => {},
  };
}

export function standardOutput(): Output {
  let isClosed = false;
  let hasProgress = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  });
  const clear = () => {
    if (hasProgress) process.stderr.write('\r\x1b[K');
    hasProgress = false;
  };
  const tell = (line: string) => {
    clear();
    process.stderr.write(`${line}\n`);
  };
  return {
    get isClosed() {
      return isClosed;
    },
    result: async (line) => {
      clear();
      await new Promise<void>((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
    },
    note: tell,
    failure: tell,
    progress: (line) => {
      if (!process.stderr.isTTY) return;
      hasProgress = true;
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
  };
}

/** Prints a list page by page, for as long as the output is read. `after`: the page that follows a cursor, the first one without. */
export async function printPages<Row>(
  output: Output,
  after: (cursor: string | undefined) => { readonly rows: readonly Row[]; readonly next: string | null },
  lineOf: (row: Row) => string,
): Promise<void> {
  let cursor: string | undefined;
  while (!output.isClosed) {
    const { rows, next } = after(cursor);
    if (rows.length > 0) await output.result(rows.map(lineOf).join('\n'));
    if (next === null) return;
    cursor = next;
  }
}
