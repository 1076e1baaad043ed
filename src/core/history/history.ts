import type { CallOutput, Handlers, ParsedInput } from '../../shared/contract/index.ts';
import { type EventCategory, eventCategories } from '../../shared/domain/event-category.ts';
import type { Overview, SourceSummary } from '../../shared/domain/history.ts';
import { recordTypesOf } from '../../shared/domain/type-label.ts';
import type { Reader } from '../db/open.ts';
import { SourceOrder } from '../events/source-order.ts';
import { rankIn } from '../events/source-priority.ts';
import { readSetting } from '../profile/settings-store.ts';
import { createBloodPressures } from './blood-pressures.ts';
import { createCards } from './cards.ts';
import { createDocument, createDocumentJson } from './document-detail.ts';
import { createDocumentGroups, createDocumentsPage } from './documents.ts';
import { createBeatsPage, createEcg, createEcgPage } from './ecg.ts';
import { createEventDetail } from './event-detail.ts';
import { createEventsPage } from './events-page.ts';
import { createFigures } from './figures.ts';
import { createNight, createNights } from './nights.ts';
import { createRecordDetail } from './record-detail.ts';
import { createRecordsPage } from './records-page.ts';
import { createRings } from './rings.ts';
import { createRoute } from './route-points.ts';
import { createTypes } from './types.ts';
import { createWorkoutDetail } from './workout-detail.ts';
import { createWorkoutTotals, createWorkoutTwins } from './workout-figures.ts';
import { createWorkoutTrack } from './workout-track.ts';
import { createWorkoutsPage } from './workouts-page.ts';

type HistoryName<N> = N extends `history.${infer Name}` ? Name : never;

/** The `history.*` calls of the contract, by the second part of their names; they are synchronous. */
export type History = {
  readonly [N in HistoryName<keyof Handlers>]: (
    input: Parameters<Handlers[`history.${N}`]>[0],
  ) => Awaited<ReturnType<Handlers[`history.${N}`]>>;
};

/**
 * Queries for people over one connection whose schema is current; every statement is prepared here, once. Errors:
 * request.invalid (cursor), history.unknown_item, profile.damaged.
 */
export function createHistory(reader: Reader): History {
  const figures = createFigures(reader);
  const order = new SourceOrder(reader, () => readSetting(reader, 'sourcePriority') ?? []);
  const rankOf = () => rankIn(order.now());
  const pressures = createBloodPressures(reader);
  const twins = createWorkoutTwins(reader, rankOf);
  return {
    overview: createOverview(reader),
    types: createTypes(reader),
    sources: createSources(reader),
    recordsPage: createRecordsPage(reader),
    record: createRecordDetail(reader),
    figures: figures.figures,
    figureShares: figures.figureShares,
    recordCount: figures.recordCount,
    activities: createActivities(reader),
    workoutsPage: createWorkoutsPage(reader, twins),
    workout: createWorkoutDetail(reader, twins),
    workoutTotals: createWorkoutTotals(reader, rankOf, () => readSetting(reader, 'homeZone')),
    workoutTrack: createWorkoutTrack(reader, rankOf),
    route: createRoute(reader),
    eventsPage: createEventsPage(reader),
    event: createEventDetail(reader),
    eventCounts: createEventCounts(reader),
    ecgPage: createEcgPage(reader),
    ecg: createEcg(reader),
    beatsPage: createBeatsPage(reader),
    documentGroups: createDocumentGroups(reader),
    documentsPage: createDocumentsPage(reader),
    document: createDocument(reader),
    documentJson: createDocumentJson(reader),
    cards: createCards(reader, figures.figuresAtOnce),
    rings: createRings(reader, figures.figuresAtOnce),
    pressureSummary: pressures.summary,
    bloodPressures: pressures.page,
    nights: createNights(reader),
    night: createNight(reader),
  };
}

/** Activities of workouts with their counts, most frequent first. */
function createActivities(reader: Reader): () => CallOutput<'history.activities'> {
  const select = reader.prepare<[], { activity: string; count: number }>(
    'SELECT activity, count(*) AS count FROM workout GROUP BY activity ORDER BY count(*) DESC, activity',
  );
  return () => select.all();
}

/** The number of events that History shows per category, in category order; empty categories are left out. */
function createEventCounts(reader: Reader): () => CallOutput<'history.eventCounts'> {
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

const sourcesSql = (filter: string): string => `
  SELECT source.id, source.name, sum(count) AS count, min(first_at) AS firstAt, max(last_at) AS lastAt
  FROM record_summary JOIN source ON source.id = record_summary.source
  WHERE count > 0 ${filter} GROUP BY source.id ORDER BY sum(count) DESC, source.name`;

/** Sources of one type, or of all records; most records first. An unknown type has none. */
function createSources(reader: Reader): (input: ParsedInput<'history.sources'>) => SourceSummary[] {
  const all = reader.prepare<[], SourceSummary>(sourcesSql(''));
  const ofType = reader.prepare<[string, string], SourceSummary>(
    sourcesSql('AND type IN (SELECT id FROM record_type WHERE name IN (?, ?))'),
  );
  return ({ type }) => {
    if (type === undefined) return all.all();
    const [first = type, second = first] = recordTypesOf(type);
    return ofType.all(first, second);
  };
}

/** Counts of everything, from the derived tables; the span covers records and workouts. */
function createOverview(reader: Reader): () => Overview {
  const select = reader.prepare<[], Overview>(`
    WITH summary AS MATERIALIZED (
      SELECT total(count) AS records, count(DISTINCT type) AS types, min(first_at) AS firstAt, max(last_at) AS lastAt
      FROM record_summary
    )
    SELECT CAST(records AS INTEGER) AS records,
      (SELECT count(*) FROM workout) AS workouts,
      (SELECT count(*) FROM correlation) AS correlations,
      (SELECT count(*) FROM ecg) AS ecg,
      (SELECT count(*) FROM activity_summary) AS summaries,
      (SELECT count(*) FROM route) AS routes,
      (SELECT CAST(total(point_count) AS INTEGER) FROM route) AS routePoints,
      (SELECT count(*) FROM clinical) AS clinical,
      (SELECT count(*) FROM document) AS documents,
      (SELECT count(*) FROM removed_record) AS removedRecords,
      (SELECT count(*) FROM removed_workout) AS removedWorkouts,
      types,
      -- min() of two is NULL when one is: each stands in for the other.
      min(coalesce(firstAt, (SELECT min(start) FROM workout)), coalesce((SELECT min(start) FROM workout), firstAt)) AS firstAt,
      max(coalesce(lastAt, (SELECT max(start) FROM workout)), coalesce((SELECT max(start) FROM workout), lastAt)) AS lastAt
    FROM summary`);
  return () => {
    const overview = select.get();
    if (overview === undefined) throw new Error('an aggregate gives a row');
    return overview;
  };
}
