import type { Reader, ReadStatement } from '../db/open.ts';
import { type EventSource, readSources } from './source-kinds.ts';
import { inPriority } from './source-priority.ts';

/** The order of the sources, read anew when there is another source or one has another type: that takes some 20 ms. */
export class SourceOrder {
  readonly #reader: Reader;
  readonly #chosen: () => readonly number[];
  readonly #version: ReadStatement<[], string>;
  #seen = '';
  #sources: readonly EventSource[] = [];

  constructor(reader: Reader, chosen: () => readonly number[]) {
    this.#reader = reader;
    this.#chosen = chosen;
    this.#version = reader
      .prepare<[], string>(
        `SELECT (SELECT count(*) || ' ' || coalesce(max(id), 0) FROM source) || ' ' ||
          (SELECT count(*) FROM record_summary WHERE count > 0)`,
      )
      .pluck();
  }

  /** Ids, highest priority first. */
  now(): number[] {
    return this.under(this.#chosen());
  }

  /** The order that another choice of the person would give. */
  under(chosen: readonly number[]): number[] {
    const version = this.#version.get() ?? '';
    if (version !== this.#seen) {
      this.#sources = readSources(this.#reader);
      this.#seen = version;
    }
    return inPriority(this.#sources, chosen).map(({ id }) => id);
  }
}
