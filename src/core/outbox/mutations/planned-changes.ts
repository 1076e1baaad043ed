import type { Writer } from '../../db/open.ts';
import type { PlannedChange } from '../../events/preview-events.ts';
import type { Destination } from '../target.ts';
import { fromSecond } from '../target-side.ts';
import { differsEnough } from './event-content.ts';
import type { Holds } from './holds.ts';
import { isDiscarded } from './mutation-row.ts';
import { RemoteEvents } from './remote-events.ts';

/**
 * Whether a change by another zone or order of sources would be sent to a destination: a new event if it is in scope and not held
 * back, the others if they are at Trendy, ours, and differ by more than the thresholds (trendy/README §3.3).
 */
export function goesTo(
  writer: Writer,
  destination: Destination,
  holds: Holds,
): (change: PlannedChange) => boolean {
  const remote = new RemoteEvents(writer, destination.id);
  const from = fromSecond(destination.fromDay);
  const discarded = writer.prepare<[string, number, string, string, number]>(isDiscarded);
  return (change) => {
    const { category, start } = change.event;
    if (!destination.kinds.has(category) || start < from) return false;
    if (change.kind !== 'deleted' && holds.of({ id: change.id ?? 0, ...change.event }) !== null) return false;
    // A discard applies even if another zone changes the event.
    if (change.id === null) {
      const { day, sampleId } = change.event;
      return discarded.get(category, start, day, sampleId, destination.id) === undefined;
    }
    const there = remote.linkedTo(change.id);
    if (!there?.isOurs || there.isDeleted) return false;
    const { notes, isAllDay, properties } = change.event;
    return (
      change.kind === 'deleted' ||
      differsEnough(category, { notes, is_all_day: isAllDay, properties }, there.content)
    );
  };
}
