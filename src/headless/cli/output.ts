/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  /** One line of the result; resolves when there is room for the next. */
  result(line: string): Promise<void>;
  /** A sentence for a person. */
  note(line: string): void;
  /** Replaces the progress line; nothing without a terminal. */
  progress(line: string): void;
  /** The reader of the result has gone (`| head`): there is no use in going on. */
  readonly isClosed: boolean;
}

/** Results alone: no sentences beside them and no progress. What ends a command is still said. */
export function quieted(output: Output): Output {
  return {
    get isClosed() {
      return output.isClosed;
    },
    result: (line) => output.result(line),
    note: () => {},
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
  return {
    get isClosed() {
      return isClosed;
    },
    result: async (line) => {
      clear();
      await new Promise<void>((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!process.stderr.isTTY) return;
      hasProgress = true;
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
  };
}
