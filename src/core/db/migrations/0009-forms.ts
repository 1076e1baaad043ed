import { categoryOfType } from '../../../shared/domain/event-category.ts';
import { parseNumber } from '../../healthkit/byte-values.ts';
import { earlierCategoryValues, foldCategoryValue } from '../../healthkit/fold.ts';
import { isSameMeasure, unconvertedKey, unitRule } from '../../healthkit/units.ts';
import type { ReadStatement, Writer, WriteStatement } from '../open.ts';

type Table = 'record' | 'removed_record';
type Key = number | string;

interface Row {
  readonly id: number;
  readonly start: number;
  readonly duration: number;
  readonly source: number;
  readonly value: number | null;
  readonly key: Key;
  readonly unit: string;
  readonly run: number;
}

/** What a row becomes: its value as printed, and the key that a new import gives it. */
interface Form {
  readonly value: number | null;
  readonly key: Key;
}

/**
 * Rows whose value_key a new import would not find again, because units, renamed categories and decimal commas were read otherwise
 * when they were stored: brought over from what is stored beside it, the printed value and its unit. Rows that were right keep their
 * keys, which are what destinations know them by. Of two rows that turn out to be one sample the one that was right stays, and the other
 * goes to removed_record. The figures of the types that changed are counted anew. Safe to be done twice.
 */
export function bringOverForms(writer: Writer): void {
  const types = writer.prepare<[], [number, string]>('SELECT id, name FROM record_type').raw().all();
  for (const [type, name] of types) {
    const forms = new TypeForms(writer, type, name);
    if (name.startsWith('HKCategoryType')) forms.renameValues();
    else {
      forms.convertUnits();
      forms.readNumbers();
    }
    forms.finish();
  }
}

class TypeForms {
  readonly #writer: Writer;
  readonly #type: number;
  readonly #name: string;
  readonly #days = new Set<number>();
  readonly #twins: ReadStatement<
    [number, number, number, number, number],
    { id: number; key: Key; unit: string }
  >;
  readonly #toRemoved: WriteStatement<[number, number], unknown>;
  readonly #drop: WriteStatement<[number], unknown>;

  constructor(writer: Writer, type: number, name: string) {
    this.#writer = writer;
    this.#type = type;
    this.#name = name;
    this.#twins = writer.prepare(
      `SELECT r.id, r.value_key AS key, o.unit FROM record r JOIN origin o ON o.id = r.origin
       WHERE r.type = ? AND r.start = ? AND r.duration = ? AND r.source = ? AND r.id <> ?`,
    );
    const columns =
      'id, type, start, duration, source, value_key, value, origin, created, copies, run, metadata';
    this.#toRemoved = writer.prepare(
      `INSERT OR IGNORE INTO removed_record (${columns}, state, removed_run, removed_export_at, newer)
       SELECT ${columns}, 'superseded', run,
         coalesce((SELECT export_at FROM import_run WHERE id = run), 0), ? FROM record WHERE id = ?`,
    );
    this.#drop = writer.prepare('DELETE FROM record WHERE id = ?');
  }

  convertUnits(): void {
    const units = this.#writer
      .prepare<[number], string>('SELECT unit FROM type_unit WHERE type = ?')
      .pluck()
      .all(this.#type);
    for (const unit of units) {
      const rule = unitRule(unit, this.#name);
      const formOf = ({ value, key }: Row): Form => {
        if (value === null) return { value, key };
        return { value, key: rule ? value * rule.factor + rule.offset : unconvertedKey(value, unit) };
      };
      for (const table of ['record', 'removed_record'] as const) {
        // A conversion is linear: what is right for one value is right for all but zero.
        const [first] = this.#rows(table, 'o.unit = ? AND r.value <> 0 LIMIT 1', [unit]);
        const one = first ?? this.#rows(table, 'o.unit = ? AND r.value = 0 LIMIT 1', [unit])[0];
        if (one === undefined || formOf(one).key === one.key) continue;
        this.#bring(table, this.#rows(table, 'o.unit = ?', [unit]), formOf);
      }
    }
  }

  /** Texts that are numbers after all, such as `72,5`. */
  readNumbers(): void {
    const condition = `typeof(r.value_key) = 'text' AND r.value_key <> '' AND r.value IS NULL`;
    for (const table of ['record', 'removed_record'] as const) {
      this.#bring(table, this.#rows(table, condition, []), ({ key, unit }) => {
        const value = parseNumber(String(key));
        if (Number.isNaN(value)) return { value: null, key };
        const rule = unitRule(unit, this.#name);
        return { value, key: rule ? value * rule.factor + rule.offset : unconvertedKey(value, unit) };
      });
    }
  }

  renameValues(): void {
    const condition = `r.value_key IN (${earlierCategoryValues.map(() => '?').join(', ')})`;
    for (const table of ['record', 'removed_record'] as const) {
      this.#bring(table, this.#rows(table, condition, earlierCategoryValues), ({ value, key }) => ({
        value,
        key: foldCategoryValue(String(key)),
      }));
    }
  }

  /** Counts the type anew where something changed. */
  finish(): void {
    if (this.#days.size === 0) return;
    const writer = this.#writer;
    for (const table of ['record_summary', 'record_day', 'record_month'])
      writer.prepare<[number]>(`DELETE FROM ${table} WHERE type = ?`).run(this.#type);
    const day = 'CAST(floor(start / 86400.0) AS INTEGER)';
    const month = `(CAST(strftime('%Y', start, 'unixepoch') AS INTEGER) - 1970) * 12 + CAST(strftime('%m', start, 'unixepoch') AS INTEGER) - 1`;
    const figure = `CASE WHEN typeof(value_key) = 'text' THEN NULL ELSE value_key END`;
    const counted = [
      `record_summary SELECT type, source, count(*), min(start), max(start) FROM record WHERE type = ? GROUP BY source`,
      `record_day SELECT type, source, ${day}, count(*), sum(${figure}), min(${figure}), max(${figure}) FROM record
       WHERE type = ? GROUP BY source, ${day}`,
      `record_month SELECT type, ${month}, count(*) FROM record WHERE type = ? GROUP BY ${month}`,
    ];
    for (const insert of counted) writer.prepare<[number]>(`INSERT INTO ${insert}`).run(this.#type);
    const category =
      this.#name === 'HKQuantityTypeIdentifierHeartRate' ? 'workout' : categoryOfType[this.#name];
    if (category === undefined) return;
    const touch = writer.prepare<[string, number]>('INSERT OR IGNORE INTO touched_day VALUES (?, ?)');
    for (const touched of this.#days) touch.run(category, touched);
  }

  #rows(table: Table, condition: string, parameters: readonly string[]): Row[] {
    return this.#writer
      .prepare<unknown[], Row>(
        `SELECT r.id, r.start, r.duration, r.source, r.value, r.value_key AS key, o.unit, r.run
         FROM ${table} r JOIN origin o ON o.id = r.origin WHERE r.type = ? AND ${condition}`,
      )
      .all(this.#type, ...parameters);
  }

  #bring(table: Table, rows: readonly Row[], formOf: (row: Row) => Form): void {
    const update = this.#writer.prepare<[number | null, Key, number]>(
      `UPDATE OR IGNORE ${table} SET value = ?, value_key = ? WHERE id = ?`,
    );
    for (const row of rows) {
      const { value, key } = formOf(row);
      if (key === row.key) continue;
      const twin = table === 'record' ? this.#twin(row, key) : null;
      if (twin === null) update.run(value, key, row.id);
      else {
        this.#toRemoved.run(twin, row.id);
        this.#drop.run(row.id);
      }
      if (table === 'record') this.#note(row);
    }
  }

  /** The row that holds the same sample already: by its key, or printed in another unit. */
  #twin({ id, start, duration, source, unit }: Row, key: Key): number | null {
    const found = this.#twins.all(this.#type, start, duration, source, id).find((other) => {
      if (other.key === key) return true;
      if (typeof other.key !== 'number' || typeof key !== 'number' || other.unit === unit) return false;
      const rule = unitRule(other.unit, this.#name);
      return isSameMeasure(other.key, key, rule?.canonical ?? unit);
    });
    return found?.id ?? null;
  }

  #note({ start, duration }: Row): void {
    const first = Math.floor(start / 86_400);
    const last = Math.min(Math.floor((start + Math.max(0, duration)) / 86_400), first + 4);
    for (let day = first; day <= last; day++) this.#days.add(day);
  }
}
