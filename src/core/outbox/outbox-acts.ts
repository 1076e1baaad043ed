import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutboxState } from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Writer } from '../db/open.ts';
import { carryCursors, routedBy } from './chunks/carry-cursors.ts';
import { isSuperseded } from './chunks/chunk-rows.ts';
import { requeueSending } from './chunks/recover-chunks.ts';
import type { Spool } from './chunks/spool.ts';
import { chunkPayload, discardChunk, removeSpoolOf, retryChunk, retryChunks } from './chunks/user-acts.ts';
import { type DestinationRow, DestinationStore } from './destination-store.ts';
import { prepareChange, statesBefore } from './states.ts';
import { fromSecond } from './target-side.ts';

type Kind = 'mutation' | 'chunk';
interface Item {
  readonly state: OutboxState;
  readonly destination: number;
}

type Retryable = Extract<OutboxState, 'failed' | 'uncertain' | 'waiting'>;

const mayRetry = statesBefore('mutation', 'retry');

/** The details shown for a chunk. */
const excerptBytes = 4096;

/** The user's actions on items of the queue. Errors: sync.unknown_item, sync.item_changed. */
export class OutboxActs {
  readonly #writer: Writer;
  readonly #spool: Spool;
  readonly #now: () => number;

  /** `now` in UTC seconds. */
  constructor(writer: Writer, spool: Spool, now: () => number) {
    this.#writer = writer;
    this.#spool = spool;
    this.#now = now;
  }

  /** Queues it again, its attempts forgotten: the user knows better. Returns its destination. Error sync.out_of_scope, too. */
  retry(kind: Kind, id: number): number {
    const { destination, state } = this.#itemOf(kind, id);
    if (kind === 'chunk') retryChunk(this.#writer, id, this.#now());
    else if (this.#queue(destination, 'id = ?', [id]) === 0)
      throw new CodedError(mayRetry.includes(state) ? 'sync.out_of_scope' : 'sync.item_changed');
    return destination;
  }

  /** Items outside the current scope stay; error sync.out_of_scope if there are no others. */
  retryAll(destinations: readonly number[], states: readonly Retryable[]): number {
    const marks = states.map(() => '?').join(', ');
    const open = `state IN (${marks}) AND destination = ?`;
    const count = this.#writer
      .prepare<unknown[], number>(`SELECT count(*) FROM mutation WHERE ${open}`)
      .pluck();
    return this.#writer.transaction(() => {
      let [items, left] = [0, 0];
      for (const destination of destinations) {
        items += this.#queue(destination, open, [...states, destination]);
        left += count.get(...states, destination) ?? 0;
        const chunks = retryChunks(this.#writer, destination, states, this.#now());
        items += chunks.items;
        left += chunks.left;
      }
      if (items === 0 && left > 0) throw new CodedError('sync.out_of_scope');
      return items;
    })();
  }

  /** Gives it up: nothing of it is sent, its bytes go, and no import queues it again (`TargetSide.queueAgain` takes it back). */
  async discard(kind: Kind, id: number): Promise<void> {
    if (kind === 'chunk') return discardChunk(this.#writer, this.#spool, id, this.#now());
    this.#itemOf(kind, id);
    const { changes } = prepareChange(this.#writer, 'mutation', 'discard', {
      set: {
        next_at_ms: 'NULL',
        day: '(SELECT day FROM event WHERE event.id = mutation.event)',
        updated_at: '?',
      },
      where: 'id = ?',
    }).run(this.#now(), id);
    if (changes === 0) throw new CodedError('sync.item_changed');
  }

  /** The destination of a discarded item. Errors: sync.unknown_item, sync.item_changed when it is not discarded. */
  discardedOf(kind: Kind, id: number): number {
    const { state, destination } = this.#itemOf(kind, id);
    if (state !== 'discarded') throw new CodedError('sync.item_changed');
    return destination;
  }

  /** Discarded items of a destination, newest first, as many as asked for. */
  discardedAt({ id, target }: Pick<DestinationRow, 'id' | 'target'>, limit: number): number[] {
    const rows = target === 'trendy' ? 'mutation WHERE' : `chunk WHERE NOT ${isSuperseded} AND`;
    return this.#writer
      .prepare<[number, number], number>(
        `SELECT id FROM ${rows} destination = ? AND state = 'discarded' ORDER BY id DESC LIMIT ?`,
      )
      .pluck()
      .all(id, limit);
  }

  /** The first lines of a chunk, null once its bytes are gone. */
  excerpt(chunk: number): Promise<string | null> {
    return chunkPayload(this.#writer, this.#spool, chunk, excerptBytes);
  }

  /**
   * Its whole queue and ledger with their bytes, in turns, before a destination is removed. Destinations that use it as another route to the
   * same dataset are handed back first, with its deliveries.
   */
  async removeItems(destination: number): Promise<void> {
    const [former] = routedBy(this.#writer, destination);
    if (former !== undefined) {
      for (const id of [destination, former]) requeueSending(this.#writer, this.#now(), id);
      for (const name of carryCursors(this.#writer, destination, former, this.#now()))
        await this.#spool.remove(name);
    }
    await removeSpoolOf(this.#writer, this.#spool, destination);
    await removeRowsOf(this.#writer, destination);
  }

  /** Mutations of a destination; none while its target is off, or outside of the consent. */
  #queue(destination: number, where: string, parameters: readonly unknown[]): number {
    const scope = new DestinationStore(this.#writer).whileOn(destination);
    if (scope === null) return 0;
    const within = [JSON.stringify([...scope.kinds]), fromSecond(scope.fromDay)];
    return prepareChange(this.#writer, 'mutation', 'retry', {
      set: { attempts: '0', next_at_ms: 'NULL', updated_at: '?' },
      where: `${where} AND category IN (SELECT value FROM json_each(?)) AND start >= ?`,
    }).run(this.#now(), ...parameters, ...within).changes;
  }

  #itemOf(kind: Kind, id: number): Item {
    const item = this.#writer
      .prepare<[number], Item>(`SELECT state, destination FROM ${kind} WHERE id = ?`)
      .get(id);
    if (item === undefined) throw new CodedError('sync.unknown_item');
    return item;
  }
}

const rowsPerTurn = 500;
/** Tables with one row per item, and the column that identifies it. The rest of a destination is small. */
const large = [
  ['mutation', 'id'],
  ['chunk', 'id'],
  ['far_event', 'destination, id'],
  ['far_read', 'destination, id'],
] as const;

/**
 * Forgets the consent of a destination, then removes its items in turns. The caller removes its own row: should
 * the program die before, it is one that nothing was ever agreed to.
 */
async function removeRowsOf(writer: Writer, destination: number): Promise<void> {
  writer.transaction(() => {
    writer
      .prepare<[number]>(
        "UPDATE destination SET is_enabled = 0, consent = NULL, state = '{}', last_success_at = NULL WHERE id = ?",
      )
      .run(destination);
    writer.prepare<[number]>('DELETE FROM cursor WHERE destination = ?').run(destination);
  })();
  for (const [table, key] of large) {
    const remove = writer.prepare<[number, number]>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE destination = ? LIMIT ?)`,
    );
    while (remove.run(destination, rowsPerTurn).changes === rowsPerTurn) await nextTurn();
  }
}
