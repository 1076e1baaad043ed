import { recordClassOf } from '../../../shared/domain/record-class.ts';
import { arrivalClasses } from '../../../shared/domain/sync.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { Backlog } from '../backlog.ts';
import { type DestinationRow, DestinationStore, toDestination } from '../destination-store.ts';
import type { Destination } from '../target.ts';
import { type HeldBack, noneHeldBack, type Scope, type TargetSide } from '../target-side.ts';
import { carryCursors } from './carry-cursors.ts';
import { noteSuperseded } from './chunk-rows.ts';
import { setScope } from './cursor-rows.ts';
import { LineSizes } from './line-sizes.ts';
import { reclassArrivals } from './reclass-arrivals.ts';
import { recoverChunks, requeueSending } from './recover-chunks.ts';
import { withdrawChunks } from './return-members.ts';
import type { Spool } from './spool.ts';
import { undiscardChunk } from './user-acts.ts';

const nothing: Scope = { kinds: new Set(), fromDay: null };
const scopeNow = (row: DestinationRow): Scope => (row.is_enabled === 1 ? toDestination(row) : nothing);

/** The queue of a raw target: arrivals past its cursors, and chunks. Samples are counted. */
export class RawSide implements TargetSide {
  readonly kinds = arrivalClasses;
  readonly #writer: Writer;
  readonly #backlog: Backlog;
  readonly #lines: LineSizes;
  readonly #spool: Spool;
  readonly #now: () => number;
  /** Files of chunks that were withdrawn; should the program die before they are removed, the next start does it. */
  readonly #left = new Set<string>();

  /** `now` in UTC seconds. */
  constructor(writer: Writer, reader: Reader, spool: Spool, now: () => number) {
    this.#writer = writer;
    this.#backlog = new Backlog(reader);
    this.#lines = new LineSizes(reader);
    this.#spool = spool;
    this.#now = now;
  }

  countInScope(kinds: readonly string[], fromDay: number | null): ReadonlyMap<string, number> {
    return this.#backlog.countByClass({ id: null, kinds: new Set(kinds), fromDay });
  }

  /** Chunks cut while the target is off return to the backlog, so nothing waits in the queue. */
  countMissing(destination: number, { kinds, fromDay }: Scope): ReadonlyMap<string, number> {
    return this.#backlog.countByClass({ id: destination, kinds, fromDay });
  }

  bytesOf(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    return new Map([...counts].map(([kind, count]) => [kind, count * this.#lines.bytesPerLine(kind)]));
  }

  typesOf(kind: string): readonly string[] {
    if (kind !== 'unknown') return [];
    const names = this.#writer
      .prepare<[], string>(
        'SELECT name FROM record_type WHERE id IN (SELECT type FROM record_summary) ORDER BY name',
      )
      .pluck()
      .all();
    return names.filter((name) => recordClassOf(name) === kind);
  }

  changeScope(destination: Destination, _before: Scope | null, after: Scope): void {
    setScope(this.#writer, destination.id, after.kinds, after.fromDay);
    this.#withdraw(destination.id, after);
  }

  queueAgain(_destination: Destination, chunk: number): void {
    undiscardChunk(this.#writer, chunk, this.#now());
  }

  carry(from: number, to: number): void {
    for (const name of carryCursors(this.#writer, from, to, this.#now())) this.#left.add(name);
  }

  turnedOff({ id }: Destination): void {
    this.#withdraw(id, nothing);
  }

  /** Chunks that were being sent when the scope changed are withdrawn too, once it is known that they are not stored. */
  async enqueue(destination: number): Promise<void> {
    const row = new DestinationStore(this.#writer).row(destination);
    if (row) this.#writer.transaction(() => this.#withdraw(row.id, scopeNow(row)))();
    const isUsed = this.#writer.prepare<[string], unknown>('SELECT 1 FROM chunk WHERE spool = ?');
    for (const name of [...this.#left]) {
      this.#left.delete(name);
      // The transaction that withdrew it may have been rolled back.
      if (isUsed.get(name) === undefined) await this.#spool.remove(name);
    }
  }

  #withdraw(destination: number, scope: Scope): void {
    for (const name of withdrawChunks(this.#writer, destination, scope, this.#now())) this.#left.add(name);
  }

  warm({ id, kinds, fromDay }: Scope & { readonly id: number | null }): Promise<void> {
    return this.#backlog.warm({ id, kinds, fromDay });
  }

  backlog({ id, kinds, fromDay }: Destination): number {
    return this.#backlog.count({ id, kinds, fromDay });
  }

  heldBack(): HeldBack {
    return noneHeldBack;
  }

  requeue({ id }: Destination): void {
    this.#requeue(id);
  }

  async recover(): Promise<void> {
    reclassArrivals(this.#writer, this.#now());
    noteSuperseded(this.#writer);
    // Before anything is awaited, so no call sees a state between.
    this.#requeue(null);
    await recoverChunks(this.#writer, this.#spool, this.#now());
  }

  /** Chunks that were being sent may have left the consent meanwhile, and a target that's off has no turn to notice it. */
  #requeue(destination: number | null): void {
    const rows = new DestinationStore(this.#writer)
      .all()
      .filter(({ id, target }) => (destination === null ? target !== 'trendy' : id === destination));
    this.#writer.transaction(() => {
      requeueSending(this.#writer, this.#now(), destination);
      for (const row of rows) this.#withdraw(row.id, scopeNow(row));
    })();
  }
}
