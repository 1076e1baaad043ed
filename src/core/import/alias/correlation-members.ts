import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

/**
 * The correlations that hold records of a source, whatever their own source: when such a record folds into another, its
 * correlations follow in the same transaction, so that none names a record that is gone.
 */
export class CorrelationMembers {
  /** Correlations by the record that they hold. */
  readonly #holders = new Map<number, number[]>();
  readonly #members: ReadStatement<[number], string>;
  readonly #update: WriteStatement<[string, number], unknown>;
  readonly #remove: ReadStatement<[number], number>;

  constructor(writer: Writer, source: number) {
    const rows = writer
      .prepare<[number], [number, number]>(
        `SELECT e.value, c.id FROM correlation c, json_each(c.members) e JOIN record r ON r.id = e.value WHERE r.source = ?`,
      )
      .raw()
      .all(source);
    for (const [record, correlation] of rows)
      this.#holders.set(record, [...(this.#holders.get(record) ?? []), correlation]);
    this.#members = writer.prepare<[number], string>('SELECT members FROM correlation WHERE id = ?').pluck();
    this.#update = writer.prepare('UPDATE OR IGNORE correlation SET members = ? WHERE id = ?');
    this.#remove = writer
      .prepare<[number], number>('DELETE FROM correlation WHERE id = ? RETURNING run')
      .pluck();
  }

  /** Record `from` was removed, `to` stands for it. `onRemoved` is told the run of a correlation that another one equals now. */
  replace(from: number, to: number, onRemoved: (run: number) => void): void {
    for (const id of this.#holders.get(from) ?? []) {
      const text = this.#members.get(id);
      if (text === undefined) continue;
      const members = (JSON.parse(text) as number[]).map((member) => (member === from ? to : member));
      const sorted = JSON.stringify([...new Set(members)].sort((a, b) => a - b));
      if (this.#update.run(sorted, id).changes === 0) onRemoved(this.#remove.get(id) ?? 0);
    }
  }
}
