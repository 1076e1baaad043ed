import type { SandboxClock } from '../http/clock.ts';
import type { TrendySettings } from './backend.ts';
import { ChangeLog } from './change-log.ts';
import { EventTable } from './event-table.ts';
import { EventTypeTable, PropertyDefinitionTable } from './type-tables.ts';

/** Everything the backend keeps, in memory (trendy/README §6.1). */
export interface TrendyStore {
  readonly events: EventTable;
  readonly types: EventTypeTable;
  readonly definitions: PropertyDefinitionTable;
  readonly changes: ChangeLog;
  /** What one read of PostgREST gives of these rows: its `max_rows` (trendy/README §1.3). */
  capped<T>(rows: readonly T[]): T[];
  /** The cascade of the database: events and definitions go with their type, without a change row each (trendy/README §1.12). */
  deleteType(id: string): void;
}

/** An empty store. Statements get distinct microseconds, each later than the one before, also while the clock stands. */
export function createStore(clock: SandboxClock, settings: Pick<TrendySettings, 'maxRows'>): TrendyStore {
  let last = 0;
  const now = () => {
    last = Math.max(last + 1, Math.floor(clock.now()) * 1000);
    return last;
  };
  const types = new EventTypeTable(now);
  const events = new EventTable(now, (id) => types.get(id) !== undefined);
  const definitions = new PropertyDefinitionTable(now);
  return {
    events,
    types,
    definitions,
    changes: new ChangeLog(now),
    capped: (rows) => rows.slice(0, settings.maxRows),
    deleteType(id) {
      types.delete(id);
      events.deleteOfType(id);
      definitions.deleteOfType(id);
    },
  };
}
