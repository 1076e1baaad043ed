import { arrivalClasses } from '../../../shared/domain/sync.ts';
import type { Reader, Writer } from '../../db/open.ts';
import type { Destination } from '../../targets/target.ts';
import { Backlog } from '../backlog.ts';
import type { Scope, TargetSide } from '../target-side.ts';
import { setScope } from './cursor-rows.ts';
import { recoverChunks } from './recover-chunks.ts';

/** The queue of a raw target: arrivals past its cursors, and chunks. Samples are counted. */
export class RawSide implements TargetSide {
  readonly kinds = arrivalClasses;
  readonly #writer: Writer;
  readonly #backlog: Backlog;
  readonly #spoolDir: string;
  readonly #now: () => number;

  /** `now` in UTC seconds. */
  constructor(writer: Writer, reader: Reader, spoolDir: string, now: () => number) {
    this.#writer = writer;
    this.#backlog = new Backlog(reader);
    this.#spoolDir = spoolDir;
    this.#now = now;
  }

  countInScope(kinds: readonly string[], fromDay: number | null): ReadonlyMap<string, number> {
    return this.#backlog.countByClass({ id: null, kinds: new Set(kinds), fromDay });
  }

  changeScope(destination: Destination, _before: Scope | null, after: Scope): void {
    setScope(this.#writer, destination.id, after.kinds, after.fromDay);
  }

  warm({ id, kinds, fromDay }: Scope & { readonly id: number | null }): Promise<void> {
    return this.#backlog.warm({ id, kinds, fromDay });
  }

  backlog({ id, kinds, fromDay }: Destination): number {
    return this.#backlog.count({ id, kinds, fromDay });
  }

  held(): number {
    return 0;
  }

  recover(): Promise<void> {
    return recoverChunks(this.#writer, this.#spoolDir, this.#now());
  }
}
