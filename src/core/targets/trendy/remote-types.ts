import { type EventCategory, eventCategories } from '../../../shared/domain/event-category.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

export interface RemoteType {
  readonly id: string;
  readonly name: string;
}

/** The table `far_type` of one destination: Trendy's event types, and the category of each. */
export class RemoteTypes {
  readonly #writer: Writer;
  readonly #destination: number;
  readonly #idOf: ReadStatement<[number, string], string>;
  readonly #put: WriteStatement<unknown[], unknown>;

  constructor(writer: Writer, destination: number) {
    this.#writer = writer;
    this.#destination = destination;
    this.#idOf = writer
      .prepare<[number, string], string>(
        'SELECT id FROM far_type WHERE destination = ? AND category = ? ORDER BY id LIMIT 1',
      )
      .pluck();
    this.#put = writer.prepare(
      `INSERT INTO far_type (destination, id, name, category) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name, category = coalesce(category, excluded.category)`,
    );
  }

  /** The id that events of this category are sent with; null while there is none. */
  idOf(category: EventCategory): string | null {
    return this.#idOf.get(this.#destination, category) ?? null;
  }

  /** A type once adopted keeps its category when the user renames it; a new one is known by the phone's default name. */
  put({ id, name }: RemoteType): void {
    const category = eventCategories.find((each) => eventTypeDefaults[each].name === name);
    const isTaken = category !== undefined && this.idOf(category) !== null;
    this.#put.run(this.#destination, id, name, isTaken ? null : (category ?? null));
  }

  /** The whole list as Trendy gave it; gives the types that are gone from it. */
  replaceAll(types: readonly RemoteType[]): string[] {
    const kept = new Set(types.map(({ id }) => id));
    const gone = this.#writer
      .prepare<[number], string>('SELECT id FROM far_type WHERE destination = ?')
      .pluck()
      .all(this.#destination)
      .filter((id) => !kept.has(id));
    for (const id of gone) this.remove(id);
    for (const type of types) this.put(type);
    return gone;
  }

  remove(id: string): void {
    this.#writer
      .prepare<[number, string]>('DELETE FROM far_type WHERE destination = ? AND id = ?')
      .run(this.#destination, id);
  }
}

interface EventTypeDefaults {
  readonly name: string;
  readonly color: string;
  /** SF Symbol; stored as it is; our page may draw another icon (trendy/README §2.2). */
  readonly icon: string;
}

/** trendy/README §3.1: the phone's names of its types, and how it finds them. */
export const eventTypeDefaults: Readonly<Record<EventCategory, EventTypeDefaults>> = {
  workout: { name: 'Workout', color: '#FF2D55', icon: 'figure.run' },
  steps: { name: 'Steps', color: '#34C759', icon: 'figure.walk' },
  sleep: { name: 'Sleep', color: '#5856D6', icon: 'bed.double.fill' },
  active_energy: { name: 'Active Energy', color: '#FF9500', icon: 'flame.fill' },
  mindfulness: { name: 'Mindfulness', color: '#AF52DE', icon: 'brain.head.profile' },
  water: { name: 'Water', color: '#007AFF', icon: 'drop.fill' },
};
