import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OutboxState } from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Writer } from '../db/open.ts';

type Kind = 'mutation' | 'chunk';

const retryable: ReadonlySet<OutboxState> = new Set(['failed', 'uncertain', 'waiting'] as const);

/** What the person does with items of the queue. Errors: sync.unknown_item, sync.not_retryable. */
export class OutboxActs {
  readonly #writer: Writer;
  readonly #spoolDir: string;
  readonly #now: () => number;

  /** `now` in UTC seconds. */
  constructor(writer: Writer, spoolDir: string, now: () => number) {
    this.#writer = writer;
    this.#spoolDir = spoolDir;
    this.#now = now;
  }

  /** Queues it again, its attempts forgotten: the person knows better. */
  retry(kind: Kind, id: number): void {
    if (!retryable.has(this.#stateOf(kind, id))) throw new CodedError('sync.not_retryable');
    this.#queue(kind, 'id = ?', [id]);
  }

  retryAll(destination: number | undefined, states: readonly string[]): number {
    const marks = states.map(() => '?').join(', ');
    const where = `state IN (${marks})${destination === undefined ? '' : ' AND destination = ?'}`;
    const parameters = destination === undefined ? [...states] : [...states, destination];
    return this.#writer.transaction(
      () => this.#queue('mutation', where, parameters) + this.#queue('chunk', where, parameters),
    )();
  }

  /** Gives it up: nothing of it is sent, its bytes go, and no import queues it again by itself. */
  discard(kind: Kind, id: number): void {
    const state = this.#stateOf(kind, id);
    if (state === 'sending' || state === 'delivered' || state === 'discarded')
      throw new CodedError('sync.not_retryable');
    this.#writer
      .prepare<[number, number]>(
        `UPDATE ${kind} SET state = 'discarded', next_at_ms = NULL, updated_at = ? WHERE id = ?`,
      )
      .run(this.#now(), id);
    if (kind === 'chunk') this.dropSpool('id = ?', [id]);
  }

  /** Removes spool files of the chunks that match; their rows know that the bytes are gone. */
  dropSpool(where: string, parameters: readonly unknown[]): void {
    const names = this.#writer
      .prepare<unknown[], string>(`SELECT spool FROM chunk WHERE spool IS NOT NULL AND ${where}`)
      .pluck()
      .all(...parameters);
    for (const name of names) rmSync(join(this.#spoolDir, name), { force: true });
    this.#writer.prepare<unknown[]>(`UPDATE chunk SET spool = NULL WHERE ${where}`).run(...parameters);
  }

  #queue(kind: Kind, where: string, parameters: readonly unknown[]): number {
    const resends = kind === 'chunk' ? ', resends = 0' : '';
    return this.#writer
      .prepare<unknown[]>(
        `UPDATE ${kind} SET state = 'queued', attempts = 0, next_at_ms = NULL, updated_at = ?${resends} WHERE ${where}`,
      )
      .run(this.#now(), ...parameters).changes;
  }

  #stateOf(kind: Kind, id: number): OutboxState {
    const state = this.#writer
      .prepare<[number], OutboxState>(`SELECT state FROM ${kind} WHERE id = ?`)
      .pluck()
      .get(id);
    if (state === undefined) throw new CodedError('sync.unknown_item');
    return state;
  }
}
