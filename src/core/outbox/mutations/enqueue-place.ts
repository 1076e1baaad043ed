import { z } from 'zod';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import type { Scope } from '../target-side.ts';

/** Its name in stored states. */
const reconciledToKey = 'wishedTo';

const storedSchema = z.object({
  kinds: z.array(z.string()),
  fromDay: z.number().nullable(),
  /** The last mutation looked at for being out of scope; null when all were. */
  droppedTo: z.number().nullable(),
  /** The last of Trendy's events looked at for being gone here; null when all were, or none is to be deleted. */
  goneTo: z.string().nullable().default(null),
  /** The last event looked at. */
  [reconciledToKey]: z.number(),
});
type Stored = z.infer<typeof storedSchema>;

/** How far a destination's queue has been brought in line with its consent and holds. */
export type EnqueuePlace = Omit<Stored, typeof reconciledToKey> & { readonly reconciledTo: number };

/** The rows that are looked at besides the events. */
export interface Looks {
  readonly mayDrop?: boolean;
  readonly mayDelete?: boolean;
}

/**
 * Keeps the place in the destination's state, committed with the consent and then with every turn, so work that a crashed program
 * left unfinished continues at the next start. No place: the queue is up to date.
 */
export class EnqueuePlaces {
  readonly #read: ReadStatement<[number], string | null>;
  readonly #begin: WriteStatement<[string, string, number], unknown>;
  readonly #write: WriteStatement<[string, number], unknown>;
  readonly #end: WriteStatement<[number], unknown>;

  constructor(writer: Writer) {
    this.#read = writer
      .prepare<[number], string | null>(`SELECT state -> '$.enqueue' FROM destination WHERE id = ?`)
      .pluck();
    this.#begin = writer.prepare(
      `UPDATE destination SET state = json_set(state, '$.enqueue', json(?), '$.holds', ?) WHERE id = ?`,
    );
    this.#write = writer.prepare(
      `UPDATE destination SET state = json_set(state, '$.enqueue', json(?)) WHERE id = ?`,
    );
    this.#end = writer.prepare(`UPDATE destination SET state = json_remove(state, '$.enqueue') WHERE id = ?`);
  }

  /**
   * From the start, by this scope and by the holds of this key. `mayDrop`: something may be queued that is out of scope;
   * `mayDelete`: events that are gone here are deleted there.
   */
  begin(destination: number, { kinds, fromDay }: Scope, holds: string, { mayDrop, mayDelete }: Looks): void {
    const before = this.of(destination);
    const isDropping = mayDrop || typeof before?.droppedTo === 'number';
    const isDeleting = mayDelete || typeof before?.goneTo === 'string';
    const place: EnqueuePlace = {
      kinds: [...kinds],
      fromDay,
      droppedTo: isDropping ? 0 : null,
      goneTo: isDeleting ? '' : null,
      reconciledTo: 0,
    };
    this.#begin.run(asStored(place), holds, destination);
  }

  of(destination: number): EnqueuePlace | null {
    const text = this.#read.get(destination);
    if (text == null) return null;
    const { [reconciledToKey]: reconciledTo, ...place } = storedSchema.parse(JSON.parse(text));
    return { ...place, reconciledTo };
  }

  /** Null: there is nothing left to do. */
  save(destination: number, place: EnqueuePlace | null): void {
    if (place === null) this.#end.run(destination);
    else this.#write.run(asStored(place), destination);
  }
}

function asStored({ reconciledTo, ...place }: EnqueuePlace): string {
  return JSON.stringify({ ...place, [reconciledToKey]: reconciledTo } satisfies Stored);
}
