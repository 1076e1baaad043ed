import type { SandboxClock } from '../http/clock.ts';
import { ChangeLog } from './change-log.ts';
import { EventTable } from './event-table.ts';
import { EventTypeTable, PropertyDefinitionTable } from './type-tables.ts';

/** Everything the backend keeps, in memory (trendy-backend §6.1). */
export interface TrendyStore {
  readonly events: EventTable;
  readonly types: EventTypeTable;
  readonly definitions: PropertyDefinitionTable;
  readonly changes: ChangeLog;
  /** The cascade of the database: events and definitions go with their type, without a change row each (§1.12). */
  deleteType(id: string): void;
}

/** An empty store. Statements get distinct microseconds even within one millisecond of the clock. */
export function createStore(clock: SandboxClock): TrendyStore {
  let statement = 0;
  const now = () => {
    statement = (statement + 1) % 1000;
    return Math.floor(clock.now()) * 1000 + statement;
  };
  const types = new EventTypeTable(now);
  const events = new EventTable(now, (id) => types.get(id) !== undefined);
  const definitions = new PropertyDefinitionTable(now);
  return {
    events,
    types,
    definitions,
    changes: new ChangeLog(now),
    deleteType(id) {
      types.delete(id);
      events.deleteOfType(id);
      definitions.deleteOfType(id);
    },
  };
}
