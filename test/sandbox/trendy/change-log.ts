import { inJsonbOrder } from './json-order.ts';
import type { ChangeRow, EntityType, JsonObject, Operation } from './rows.ts';
import type { Micros } from './timestamps.ts';

export interface ChangeInput {
  readonly userId: string;
  readonly entityType: EntityType;
  readonly operation: Operation;
  readonly entityId: string;
  readonly data: JsonObject | null;
  /** How the write fares: seen at once, lost silently, or its id taken now and the row visible only later (trendy/README §1.14). */
  readonly fate?: 'written' | 'lost' | 'late';
}

/** The `change_log` table: one sequence over all users, appended best effort after the write it tells of (trendy/README §1.14). */
export class ChangeLog {
  readonly #now: () => Micros;
  #rows: ChangeRow[] = [];
  #late: ChangeRow[] = [];
  #lastId = 0;

  constructor(now: () => Micros) {
    this.#now = now;
  }

  append({ fate = 'written', ...input }: ChangeInput): void {
    if (fate === 'lost') return;
    this.#lastId += 1;
    const at = this.#now();
    const row: ChangeRow = {
      ...input,
      id: this.#lastId,
      data: input.data === null ? null : inJsonbOrder(input.data),
      deletedAt: input.operation === 'delete' ? at : null,
      createdAt: at,
    };
    (fate === 'late' ? this.#late : this.#rows).push(row);
  }

  /** Rows that took their id earlier become visible below the newest cursor. */
  releaseLate(): void {
    this.#rows = [...this.#rows, ...this.#late].sort((a, b) => a.id - b.id);
    this.#late = [];
  }

  /** Cut by hand to the newest rows, as the owner once did (trendy/README §1.14). */
  truncate(keepNewest: number): void {
    this.#rows = keepNewest > 0 ? this.#rows.slice(-keepNewest) : [];
  }

  of(userId: string): readonly ChangeRow[] {
    return this.#rows.filter((row) => row.userId === userId);
  }

  /** Reads one row more than asked for, to tell whether there are more: never so where `capped` lets that many not through. */
  since(
    userId: string,
    cursor: number,
    limit: number,
    capped: <T>(rows: readonly T[]) => T[],
  ): { rows: readonly ChangeRow[]; hasMore: boolean } {
    const later = this.of(userId).filter((row) => row.id > cursor);
    const read = capped(later.slice(0, limit + 1));
    return { rows: read.slice(0, limit), hasMore: read.length > limit };
  }

  latestCursor(userId: string): number {
    return this.of(userId).at(-1)?.id ?? 0;
  }
}
