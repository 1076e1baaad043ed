import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Writer } from '../../db/open.ts';
import { prepareChange } from '../states.ts';
import { type Mutation, mutationColumns } from './mutation-row.ts';

/** A request stored before it is sent: the same key and items until its outcome is known (trendy/README §1.16). */
export interface Batch {
  readonly id: number;
  readonly key: string;
  readonly mutations: readonly Mutation[];
}

const idsSchema = z.array(z.number());

/** The table `batch` of one destination. Methods belong in the transaction that moves the mutations. */
export class MutationBatches {
  readonly #writer: Writer;
  readonly #destination: number;
  readonly #nowMs: () => number;

  constructor(writer: Writer, destination: number, nowMs: () => number) {
    this.#writer = writer;
    this.#destination = destination;
    this.#nowMs = nowMs;
  }

  /** A new request with these mutations, in this order, under a new key. */
  add(mutations: readonly Mutation[]): Batch {
    const ids = mutations.map(({ id }) => id);
    const key = randomUUID();
    const { lastInsertRowid } = this.#writer
      .prepare<unknown[]>(
        'INSERT INTO batch (destination, idempotency_key, mutations, created_at) VALUES (?, ?, ?, ?)',
      )
      .run(this.#destination, key, JSON.stringify(ids), Math.floor(this.#nowMs() / 1000));
    const id = Number(lastInsertRowid);
    const join = this.#writer.prepare<[number, number]>('UPDATE mutation SET batch = ? WHERE id = ?');
    for (const mutation of ids) join.run(id, mutation);
    return { id, key, mutations: mutations.map((mutation) => ({ ...mutation, batch: id })) };
  }

  /**
   * The oldest due request with an unknown outcome. One that lost an item meanwhile (discarded, out of
   * scope) is another request: its items are released. Error none.
   */
  open(): Batch | null {
    const rows = this.#writer
      .prepare<[number], { id: number; idempotency_key: string; mutations: string }>(
        'SELECT id, idempotency_key, mutations FROM batch WHERE destination = ? ORDER BY id',
      )
      .all(this.#destination);
    for (const row of rows) {
      const ids = idsSchema.parse(JSON.parse(row.mutations));
      if (this.#isUnderWay(row.id)) continue;
      const ordered = ids.flatMap((id) => this.#memberOf(row.id, id) ?? []);
      if (ordered.length < ids.length) this.close(row.id);
      else if (ordered.every((mutation) => this.#isDue(mutation)))
        return { id: row.id, key: row.idempotency_key, mutations: ordered };
    }
    return null;
  }

  /** The outcome is known, or these items will never be sent together again. */
  close(id: number): void {
    this.#writer
      .prepare<[number, number]>(
        `UPDATE mutation SET batch = NULL WHERE batch = ?
         AND id IN (SELECT item.value FROM batch b, json_each(b.mutations) item WHERE b.id = ?)`,
      )
      .run(id, id);
    this.#writer.prepare<[number]>('DELETE FROM batch WHERE id = ?').run(id);
  }

  #isUnderWay(batch: number): boolean {
    const row = this.#writer
      .prepare<[number, number]>(
        `SELECT 1 FROM mutation WHERE destination = ? AND state = 'sending' AND batch = ? LIMIT 1`,
      )
      .get(this.#destination, batch);
    return row !== undefined;
  }

  #memberOf(batch: number, id: number): Mutation | undefined {
    return this.#writer
      .prepare<[number, number], Mutation>(
        `SELECT ${mutationColumns} FROM mutation WHERE id = ? AND batch = ? AND state IN ('queued','waiting')`,
      )
      .get(id, batch);
  }

  #isDue({ state, next_at_ms }: Mutation): boolean {
    return state === 'queued' || next_at_ms === null || next_at_ms <= this.#nowMs();
  }
}

/** Queues again mutations that were being sent when the program, or only a step to `destination`, ended: in the same batch, under the same key. */
export function recoverMutations(writer: Writer, destination: number | null = null): void {
  prepareChange(writer, 'mutation', 'recover', {
    set: {},
    where: '@destination IS NULL OR destination = @destination',
  }).run({ destination });
}
