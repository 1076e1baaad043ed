import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { Aggregation, Figure, FigureSpan } from '../../shared/domain/figures.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { EventSamples } from '../events/event-samples.ts';
import {
  areOutdated,
  devicesOf,
  type FigureRules,
  KeptFigures,
  RulesOfFigures,
} from '../events/figure-store.ts';
import { rounded } from '../events/rounded.ts';
import { SourceOrder } from '../events/source-order.ts';
import { rankIn } from '../events/source-priority.ts';
import {
  categoryAggregation,
  dayStart,
  type FigureKind,
  type FigureRow,
  TypeFigures,
} from '../events/type-figures.ts';
import { dayText } from '../events/wire-time.ts';
import { type Zone, zoneOf } from '../events/zone.ts';
import { canonicalUnit } from '../healthkit/units.ts';
import { readSetting } from '../settings/settings-store.ts';

type FiguresInput = ParsedInput<'history.figures'>;
type FiguresOutput = CallOutput<'history.figures'>;
type SharesInput = ParsedInput<'history.figureShares'>;
type SharesOutput = CallOutput<'history.figureShares'>;

export interface FigureCalls {
  readonly figures: (input: FiguresInput) => FiguresOutput;
  readonly figureShares: (input: SharesInput) => SharesOutput;
}

/** Days since 1970, both included. */
interface Days {
  readonly first: number;
  readonly last: number;
}

const msPerDay = 86_400_000;
const mostHourDays = 8;
const dayOfText = (text: string): number => Date.parse(`${text}T00:00:00Z`) / msPerDay;

/** The home zone, or this computer's while the person has set none: no event is made then, but what there is can be looked at. */
export function figureZone(reader: Reader): string {
  return readSetting(reader, 'homeZone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * The figures of one type, for pages and the CLI (events/README.md, "How figures are made"): days, and what is made of days, from the kept
 * ones, hours from the records. Before the first ones are kept there are none. Errors: request.invalid.
 */
export function createFigures(reader: Reader): FigureCalls {
  const samples = new EventSamples(reader);
  const order = new SourceOrder(reader, () => readSetting(reader, 'sourcePriority') ?? []);
  const kept = new KeptFigures(reader);
  const rulesOfNow = new RulesOfFigures(reader, order, () => figureZone(reader));
  const newestUnit = reader
    .prepare<[string], string>(
      `SELECT unit FROM record INDEXED BY record_identity JOIN origin ON origin.id = record.origin
       WHERE type = (SELECT id FROM record_type WHERE name = ?) ORDER BY start DESC LIMIT 1`,
    )
    .pluck();
  const sourceNames = reader.prepare<[], { id: number; name: string }>('SELECT id, name FROM source');

  /** The rules that the kept figures were made under, or those of now; whether they are the same, and nothing is left to be made. */
  function rulesOfKept(): { rules: FigureRules; isCurrent: boolean } {
    const state = kept.state();
    const now = rulesOfNow.now();
    if (state.kept === null) return { rules: { ...now, generation: -1 }, isCurrent: false };
    const isSettled = state.making === null && state.kept.exportAt === now.exportAt && !kept.areTouched();
    const isCurrent = isSettled && !areOutdated(state.kept, now);
    return { rules: state.kept, isCurrent };
  }

  function makerUnder(rules: FigureRules): TypeFigures {
    return new TypeFigures(reader, samples, zoneOf(rules.zone), rankIn(rules.order), devicesOf(rules));
  }

  function aggregationOf(kind: FigureKind, type: string, { generation }: FigureRules): Aggregation {
    return kind === 'category' ? categoryAggregation(type, kept.hasTime(generation, type)) : kind;
  }

  return {
    figures(input) {
      const { type, by, source, weekStart } = input;
      const { rules, isCurrent } = rulesOfKept();
      const zone = zoneOf(rules.zone);
      const maker = makerUnder(rules);
      const kind = maker.kindOf(type);
      const figuresIn = (): Figure[] => {
        if (by === 'hour') return hourFigures(maker, zone, kind, input);
        const asked = daysAsked(input);
        const rows = kept.rows(rules.generation, type, asked.first, asked.last);
        return dayFigures(ofSource(rows, source), kind, by, weekStart, asked, (day) =>
          dayStart(type, day, zone),
        );
      };
      return {
        aggregation: aggregationOf(kind, type, rules),
        unit: kind === 'category' ? null : canonicalUnit(newestUnit.get(type) ?? '', type) || null,
        zone: zone.name,
        isCurrent,
        figures: figuresIn(),
      };
    },

    figureShares(input) {
      const { type } = input;
      const { rules } = rulesOfKept();
      const asked = daysAsked(input);
      const aggregation = aggregationOf(makerUnder(rules).kindOf(type), type, rules);
      const isAdded = aggregation === 'sum' || aggregation === 'time';
      const names = new Map(sourceNames.all().map(({ id, name }) => [id, name]));
      const rows = kept.rows(rules.generation, type, asked.first, asked.last);
      const shares = [...Map.groupBy(rows, ({ source }) => source)].map(([source, its]) => ({
        source,
        name: names.get(source) ?? '',
        count: samplesIn(its.map(alone)),
        whole: isAdded ? rounded(its.reduce((sum, { whole }) => sum + whole, 0)) : null,
        counted: isAdded ? rounded(its.reduce((sum, { part }) => sum + part, 0)) : null,
      }));
      shares.sort((a, b) => (b.counted ?? 0) - (a.counted ?? 0) || b.count - a.count || a.source - b.source);
      return { shares };
    },
  };
}

/** Without bounds every day that a figure may be of. */
function daysAsked({ from, to }: Pick<FiguresInput, 'from' | 'to'>): Days {
  return {
    first: from === undefined ? Number.MIN_SAFE_INTEGER : dayOfText(from),
    last: to === undefined ? Number.MAX_SAFE_INTEGER : dayOfText(to),
  };
}

function hourFigures(
  maker: TypeFigures,
  zone: Zone,
  kind: FigureKind,
  { type, from, to, source }: FiguresInput,
): Figure[] {
  const [first, last] = [from ?? to, to ?? from];
  if (first === undefined || last === undefined) throw new CodedError('request.invalid');
  const days = { first: dayOfText(first), last: dayOfText(last) };
  if (days.last - days.first >= mostHourDays) throw new CodedError('request.invalid');
  if (days.first > days.last) return [];
  const { rows, starts } = maker.hours(type, days.first, days.last);
  const bySpan = Map.groupBy(ofSource(rows, source), ({ span }) => span);
  return [...bySpan]
    .sort(([a], [b]) => a - b)
    .map(([span, its]) => {
      const start = starts[span] ?? 0;
      const day = zone.dayOf(start);
      const end = Math.min(starts[span + 1] ?? Number.POSITIVE_INFINITY, zone.startOf(day + 1));
      return figureOf(its, kind, { day: dayText(day), start, end });
    })
    .filter(({ count }) => count > 0);
}

/** Days as the spans that they belong to, oldest first. */
function dayFigures(
  rows: readonly FigureRow[],
  kind: FigureKind,
  by: Exclude<FigureSpan, 'hour'>,
  weekStart: number,
  asked: Days,
  startOf: (day: number) => number,
): Figure[] {
  const spans = Map.groupBy(rows, ({ span }) => spanStart(span, by, weekStart));
  return [...spans]
    .sort(([a], [b]) => a - b)
    .map(([first, its]) => {
      const [day, behind] = [Math.max(first, asked.first), Math.min(spanBehind(first, by), asked.last + 1)];
      return figureOf(its, kind, { day: dayText(day), start: startOf(day), end: startOf(behind) });
    })
    .filter(({ count }) => count > 0);
}

/** The first day of the span that a day belongs to. */
function spanStart(day: number, by: FigureSpan, weekStart: number): number {
  if (by === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (by === 'week') return day - ((((day + 4 - weekStart) % 7) + 7) % 7);
  const date = new Date(day * msPerDay);
  return Date.UTC(date.getUTCFullYear(), by === 'month' ? date.getUTCMonth() : 0) / msPerDay;
}

/** The first day behind the span that begins on a day. */
function spanBehind(first: number, by: FigureSpan): number {
  if (by === 'day') return first + 1;
  if (by === 'week') return first + 7;
  const date = new Date(first * msPerDay);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (by === 'month' ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0)) / msPerDay;
}

/** What a row has as it counts, or of its source alone. */
function alone(row: FigureRow): FigureRow {
  return { ...row, counted: row.samples, countedInto: row.samplesInto, part: row.whole };
}

function ofSource(rows: readonly FigureRow[], source: number | undefined): readonly FigureRow[] {
  return source === undefined ? rows : rows.filter((row) => row.source === source).map(alone);
}

/** Samples of rows, each once: those that last in from the span before count in the first span alone. */
function samplesIn(rows: readonly FigureRow[]): number {
  const first = rows.reduce((least, { span }) => Math.min(least, span), Number.POSITIVE_INFINITY);
  return rows.reduce(
    (sum, { span, counted, countedInto }) => sum + counted - (span === first ? 0 : countedInto),
    0,
  );
}

function figureOf(
  rows: readonly FigureRow[],
  kind: FigureKind,
  place: Pick<Figure, 'day' | 'start' | 'end'>,
): Figure {
  const counting = rows.filter(({ counted }) => counted > 0);
  const count = samplesIn(counting);
  const isMeasure = kind === 'mean' || kind === 'level';
  const part = counting.reduce((sum, row) => sum + rounded(row.part), 0);
  const total = counting.reduce((sum, row) => sum + row.part, 0);
  const seconds = counting.reduce((sum, row) => sum + row.seconds, 0);
  const mean = kind === 'level' ? 10 * Math.log10(total / seconds) : total / count;
  const least = (
    values: readonly (number | null)[],
    pick: (...values: number[]) => number,
  ): number | null => {
    const numbers = values.filter((value) => value !== null);
    return isMeasure && numbers.length > 0 ? pick(...numbers) : null;
  };
  const latest = counting.reduce<FigureRow | null>((last, row) => (isLater(row, last) ? row : last), null);
  return {
    ...place,
    days: new Set(counting.map(({ span }) => span)).size,
    count,
    sum: kind === 'sum' ? rounded(part) : null,
    mean: isMeasure && count > 0 ? rounded(mean) : null,
    lowest: least(
      counting.map(({ lowest }) => lowest),
      Math.min,
    ),
    highest: least(
      counting.map(({ highest }) => highest),
      Math.max,
    ),
    latest: kind === 'category' ? null : (latest?.latest ?? null),
    values: kind === 'category' ? valuesOf(counting) : [],
  };
}

function isLater(row: FigureRow, than: FigureRow | null): boolean {
  if (row.latestAt === null) return false;
  if (than?.latestAt == null) return true;
  return (
    row.latestAt > than.latestAt ||
    (row.latestAt === than.latestAt && Number(row.latest) > Number(than.latest))
  );
}

function valuesOf(rows: readonly FigureRow[]): Figure['values'] {
  return [...Map.groupBy(rows, ({ value }) => value)]
    .map(([value, its]) => ({
      value,
      seconds: its.reduce((sum, { part }) => sum + part, 0),
      count: samplesIn(its),
    }))
    .sort((a, b) => b.seconds - a.seconds || b.count - a.count || (a.value < b.value ? -1 : 1));
}
