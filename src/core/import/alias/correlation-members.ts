import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

/**
 * The correlations that hold records of a source, whatever their own source: when such a record folds into another, its
 * correlations follow in the same transaction, so none names a record that is gone.
 */
export class CorrelationMembers {
  /** Correlations by the record that they hold. */
  readonly #holders = new Map<number, number[]>();
  readonly #members: ReadStatement<[number], string>;
  readonly #update: WriteStatement<[string, number], unknown>;
  readonly #twin: ReadStatement<[string, number], number>;
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
    this.#twin = writer
      .prepare<[string, number], number>(
        `SELECT o.id FROM correlation n JOIN correlation o ON o.type = n.type AND o.start = n.start AND o."end" = n."end"
         AND o.source = n.source AND o.members = ? WHERE n.id = ? AND o.id <> n.id`,
      )
      .pluck();
    this.#remove = writer
      .prepare<[number], number>('DELETE FROM correlation WHERE id = ? RETURNING run')
      .pluck();
  }

  /**
   * Record `from` was removed, `to` replaces it. `onRemoved` gets the run of a correlation, `gone`, that is removed because
   * another one, `kept`, equals it now.
   */
  replace(from: number, to: number, onRemoved: (run: number, gone: number, kept: number) => void): void {
    for (const id of this.#holders.get(from) ?? []) {
      const text = this.#members.get(id);
      if (text === undefined) continue;
      const members = (JSON.parse(text) as number[]).map((member) => (member === from ? to : member));
      const sorted = JSON.stringify([...new Set(members)].sort((a, b) => a - b));
      if (this.#update.run(sorted, id).changes > 0) continue;
      const kept = this.#twin.get(sorted, id) ?? 0;
      onRemoved(this.#remove.get(id) ?? 0, id, kept);
    }
  }
}
