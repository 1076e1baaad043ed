import type { Reader, ReadStatement } from '../db/open.ts';
import { type EventSource, readSources } from './source-kinds.ts';
import { inPriority } from './source-priority.ts';

/**
 * The order of the sources, read anew when anything has changed that it depends on: migration 7 raises source_version with every
 * change of source_origin, of which kinds, hardware and first instants are told.
 */
export class SourceOrder {
  readonly #reader: Reader;
  readonly #chosen: () => readonly number[];
  readonly #version: ReadStatement<[], string>;
  #seen = '';
  #sources: readonly EventSource[] = [];
  #devices = new Map<number, ReadonlyMap<number, number>>();

  constructor(reader: Reader, chosen: () => readonly number[]) {
    this.#reader = reader;
    this.#chosen = chosen;
    this.#version = reader
      .prepare<[], string>(
        `SELECT (SELECT version FROM source_version) || ' ' || (SELECT count(*) || ' ' || coalesce(max(id), 0) FROM source)`,
      )
      .pluck();
  }

  /** Ids, highest priority first. */
  now(): number[] {
    return this.under(this.#chosen());
  }

  /** The order that another choice of the user would give. */
  under(chosen: readonly number[]): number[] {
    this.#refresh();
    return inPriority(this.#sources, chosen).map(({ id }) => id);
  }

  /** By source: the place of the device behind each origin, for sources of which two devices wrote at one time. */
  devices(): ReadonlyMap<number, ReadonlyMap<number, number>> {
    this.#refresh();
    return this.#devices;
  }

  #refresh(): void {
    const version = this.#version.get() ?? '';
    if (version === this.#seen) return;
    this.#sources = readSources(this.#reader);
    this.#devices = new Map(
      this.#sources.flatMap(({ id, deviceOf }) => (deviceOf === null ? [] : [[id, deviceOf] as const])),
    );
    this.#seen = version;
  }
}
