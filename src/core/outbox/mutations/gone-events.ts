import type { ReadStatement, Writer } from '../../db/open.ts';

/** A row of `far_event` that is checked for having no event of ours any more. */
export interface LookedAtFar {
  readonly id: string;
  readonly category: string | null;
  readonly start: number;
  /** 1: we wrote it, it is there, and the event that it stood for is gone here. */
  readonly isGone: number;
}

/** Events that a destination still holds although they are gone here. If other rules removed them, their deletion waits for the user. */
export class GoneEvents {
  readonly #page: ReadStatement<[number, string, number], LookedAtFar>;

  constructor(writer: Writer) {
    this.#page = writer.prepare(
      `SELECT id, category, start, is_ours = 1 AND is_deleted = 0 AND f.event IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM sent_event e WHERE e.id = f.event) AS isGone
       FROM far_event f WHERE destination = ? AND id > ? ORDER BY id LIMIT ?`,
    );
  }

  /** The next `limit` rows after an id ('' for the first), of any kind. */
  after(destination: number, id: string, limit: number): LookedAtFar[] {
    return this.#page.all(destination, id, limit);
  }
}
