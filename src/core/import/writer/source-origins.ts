import type { Writer, WriteStatement } from '../../db/open.ts';

interface Figures {
  readonly source: number;
  readonly origin: number;
  count: number;
  first: number;
  last: number;
}

const originsPerSource = 2 ** 26;

/**
 * Counts the records that are added by source and origin, in source_origin: what kind of device a source is, and when it was first
 * met, is told from these counts (events/source-kinds.ts), never from single records. `flush` in the transaction that adds them;
 * what leaves `record`, or changes its source, is counted by triggers.
 */
export class SourceOrigins {
  readonly #figures = new Map<number, Figures>();
  /** Those of the record added last: most are of its source and origin. */
  #last: Figures | null = null;
  readonly #add: WriteStatement<[number, number, number, number, number], unknown>;

  constructor(writer: Writer) {
    this.#add = writer.prepare(
      `INSERT INTO source_origin VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,
       first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    );
  }

  /** One new record by the ids of its source and origin; instants are UTC seconds. */
  add(source: number, origin: number, start: number, end: number): void {
    let figures = this.#last;
    if (figures === null || figures.source !== source || figures.origin !== origin) {
      figures = this.#of(source, origin, start, end);
      this.#last = figures;
    }
    figures.count++;
    if (start < figures.first) figures.first = start;
    if (end > figures.last) figures.last = end;
  }

  flush(): void {
    for (const { source, origin, count, first, last } of this.#figures.values())
      this.#add.run(source, origin, count, first, last);
    this.#figures.clear();
    this.#last = null;
  }

  #of(source: number, origin: number, first: number, last: number): Figures {
    const key = source * originsPerSource + origin;
    let figures = this.#figures.get(key);
    if (!figures) {
      figures = { source, origin, count: 0, first, last };
      this.#figures.set(key, figures);
    }
    return figures;
  }
}
