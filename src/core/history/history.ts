import type { Handlers } from '../../shared/contract/index.ts';
import type { Reader } from '../db/open.ts';
import { SourceOrder } from '../events/source-order.ts';
import { rankIn } from '../events/source-priority.ts';
import { readSetting } from '../settings/settings-store.ts';
import { createActivities } from './activities.ts';
import { createBloodPressures } from './blood-pressures.ts';
import { createCards } from './cards.ts';
import { createDocument, createDocumentJson } from './document-detail.ts';
import { createDocumentGroups, createDocumentsPage } from './documents.ts';
import { createBeatsPage, createEcg, createEcgPage } from './ecg.ts';
import { createEventCounts } from './event-counts.ts';
import { createEventDetail } from './event-detail.ts';
import { createEventsPage } from './events-page.ts';
import { createFigures } from './figures.ts';
import { createNight, createNights } from './nights.ts';
import { createOverview } from './overview.ts';
import { createRecordDetail } from './record-detail.ts';
import { createRecordsPage } from './records-page.ts';
import { createRings } from './rings.ts';
import { createRoute } from './route.ts';
import { createSources } from './sources.ts';
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
  const twins = createWorkoutTwins(reader, rankOf);
  return {
    overview: createOverview(reader),
    types: createTypes(reader),
    sources: createSources(reader),
    recordsPage: createRecordsPage(reader),
    record: createRecordDetail(reader),
    figures: figures.figures,
    figureShares: figures.figureShares,
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
    bloodPressures: createBloodPressures(reader),
    nights: createNights(reader),
    night: createNight(reader),
  };
}
