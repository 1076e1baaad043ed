import type { Reader } from '../../core/db/open.ts';
import { createOwnEvent, createSentAndShown } from '../../core/events/own-events.ts';
import { createHistory } from '../../core/history/history.ts';
import type { EventRow } from '../../shared/domain/event.ts';
import { eventFigure, plainNotes, sentFigure } from '../../shared/domain/event-words.ts';
import { inOne } from '../../shared/domain/quantity-text.ts';
import { utcText } from '../../shared/time.ts';
import type { EventsArguments, TimeBound } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { daysToDerive, openHistory, underivedInWords } from './open-history.ts';
import { type Output, printPages } from './output.ts';

const pageSize = 500;

/** Lists health events, newest first, page by page, for as long as the output is read. */
export async function runEvents(given: EventsArguments, output: Output): Promise<ExitCode> {
  const opened = await openHistory(given.profile, { isCounted: true });
  const { reader } = opened;
  try {
    const days = daysToDerive(opened);
    if (days !== null && days > 0) output.note(underivedInWords(days));
    const history = createHistory(reader);
    const sampleIds = sampleIdsOf(reader);
    const { category } = given;
    const bounds = { ...boundOf(given.from, 'from'), ...boundOf(given.to, 'to') };
    await printPages(
      output,
      (cursor) => history.eventsPage({ category, ...bounds, cursor, limit: pageSize }),
      (row) => (given.json ? asJson(row, sampleIds(row)) : asText(row)),
    );
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

/** Uses the event's own day in the home zone, as in History: a night belongs to the day that it began on, whenever that was. */
function boundOf(bound: TimeBound | undefined, end: 'from' | 'to') {
  if (bound === undefined) return {};
  return bound.kind === 'day' ? { [`${end}Day` as const]: bound.day } : { [end]: bound.at };
}

interface SampleIds {
  readonly own: string;
  /** IDs of the events that Trendy gets instead; null if the event is sent as it is. */
  readonly sentAs: readonly string[] | null;
}

/** Lists for people omit them; a script joins by them (trendy/README §3.4). */
function sampleIdsOf(reader: Reader): (row: EventRow) => SampleIds {
  const select = reader.prepare<[number], string>('SELECT sample_id FROM event WHERE id = ?').pluck();
  const ownEvent = createOwnEvent(reader);
  const { sentAs } = createSentAndShown(reader);
  return ({ id }) => {
    const own = ownEvent(id);
    if (own === null) return { own: select.get(id) ?? '', sentAs: null };
    return { own: own.sampleId, sentAs: sentAs(own).flatMap((sent) => select.get(sent) ?? []) };
  };
}

function asJson(row: EventRow, sampleIds: SampleIds): string {
  const { id, category, start, end, isAllDay, day, notes, properties, figure, deliveries } = row;
  return jsonLine('events', {
    id,
    category,
    start: utcText(start),
    end: end === null ? null : utcText(end),
    isAllDay,
    day,
    notes,
    sampleId: sampleIds.own,
    sentAs: sampleIds.sentAs,
    properties,
    // Our own figure, if it differs from the one sent in `properties`.
    ...(figure === null ? {} : { figure }),
    deliveries: deliveries.map(({ target, host, state, hold }) => ({ target, host, state, hold })),
  });
}

function asText(row: EventRow): string {
  const states = row.deliveries.map(({ target, state, hold }) => `${target}: ${hold ?? state ?? 'not sent'}`);
  const parts = [utcText(row.start), row.category, inOne(eventFigure(row)), plainNotes(row.notes)];
  const sent = sentFigure(row);
  if (sent !== null) parts.push(`(sent: ${inOne(sent)})`);
  return [...parts, ...states].join('  ');
}
