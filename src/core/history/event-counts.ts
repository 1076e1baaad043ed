import type { CallOutput } from '../../shared/contract/index.ts';
import { type EventCategory, eventCategories } from '../../shared/domain/event-category.ts';
import type { Reader } from '../db/open.ts';

/** The number of events that History shows per category, in category order; empty categories are left out. */
export function createEventCounts(reader: Reader): () => CallOutput<'history.eventCounts'> {
  const select = reader.prepare<[], { category: EventCategory; count: number }>(
    `SELECT category, count(*) AS count FROM (SELECT category FROM event WHERE is_shown = 1
       UNION ALL SELECT category FROM own_event) GROUP BY category`,
  );
  return () => {
    const counts = new Map(select.all().map(({ category, count }) => [category, count]));
    return eventCategories.flatMap((category) => {
      const count = counts.get(category);
      return count === undefined ? [] : [{ category, count }];
    });
  };
}
