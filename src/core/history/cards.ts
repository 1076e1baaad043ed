import {
  type Card,
  type CardDay,
  type CardLayout,
  type CardPlace,
  type Cards,
  cardPlaces,
} from '../../shared/domain/cards.ts';
import { mainFigure } from '../../shared/domain/figure-table.ts';
import type { Figures } from '../../shared/domain/figures.ts';
import { minNightSeconds } from '../../shared/domain/nights.ts';
import { bareType } from '../../shared/domain/type-label.ts';
import { dayText, plusDays } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import { newestExport } from '../events/hold.ts';
import { isOddInstant } from '../events/spans.ts';
import { zoneOf } from '../events/zone.ts';
import { readSetting } from '../profile/settings-store.ts';
import { type SeriesSource, seriesOf, usualDays } from './card-series.ts';
import type { ReadFigures } from './figures.ts';
import type { SummaryDay } from './ring-totals.ts';
import { createSummaryDays, ringTypes } from './rings.ts';

/** How far the newest day that counts may be behind the newest record without a second read. */
const slackDays = 10;
/** Placeholder for queries that need only the answer's zone. */
const noDay = '2000-01-01';

const systolic = 'HKQuantityTypeIdentifierBloodPressureSystolic';
const diastolic = 'HKQuantityTypeIdentifierBloodPressureDiastolic';
const sleepType = 'HKCategoryTypeIdentifierSleepAnalysis';

/** Cards that are shown unless the user hides them, in this order; by bare type or by kind. All others start hidden. */
const usuallyShown: readonly string[] = [
  'rings',
  'StepCount',
  'ActiveEnergyBurned',
  'sleep',
  'RestingHeartRate',
  'HeartRateVariabilitySDNN',
  'BodyMass',
  'workouts',
  'DietaryWater',
  'MindfulSession',
  'VO2Max',
  'DistanceWalkingRunning',
  'pressure',
  'HeartRate',
  'OxygenSaturation',
  'RespiratoryRate',
  'FlightsClimbed',
  'BloodGlucose',
];

/** Puts cards where the user put them. `all` is in the default order; cards that the layout doesn't know go last in their default place. */
export function arrange<T extends { readonly id: string; readonly place: CardPlace }>(
  all: readonly T[],
  layout: CardLayout,
): T[] {
  const places = new Map(layout.map(({ id, place }, index) => [id, { place, index }]));
  const placed = all.map((card) => ({ ...card, place: places.get(card.id)?.place ?? card.place }));
  const rank = ({ id, place }: T) =>
    cardPlaces.indexOf(place) * 1e6 + (places.get(id)?.index ?? layout.length);
  return placed.toSorted((a, b) => rank(a) - rank(b));
}

function usualPlace(id: string): number {
  const place = usuallyShown.indexOf(bareType(id));
  return place === -1 ? usuallyShown.length : place;
}

/** Occasionally recorded types: a weekly mean says more than a mean of the days with records. */
function perOf(aggregation: Figures['aggregation'], type: string): Card['per'] {
  return (aggregation === 'time' || aggregation === 'count') && type !== ringTypes.stand ? 'week' : 'day';
}

/** A card before its windows are known. */
interface Draft extends Omit<Card, 'series' | 'place' | 'rings'> {
  readonly sources: readonly SeriesSource[];
  readonly rings: SummaryDay | null;
}

interface StoredEvent {
  readonly day: string;
  readonly seconds: number;
}

/**
 * The cards of Overview. It reads only stored figures by day, events, and activity summaries, never records. A type whose newest day is older than
 * 100 days is queried again by its own newest day.
 */
export function createCards(reader: Reader, figuresAtOnce: () => ReadFigures): () => Cards {
  const summaries = createSummaryDays(reader);
  const exportAt = newestExport(reader);
  const types = reader.prepare<[], { type: string; count: number; lastAt: number }>(`
    SELECT name AS type, sum(count) AS count, max(last_at) AS lastAt
    FROM record_summary JOIN record_type ON record_type.id = type
    WHERE count > 0 GROUP BY type ORDER BY sum(count) DESC, name`);
  const duration = (name: string) => `CAST(properties ->> '$."${name}".value' AS REAL)`;
  const shown = `(SELECT category, day, properties FROM event WHERE is_shown = 1 AND category = @category AND day >= @from
    UNION ALL SELECT category, day, properties FROM own_event WHERE category = @category AND day >= @from)`;
  const isNight = `${duration('Total Sleep')} >= ${minNightSeconds}`;
  const eventDays = {
    // The night is the longest sleep of an evening; naps aren't on the card.
    sleep: reader.prepare<{ category: string; from: string }, StoredEvent>(
      `SELECT day, max(${duration('Total Sleep')}) AS seconds FROM ${shown} WHERE ${isNight} GROUP BY day ORDER BY day`,
    ),
    workout: reader.prepare<{ category: string; from: string }, StoredEvent>(
      `SELECT day, sum(${duration('Duration')}) AS seconds FROM ${shown} GROUP BY day ORDER BY day`,
    ),
  };
  const lastDayOf = (category: 'sleep' | 'workout', where: string) =>
    reader
      .prepare<[], string | null>(
        `SELECT max(day) FROM (
           SELECT max(day) AS day FROM event WHERE category = '${category}' AND is_shown = 1 ${where}
           UNION ALL SELECT max(day) FROM own_event WHERE category = '${category}' ${where})`,
      )
      .pluck();
  const lastEventDay = {
    sleep: lastDayOf('sleep', `AND ${isNight}`),
    workout: lastDayOf('workout', ''),
  };
  const lastSummary = reader.prepare<[], string | null>('SELECT max(date) FROM activity_summary').pluck();

  const touched = reader.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM touched_day)').pluck();

  /** Whether events of some days are still to be created. */
  function isDeriving(): boolean {
    return touched.get() === 1 || readDerivationState(reader)?.phase !== 'settled';
  }

  function typeSource(figures: ReadFigures, type: string, lastAt: number, from: string) {
    const read = (days: { from?: string; to?: string }) =>
      figures({ type, by: 'day', ...days, weekStart: 1 });
    let answer = read({ from });
    const daysIn = ({ figures: all }: Figures): CardDay[] =>
      all.flatMap((figure) => {
        const value = mainFigure({ type, aggregation: answer.aggregation }, figure);
        return value === null ? [] : [{ day: figure.day, value }];
      });
    const days = daysIn(answer);
    let last = days.at(-1);
    if (last === undefined) {
      const around = dayText(zoneOf(answer.zone).dayOf(lastAt));
      answer = read({ from: plusDays(around, -2), to: plusDays(around, 1) });
      last = daysIn(answer).at(-1);
    }
    if (last === undefined) {
      answer = read({});
      last = daysIn(answer).at(-1);
    }
    const { unit, printedUnit } = answer;
    return { answer, source: last === undefined ? null : { name: type, unit, printedUnit, days, last } };
  }

  function eventSource(category: 'sleep' | 'workout', from: string): SeriesSource | null {
    const lastDay = lastEventDay[category].get();
    if (lastDay == null) return null;
    const rows = eventDays[category].all({ category, from: lastDay < from ? lastDay : from });
    const days = rows.map(({ day, seconds }) => ({ day, value: seconds }));
    const last = days.at(-1);
    return last === undefined ? null : { name: category, unit: null, printedUnit: null, days, last };
  }

  function ringSources(from: string): { readonly day: SummaryDay; readonly sources: SeriesSource[] } | null {
    const newest = lastSummary.get();
    if (newest == null) return null;
    const recent = summaries(from, '9999-12-31');
    const days = recent.length > 0 ? recent : summaries('0000-01-01', newest);
    const day = days.at(-1);
    if (day === undefined) return null;
    const unitOf = { move: day.moveBy === 'time' ? 'min' : 'kcal', exercise: 'min', stand: 'hr' } as const;
    const sources = (['move', 'exercise', 'stand'] as const).flatMap((name) => {
      // After a change of the Move unit, days in the other unit aren't comparable.
      const ofUnit = name === 'move' ? days.filter(({ moveBy }) => moveBy === day.moveBy) : days;
      const values = ofUnit.flatMap(({ day: at, [name]: { value } }) =>
        value === null ? [] : [{ day: at, value }],
      );
      const last = values.at(-1);
      return last === undefined ? [] : [{ name, unit: unitOf[name], printedUnit: null, days: values, last }];
    });
    return { day, sources };
  }

  /** The cards without their windows, with data from a day on. */
  function draftsFrom(
    figures: ReadFigures,
    from: string,
  ): { readonly drafts: readonly Draft[]; readonly isCurrent: boolean } {
    const drafts: Draft[] = [];
    const pressure: SeriesSource[] = [];
    let isCurrent = true;
    for (const { type, lastAt } of types.all()) {
      if (type === sleepType) continue;
      const { answer, source } = typeSource(figures, type, lastAt, from);
      isCurrent = isCurrent && answer.isCurrent;
      if (source === null) continue;
      const { aggregation } = answer;
      const per = perOf(aggregation, type);
      if (type === systolic || type === diastolic) pressure.push(source);
      else drafts.push({ id: type, kind: 'type', aggregation, per, sources: [source], rings: null });
    }
    const add = (
      kind: Card['kind'],
      aggregation: Card['aggregation'],
      per: Card['per'],
      ...sources: SeriesSource[]
    ) => drafts.push({ id: kind, kind, aggregation, per, sources, rings: null });
    if (pressure.length > 0)
      add('pressure', 'mean', 'day', ...pressure.toSorted((a, b) => b.name.localeCompare(a.name)));
    const sleep = eventSource('sleep', from);
    if (sleep !== null) add('sleep', 'time', 'day', sleep);
    const workouts = eventSource('workout', from);
    if (workouts !== null) add('workouts', 'time', 'week', workouts);
    const rings = ringSources(from);
    if (rings !== null)
      drafts.push({
        id: 'rings',
        kind: 'rings',
        aggregation: 'sum',
        per: 'day',
        sources: rings.sources,
        rings: rings.day,
      });
    return { drafts, isCurrent };
  }

  return () => {
    const figures = figuresAtOnce();
    const at = exportAt();
    const hasEvents = readSetting(reader, 'homeZone') !== null;
    const { zone } = figures({ type: 'none', by: 'day', from: noDay, to: noDay, weekStart: 1 });
    const dayOf = (instant: number) => dayText(zoneOf(zone).dayOf(instant));
    const exportDay = at === null ? null : dayOf(at);
    const newestOf = (drafts: readonly Draft[]) =>
      drafts
        .flatMap(({ sources }) => sources.map(({ last }) => last.day))
        .filter((day) => exportDay === null || day <= exportDay)
        .reduce<string | null>((newest, day) => (newest === null || day > newest ? day : newest), null);

    const starts = types.all().flatMap(({ lastAt }) => (isOddInstant(lastAt, at) ? [] : lastAt));
    const newestAt = starts.length === 0 ? null : Math.max(...starts);
    const guess = newestAt === null ? (exportDay ?? noDay) : dayOf(newestAt);
    let found = draftsFrom(figures, plusDays(guess, -usualDays - slackDays));
    const newestDay = newestOf(found.drafts);
    if (newestDay !== null && newestDay < plusDays(guess, -slackDays + 1))
      found = draftsFrom(figures, plusDays(newestDay, -usualDays - 1));

    const dayBefore = exportDay === null ? null : plusDays(exportDay, -1);
    const wholeUntil =
      newestDay !== null && dayBefore !== null && dayBefore < newestDay ? dayBefore : newestDay;
    const cards = found.drafts
      .toSorted((a, b) => usualPlace(a.id) - usualPlace(b.id))
      .map(
        ({ sources, rings, ...card }): Card => ({
          ...card,
          rings:
            rings === null ? null : { ...rings, isUnderWay: exportDay === null || rings.day >= exportDay },
          series: sources.map((source) =>
            seriesOf(source, card, newestDay ?? source.last.day, wholeUntil ?? source.last.day),
          ),
          place: usualPlace(card.id) < usuallyShown.length ? 'shown' : 'hidden',
        }),
      );
    return {
      zone,
      isCurrent: found.isCurrent && (!hasEvents || !isDeriving()),
      hasEvents,
      newestDay,
      newestAt,
      wholeUntil,
      cards: arrange(cards, readSetting(reader, 'overviewCards')),
    };
  };
}
