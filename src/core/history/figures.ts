import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { Aggregation, Figure, FigureSpan } from '../../shared/domain/figures.ts';
import { recordTypesOf } from '../../shared/domain/type-label.ts';
import { CodedError } from '../../shared/errors.ts';
import { dayNumber, dayText, msPerDay, spanStart } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { rounded } from '../events/derived-event.ts';
import { EventSamples } from '../events/event-samples.ts';
import { type FigureKind, type FigureRow, isLater, type TotalRow, totalsOf } from '../events/figure-rows.ts';
import { areOutdated, type FigureRules, KeptFigures, RulesOfFigures } from '../events/figure-store.ts';
import { devicesOf, SourceOrder } from '../events/source-order.ts';
import { rankIn } from '../events/source-priority.ts';
import { categoryAggregation, dayStart, TypeFigures } from '../events/type-figures.ts';
import { type Zone, zoneOf } from '../events/zone.ts';
import { canonicalUnit, unitOfQuantity } from '../healthkit/units.ts';
import { readSetting } from '../profile/settings-store.ts';

type FiguresInput = ParsedInput<'history.figures'>;
type FiguresOutput = CallOutput<'history.figures'>;
type SharesInput = ParsedInput<'history.figureShares'>;
type SharesOutput = CallOutput<'history.figureShares'>;
type CountInput = ParsedInput<'history.recordCount'>;
type CountOutput = CallOutput<'history.recordCount'>;

/** As `history.figures` answers. */
export type ReadFigures = (input: FiguresInput) => FiguresOutput;

export interface FigureCalls {
  readonly figures: ReadFigures;
  /** For many types in one answer: looks up the shared dependencies once. Don't keep it beyond the call. */
  readonly figuresAtOnce: () => ReadFigures;
  readonly figureShares: (input: SharesInput) => SharesOutput;
  readonly recordCount: (input: CountInput) => CountOutput;
}

/** Days since 1970, both included. */
interface Days {
  readonly first: number;
  readonly last: number;
}

const maxHourDays = 8;

/** The home zone, or this computer's zone if the user has set none: no events are created then, but data can be viewed. */
export function figureZone(reader: Reader): string {
  return readSetting(reader, 'homeZone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * The figures of one type, for pages and the CLI (events/README.md, "How figures are made"): days and longer spans from the stored figures, hours
 * from the records. There are none before the first figures are stored. Errors: request.invalid.
 */
export function createFigures(reader: Reader): FigureCalls {
  const samples = new EventSamples(reader);
  const order = new SourceOrder(reader, () => readSetting(reader, 'sourcePriority') ?? []);
  const kept = new KeptFigures(reader);
  const rulesOfNow = new RulesOfFigures(reader, order, () => figureZone(reader));
  /** Of the newest record that counts: one in an unknown unit, or in none, says nothing about the figures. */
  const newestUnit = reader
    .prepare<[string], string>(
      `SELECT unit FROM record INDEXED BY record_identity JOIN origin ON origin.id = record.origin
       WHERE type = (SELECT id FROM record_type WHERE name = ?) AND typeof(value_key) <> 'text' ORDER BY start DESC LIMIT 1`,
    )
    .pluck();
  const begunIn = reader
    .prepare<{ name: string; low: number; high: number }, number>(
      `SELECT count(*) FROM record INDEXED BY record_identity
       WHERE type = (SELECT id FROM record_type WHERE name = @name) AND start BETWEEN @low AND @high`,
    )
    .pluck();
  const sourceNames = reader.prepare<[], { id: number; name: string }>('SELECT id, name FROM source');

  /** The rules of the stored figures, else the current rules; and whether both agree and no days are left to compute. */
  function rulesOfKept(): { rules: FigureRules; isCurrent: boolean } {
    const state = kept.state();
    const now = rulesOfNow.now();
    if (state.kept === null) return { rules: { ...now, generation: -1 }, isCurrent: false };
    const isComplete = state.making === null && state.kept.exportAt === now.exportAt && !kept.areTouched();
    const isCurrent = isComplete && !areOutdated(state.kept, now);
    return { rules: state.kept, isCurrent };
  }

  let last: { readonly rules: FigureRules; readonly maker: TypeFigures } | null = null;

  function makerUnder(rules: FigureRules): TypeFigures {
    if (last?.rules !== rules) {
      const order = rankIn(rules.order);
      last = {
        rules,
        maker: new TypeFigures(reader, samples, zoneOf(rules.zone), order, devicesOf(rules.devices)),
      };
    }
    return last.maker;
  }

  function aggregationOf(kind: FigureKind, type: string, { generation }: FigureRules): Aggregation {
    return kind === 'category' ? categoryAggregation(type, kept.hasTime(generation, type)) : kind;
  }

  function figuresAtOnce(): ReadFigures {
    const { rules, isCurrent } = rulesOfKept();
    const zone = zoneOf(rules.zone);
    const maker = makerUnder(rules);
    return (input) => {
      const { type, by, source, weekStart } = input;
      const kind = maker.kindOf(type);
      const figuresIn = (): Figure[] => {
        if (by === 'hour') return hourFigures(maker, zone, kind, input);
        const asked = daysAsked(input);
        const rows = kept.rows(rules.generation, type, asked.first, asked.last, source);
        return dayFigures(rows, kind, by, weekStart, asked, (day) => dayStart(type, day, zone));
      };
      const printed = kind === 'category' ? null : (newestUnit.get(type) ?? null);
      return {
        aggregation: aggregationOf(kind, type, rules),
        unit:
          kind === 'category' ? null : (unitOfQuantity(type) ?? (canonicalUnit(printed ?? '', type) || null)),
        printedUnit: printed || null,
        zone: zone.name,
        isCurrent,
        figures: figuresIn(),
      };
    };
  }

  return {
    figures: (input) => figuresAtOnce()(input),
    figuresAtOnce,

    figureShares(input) {
      const { type } = input;
      const { rules } = rulesOfKept();
      const asked = daysAsked(input);
      const aggregation = aggregationOf(makerUnder(rules).kindOf(type), type, rules);
      const isAdded = aggregation === 'sum' || aggregation === 'time';
      const names = new Map(sourceNames.all().map(({ id, name }) => [id, name]));
      const sums = kept.sumsOfSources(rules.generation, type, asked.first, asked.last);
      const shares = sums.map(({ source, count, whole, counted }) => ({
        source,
        name: names.get(source) ?? '',
        count,
        whole: isAdded ? rounded(whole) : null,
        counted: isAdded ? rounded(counted) : null,
      }));
      shares.sort((a, b) => (b.counted ?? 0) - (a.counted ?? 0) || b.count - a.count || a.source - b.source);
      return { shares };
    },

    recordCount({ type, from, to }) {
      const zone = zoneOf(rulesOfKept().rules.zone);
      const low = from === undefined ? null : dayStart(type, dayNumber(from), zone);
      const high = to === undefined ? null : dayStart(type, dayNumber(to) + 1, zone);
      const span = { low: low ?? Number.MIN_SAFE_INTEGER, high: (high ?? Number.MAX_SAFE_INTEGER) - 1 };
      const counts = recordTypesOf(type).map((name) => begunIn.get({ name, ...span }) ?? 0);
      return { count: counts.reduce((sum, count) => sum + count, 0), from: low, to: high };
    },
  };
}

/** Without bounds, every day that can have a figure. */
function daysAsked({ from, to }: Pick<FiguresInput, 'from' | 'to'>): Days {
  return {
    first: from === undefined ? Number.MIN_SAFE_INTEGER : dayNumber(from),
    last: to === undefined ? Number.MAX_SAFE_INTEGER : dayNumber(to),
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
  const days = { first: dayNumber(first), last: dayNumber(last) };
  if (days.last - days.first >= maxHourDays) throw new CodedError('request.invalid');
  if (days.first > days.last) return [];
  const { rows, starts } = maker.hours(type, days.first, days.last);
  const bySpan = Map.groupBy(countedRows(rows, kind, source), ({ span }) => span);
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

/** Groups ascending days into spans. */
function dayFigures(
  rows: readonly TotalRow[],
  kind: FigureKind,
  by: Exclude<FiguresInput['by'], 'hour'>,
  weekStart: number,
  asked: Days,
  startOf: (day: number) => number,
): Figure[] {
  const figures: Figure[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const own = rows[from]?.span ?? 0;
    const first =
      by === 'range'
        ? asked.first > Number.MIN_SAFE_INTEGER
          ? asked.first
          : own
        : spanStart(own, by, weekStart);
    const behind =
      by === 'range' ? Math.min(asked.last, rows.at(-1)?.span ?? own) + 1 : spanBehind(first, by);
    while (to < rows.length && (rows[to]?.span ?? behind) < behind) to++;
    const day = Math.max(first, asked.first);
    const figure = figureOf(rows.slice(from, to), kind, {
      day: dayText(day),
      start: startOf(day),
      end: startOf(Math.min(behind, asked.last + 1)),
    });
    if (figure.count > 0) figures.push(figure);
  }
  return figures;
}

type LongSpan = Exclude<FigureSpan, 'hour'>;

/** The first day after the span that begins on a day. */
function spanBehind(first: number, by: LongSpan): number {
  if (by === 'day') return first + 1;
  if (by === 'week') return first + 7;
  const date = new Date(first * msPerDay);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (by === 'month' ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0)) / msPerDay;
}

/** The counted rows, or only those of one source. */
function countedRows(rows: readonly FigureRow[], kind: FigureKind, source: number | undefined): TotalRow[] {
  if (source === undefined) return totalsOf(rows, kind);
  return rows
    .filter((row) => row.source === source)
    .map((row) => ({ ...row, counted: row.samples, countedInto: row.samplesInto, part: row.whole }));
}

/** The number of distinct samples: one that crosses into the next span counts only in the first. */
function samplesIn(rows: readonly TotalRow[]): number {
  const first = rows.reduce((least, { span }) => Math.min(least, span), Number.POSITIVE_INFINITY);
  return rows.reduce(
    (sum, { span, counted, countedInto }) => sum + counted - (span === first ? 0 : countedInto),
    0,
  );
}

/** Conversions leave noise (71,800.00000000001 g), in single records as in sums. */
const roundedOrNull = (value: number | null): number | null => (value === null ? null : rounded(value));

function figureOf(
  rows: readonly TotalRow[],
  kind: FigureKind,
  place: Pick<Figure, 'day' | 'start' | 'end'>,
): Figure {
  const counting = rows.filter(({ counted }) => counted > 0);
  const count = samplesIn(counting);
  const isMeasure = kind === 'mean' || kind === 'level';
  let [part, seconds, days] = [0, 0, 0];
  let lowest: number | null = null;
  let highest: number | null = null;
  let latest: Pick<TotalRow, 'latest' | 'latestAt'> = { latest: null, latestAt: null };
  let lastDay: number | null = null;
  for (const row of counting) {
    part += row.part;
    seconds += row.seconds;
    if (row.lowest !== null) lowest = Math.min(lowest ?? row.lowest, row.lowest);
    if (row.highest !== null) highest = Math.max(highest ?? row.highest, row.highest);
    if (isLater(row, latest)) latest = row;
    if (row.span !== lastDay) days++;
    lastDay = row.span;
  }
  const mean = kind === 'level' ? 10 * Math.log10(part / seconds) : part / count;
  return {
    ...place,
    days,
    count,
    sum: kind === 'sum' ? rounded(part) : null,
    mean: isMeasure && count > 0 ? rounded(mean) : null,
    lowest: isMeasure ? roundedOrNull(lowest) : null,
    highest: isMeasure ? roundedOrNull(highest) : null,
    latest: roundedOrNull(latest.latest),
    values: kind === 'category' ? valuesOf(counting) : [],
  };
}

function valuesOf(rows: readonly TotalRow[]): Figure['values'] {
  return [...Map.groupBy(rows, ({ value }) => value)]
    .map(([value, its]) => ({
      value,
      seconds: its.reduce((sum, { part }) => sum + part, 0),
      count: samplesIn(its),
    }))
    .sort((a, b) => b.seconds - a.seconds || b.count - a.count || (a.value < b.value ? -1 : 1));
}
