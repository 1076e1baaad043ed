import { type EventProperties, type EventRow, eventPropertiesSchema } from '../../shared/domain/event.ts';
import type { OutboxState } from '../../shared/domain/sync.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import type { StoredEvent } from '../events/derived-event.ts';
import { type HoldFacts, holdOf, newestWholeExport } from '../events/hold.ts';
import { hostOf } from '../network/base-url.ts';
import { type DestinationRow, toDestination } from '../outbox/destination-store.ts';
import { differsEnough } from '../outbox/mutations/event-content.ts';
import { type RemoteContent, readRemoteContent } from '../outbox/mutations/remote-content.ts';
import type { Destination } from '../outbox/target.ts';
import { readSetting } from '../profile/settings-store.ts';

export type Delivery = EventRow['deliveries'][number];

interface LastMutation {
  readonly event: number;
  readonly id: number;
  readonly state: OutboxState;
}

interface LinkedRemoteEvent {
  readonly event: number;
  readonly isDeleted: number;
  readonly isOurs: number;
  readonly content: string;
}

const openStates: ReadonlySet<OutboxState> = new Set([
  'queued',
  'sending',
  'waiting',
  'uncertain',
  'failed',
] as const);

/**
 * Each event's state at every current, consented destination that takes events (outbox/README, Holds): the open mutation, else the last one, else
 * Trendy's copy, and the reason if nothing is queued. Reads a page at once. The destination depends on the settings, so it is read every time.
 */
export function createEventDeliveries(
  reader: Reader,
): (events: readonly StoredEvent[]) => ReadonlyMap<number, Delivery[]> {
  const destinations = reader.prepare<[], DestinationRow>(
    "SELECT * FROM destination WHERE target = 'trendy' AND is_current = 1 AND consent IS NOT NULL ORDER BY id",
  );
  // max(id) makes the other columns those of that row.
  const mutations = reader.prepare<[number, string], LastMutation>(
    `SELECT event, max(id) AS id, state FROM mutation
     WHERE destination = ? AND event IN (SELECT value FROM json_each(?)) GROUP BY event`,
  );
  // An event that we deleted ourselves blocks nothing; a live event comes before a tombstone.
  const remoteEvents = reader.prepare<[number, string], LinkedRemoteEvent>(
    // Without the hint, SQLite walks all rows of the destination for every page.
    `SELECT event, is_deleted AS isDeleted, is_ours AS isOurs, content FROM far_event INDEXED BY far_event_event
     WHERE destination = ? AND event IN (SELECT value FROM json_each(?)) AND NOT (is_deleted = 1 AND is_ours = 1)
     ORDER BY is_deleted DESC, id DESC`,
  );
  const holdFacts = createHoldFacts(reader);

  return (events) => {
    const deliveries = new Map<number, Delivery[]>(events.map(({ id }) => [id, []]));
    const ids = JSON.stringify(events.map(({ id }) => id));
    for (const row of destinations.all()) {
      const mutation = new Map(mutations.all(row.id, ids).map((each) => [each.event, each]));
      const remote = new Map(remoteEvents.all(row.id, ids).map((each) => [each.event, each]));
      const place = { destination: toDestination(row), facts: holdFacts() };
      for (const event of events) {
        const one = deliveryOf(event, place, mutation.get(event.id) ?? null, remote.get(event.id) ?? null);
        deliveries.get(event.id)?.push(one);
      }
    }
    return deliveries;
  };
}

interface Place {
  readonly destination: Destination;
  readonly facts: ReturnType<HoldFactsReader>;
}

function deliveryOf(
  event: StoredEvent,
  { destination, facts }: Place,
  mutation: LastMutation | null,
  remote: LinkedRemoteEvent | null,
): Delivery {
  const { id, target, baseUrl } = destination;
  const base = { destination: id, target, host: hostOf(baseUrl), mutation: mutation?.id ?? null };
  const state = mutation?.state ?? null;
  if (state !== null && openStates.has(state)) return { ...base, state, hold: null, theirs: null };
  if (remote?.isDeleted === 1) return { ...base, state: null, hold: 'deleted_there', theirs: null };
  if (remote !== null) {
    const content = readRemoteContent(remote.content);
    const ours = { notes: event.notes, is_all_day: event.isAllDay, properties: event.properties };
    const isTheirs = remote.isOurs === 0 && differsEnough(event.category, ours, content);
    if (isTheirs) return { ...base, state, hold: 'theirs', theirs: theirFigures(content) };
    return { ...base, state: state ?? 'delivered', hold: null, theirs: null };
  }
  if (state !== null) return { ...base, state, hold: null, theirs: null };
  if (event.isLocal) return { ...base, state, hold: 'local', theirs: null };
  if (!isInScope(event, destination)) return { ...base, state, hold: 'out_of_scope', theirs: null };
  return { ...base, state, hold: facts === null ? null : holdOf(event, facts), theirs: null };
}

function isInScope({ category, start }: StoredEvent, { kinds, fromDay }: Destination): boolean {
  return kinds.has(category) && (fromDay === null || Math.floor(start / secondsPerDay) >= fromDay);
}

type HoldFactsReader = () => HoldFacts | null;

/** The facts that decide whether an event is held back, in the zone of the stored events; null before there are any. */
export function createHoldFacts(reader: Reader): HoldFactsReader {
  const exportAt = newestWholeExport(reader);
  return () => {
    const state = readDerivationState(reader);
    if (state === null) return null;
    return {
      exportAt: exportAt(),
      homeZone: state.zone,
      phoneUsesTrendy: readSetting(reader, 'phoneUsesTrendy'),
    };
  };
}

/** Reads Trendy's figures of an event if they have our format: other clients may write anything. */
function theirFigures({ notes, properties }: RemoteContent): {
  notes: string;
  properties: EventProperties;
} {
  const kept: EventProperties = {};
  for (const [name, property] of Object.entries(properties)) {
    const parsed = eventPropertiesSchema.safeParse({ [name]: property });
    if (parsed.success) Object.assign(kept, parsed.data);
  }
  return { notes: notes ?? '', properties: kept };
}
