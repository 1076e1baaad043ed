import type { EventDetail } from '../../shared/domain/event.ts';
import { metadataSchema } from '../../shared/domain/workout.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import type { BreakdownPart, StoredEvent } from '../events/derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from '../events/event-store.ts';
import { createOwnEvent, createSentAndShown } from '../events/own-events.ts';
import { createEventDeliveries } from './event-deliveries.ts';
import { createEventRows, eventRow } from './events-page.ts';
import { listFrom } from './record-rows.ts';
import { createRecordsOfEvent, type EventOrigin } from './records-of-event.ts';

const maxRecords = 200;
/** Categories whose event has a single sample and its metadata; a day's figure has many samples. */
const single: ReadonlySet<string> = new Set(['mindfulness', 'water']);

/** One event with its sources. Errors: history.unknown_item. */
export function createEventDetail(reader: Reader): (input: { id: number }) => EventDetail {
  const select = reader.prepare<[number], EventRecord>(`SELECT ${eventColumns} FROM event WHERE id = ?`);
  const sourceName = reader.prepare<[number], string>('SELECT name FROM source WHERE id = ?').pluck();
  const ofWorkout = reader
    .prepare<[number], string | null>('SELECT metadata FROM workout WHERE id = ?')
    .pluck();
  const ofRecord = reader
    .prepare<[number], string | null>('SELECT metadata FROM record WHERE id = ?')
    .pluck();
  const originOf = createRecordsOfEvent(reader);
  const deliveriesOf = createEventDeliveries(reader);
  const rowsOf = createEventRows(reader);
  const ownEvent = createOwnEvent(reader);
  const links = createSentAndShown(reader);

  const named = ({ source, value, counted }: BreakdownPart) => ({
    source: sourceName.get(source) ?? '',
    value,
    counted,
  });

  function metadataOf({ category }: StoredEvent, { workout, records }: EventOrigin): string | null {
    if (workout !== null) return ofWorkout.get(workout) ?? null;
    const [record] = records;
    return record !== undefined && single.has(category) ? (ofRecord.get(record.id) ?? null) : null;
  }

  const partsOf = (ids: readonly number[]) =>
    rowsOf(ids).map(({ deliveries: _, notes: __, ...part }) => part);

  return ({ id }) => {
    const own = ownEvent(id);
    const row = select.get(id);
    const event = own ?? (row === undefined ? null : storedEvent(row));
    if (event === null) throw new CodedError('history.unknown_item');
    const origin = originOf(event, maxRecords);
    return {
      ...eventRow(event, own === null ? (deliveriesOf([event]).get(id) ?? []) : []),
      sampleId: event.sampleId,
      merged: event.merged,
      breakdown: (event.breakdown ?? []).map(named),
      rulesVersion: event.rulesVersion,
      records: [...origin.records],
      recordCount: origin.count,
      workout: origin.workout,
      metadata: listFrom(metadataSchema, metadataOf(event, origin)),
      sentAs: own === null ? null : partsOf(links.sentAs(own)),
      shownAs: own === null ? partsOf(links.shownAs(event)) : [],
    };
  };
}
