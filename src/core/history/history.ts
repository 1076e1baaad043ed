import type { Handlers } from '../../shared/contract/index.ts';
import type { Reader } from '../db/open.ts';
import { createActivities } from './activities.ts';
import { createEventCounts } from './event-counts.ts';
import { createEventDetail } from './event-detail.ts';
import { createEventsPage } from './events-page.ts';
import { createOverview } from './overview.ts';
import { createRecordDetail } from './record-detail.ts';
import { createRecordsPage } from './records-page.ts';
import { createRoute } from './route.ts';
import { createSeries } from './series.ts';
import { createSources } from './sources.ts';
import { createTypes } from './types.ts';
import { createWorkoutDetail } from './workout-detail.ts';
import { createWorkoutsPage } from './workouts-page.ts';

type HistoryName<N> = N extends `history.${infer Name}` ? Name : never;

/** The calls `history.*` of the contract, by the second part of their names; they answer at once. */
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
  return {
    overview: createOverview(reader),
    types: createTypes(reader),
    sources: createSources(reader),
    recordsPage: createRecordsPage(reader),
    record: createRecordDetail(reader),
    series: createSeries(reader),
    activities: createActivities(reader),
    workoutsPage: createWorkoutsPage(reader),
    workout: createWorkoutDetail(reader),
    route: createRoute(reader),
    eventsPage: createEventsPage(reader),
    event: createEventDetail(reader),
    eventCounts: createEventCounts(reader),
  };
}
