import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import {
  type ShownFigures,
  type ShownUnit,
  shownFigures,
  shownValue,
  type Units,
} from '../../../shared/domain/display-units.ts';
import type { ExportTable } from '../../../shared/domain/export.ts';
import { figureExport, mainFigure } from '../../../shared/domain/figure-table.ts';
import type { FigureShare, FigureSpan } from '../../../shared/domain/figures.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { countText } from '../../components/formats.ts';
import { zonedIso } from '../../components/zone-formats.ts';
import { type ChartModel, type ChartSeries, type Tone, tones } from './chart-options.ts';
import { type Places, type Shown, stackOf, toneAt } from './shown-series.ts';
import { axisOf, figureWord, type Head, type Kind, kindText, spreadText } from './type-figures.ts';
import {
  barsOf,
  type Days,
  daysOf,
  inSlots,
  type Slot,
  slotMark,
  slotsOf,
  slotText,
  stepped,
  type TypeRange,
  yearBefore,
} from './type-spans.ts';

/** What the page of a type is asked to show. */
export interface Asked {
  /** One type, or the two of blood pressure. */
  readonly types: readonly string[];
  readonly range: TypeRange;
  readonly at: string;
  readonly weekStart: number;
  readonly whole: Days;
  readonly zone: string | null;
  /** This year over last. */
  readonly isCompared: boolean;
  readonly isEach: boolean;
  /** A second type. */
  readonly overlay: string | undefined;
  readonly units: Units;
}

/** The figures of one type in a range, place by place and as a whole. */
interface Part {
  readonly kind: Kind;
  /** How the stored figures became the shown ones. */
  readonly shown: ShownUnit;
  readonly places: Places;
  readonly head: Head | null;
  readonly before: Head | null;
  /** The same range a year before, by place. */
  readonly past: Places | null;
}

/** Everything that the page shows of one range, read together, so it's never mixed with another range. */
export interface TypeView {
  readonly range: TypeRange;
  readonly days: Days;
  readonly by: FigureSpan;
  readonly zone: string;
  readonly isCurrent: boolean;
  readonly slots: readonly Slot[];
  readonly parts: readonly Part[];
  readonly beforeDays: Days | null;
  readonly pastDays: Days | null;
  readonly overlay: { readonly kind: Kind; readonly places: Places } | null;
  readonly shares: readonly FigureShare[];
  readonly bySource: readonly { readonly name: string; readonly places: Places }[] | null;
}

export type Ask = {
  /** Answers are kept as they come, so that other units ask for nothing. */
  figures(input: CallInput<'history.figures'>): Promise<CallOutput<'history.figures'>>;
  shares(input: CallInput<'history.figureShares'>): Promise<CallOutput<'history.figureShares'>>;
};

/** Everything that the page of a type shows, of a few calls. */
export async function readView(asked: Asked, ask: Ask): Promise<TypeView> {
  const { types, range, weekStart, zone } = asked;
  const [type = ''] = types;
  const days = daysOf(asked);
  const by = barsOf(range, days);
  const beforeAt = stepped(asked, -1);
  const beforeDays = beforeAt === null ? null : daysOf({ ...asked, at: beforeAt });
  const pastDays = asked.isCompared ? yearBefore(asked) : null;
  const answers: ShownFigures[] = [];
  const read = async (name: string, span: FigureSpan | 'range', { from, to }: Days, source?: number) => {
    const given = source === undefined ? {} : { source };
    const answer = await ask.figures({ type: name, by: span, from, to, weekStart, ...given });
    const shown = shownFigures(name, answer, asked.units);
    answers.push(shown);
    return shown;
  };
  const kindOf = (name: string, { aggregation, unit, units, keptUnit }: ShownFigures): Kind => ({
    type: name,
    aggregation,
    unit,
    units,
    keptUnit,
  });
  const slots = slotsOf(days, by, weekStart, zone);
  const partOf = async (name: string): Promise<Part> => {
    const [bars, head, before, past] = await Promise.all([
      read(name, by, days),
      read(name, 'range', days),
      beforeDays === null ? null : read(name, 'range', beforeDays),
      pastDays === null ? null : read(name, by, pastDays),
    ]);
    const kind = kindOf(name, bars);
    return {
      kind,
      shown: bars.shown,
      places: inSlots(slots, by, bars.figures),
      head: head.figures[0] ?? null,
      before: before?.figures[0] ?? null,
      past:
        pastDays === null || past === null
          ? null
          : sameLength(slots.length, inSlots(slotsOf(pastDays, by, weekStart, zone), by, past.figures)),
    };
  };
  const { overlay } = asked;
  const [parts, other, { shares }] = await Promise.all([
    Promise.all(types.map(partOf)),
    overlay === undefined ? null : read(overlay, by, days),
    ask.shares({ type, ...days }),
  ]);
  const [first] = parts;
  const amount = (value: number | null) =>
    value === null || first === undefined ? value : shownValue(value, first.shown);
  const bySource = asked.isEach
    ? await Promise.all(
        shares.map(async ({ source, name }) => ({
          name,
          places: inSlots(slots, by, (await read(type, by, days, source)).figures),
        })),
      )
    : null;
  return {
    range,
    days,
    by,
    zone: answers[0]?.zone ?? zone ?? '',
    isCurrent: answers.every(({ isCurrent }) => isCurrent),
    slots,
    parts,
    beforeDays,
    pastDays,
    overlay:
      overlay === undefined || other === null
        ? null
        : { kind: kindOf(overlay, other), places: inSlots(slots, by, other.figures) },
    shares: shares.map((share) => ({ ...share, whole: amount(share.whole), counted: amount(share.counted) })),
    bySource,
  };
}

/** A month of 31 days over one of 30: the last place has nothing behind it. */
const sameLength = (length: number, places: Places): Places =>
  Array.from({ length }, (_, index) => places[index] ?? null);

const isMeasure = ({ aggregation }: Kind) => aggregation === 'mean' || aggregation === 'level';
/** What the page shows of a view, the year before and a second type included. */
export function shownOf(view: TypeView): Shown[] {
  const [first] = view.parts;
  if (first === undefined) return [];
  const { kind } = first;
  const form = isMeasure(kind) ? 'line' : 'bar';
  const plain = (label: string, part: Pick<Part, 'kind' | 'places'>, tone: Tone): Shown => ({
    label,
    kind: part.kind,
    tone,
    form,
    scale: 'main',
    places: part.places,
    pick: (figure) => mainFigure(part.kind, figure),
    hasBand: isMeasure(part.kind),
    isTableOnly: false,
    isTotal: false,
  });
  const isStacked = kind.aggregation === 'time' || kind.aggregation === 'count';
  const own =
    view.bySource !== null
      ? view.bySource.map(({ name, places }, index) => ({
          ...plain(name, { kind, places }, toneAt(index)),
          hasBand: false,
          isTableOnly: index >= tones.length,
        }))
      : isStacked
        ? stackOf(first)
        : view.parts.map((part, index) =>
            plain(
              view.parts.length > 1 ? typeLabel(part.kind.type) : figureWord(part.kind),
              part,
              toneAt(index),
            ),
          );
  const past = view.parts.flatMap(({ kind: its, past: places }): Shown[] =>
    places === null
      ? []
      : [
          {
            ...plain(
              view.parts.length > 1
                ? t('{type}, a year before', { type: typeLabel(its.type) })
                : t('A year before'),
              { kind: its, places },
              'past',
            ),
            form: isMeasure(its) ? 'dashes' : 'behind',
            hasBand: false,
          },
        ],
  );
  const { overlay } = view;
  const second: Shown[] =
    overlay === null
      ? []
      : [
          {
            ...plain(typeLabel(overlay.kind.type), overlay, toneAt(Math.min(own.length, tones.length))),
            form: 'line',
            scale: 'second',
            hasBand: false,
          },
        ];
  return [...own, ...past, ...second];
}

/** The unit of an axis and what a figure is multiplied by on it. */
export function axisFor(shown: readonly Shown[], scale: ChartSeries['scale']) {
  const on = shown.filter((one) => one.scale === scale);
  const [first] = on;
  if (first === undefined) return null;
  const highest = Math.max(
    0,
    ...on.flatMap(({ places, pick }) => places.map((place) => (place === null ? 0 : (pick(place) ?? 0)))),
  );
  return axisOf(first.kind, highest);
}

export function modelOf(view: TypeView, shown: readonly Shown[]): ChartModel {
  const factors = {
    main: axisFor(shown, 'main')?.factor ?? 1,
    second: axisFor(shown, 'second')?.factor ?? 1,
  };
  return {
    marks: view.slots.map((slot) => slotMark(slot, view.by, view.range, view.zone)),
    series: shown.map(({ label, tone, form, scale, places, pick, hasBand }) => {
      const scaled = (value: number | null | undefined) =>
        value === null || value === undefined ? null : value * factors[scale];
      const band = (name: 'lowest' | 'highest') => places.map((place) => scaled(place?.[name]));
      return {
        name: label,
        tone,
        form,
        scale,
        values: places.map((place) => (place === null ? null : scaled(pick(place)))),
        ...(hasBand ? { lowest: band('lowest'), highest: band('highest') } : {}),
      };
    }),
  };
}

/** One line of the table: a place that has something, in words. */
export interface TableRow {
  readonly place: number;
  readonly label: string;
  readonly cells: readonly string[];
}

/** The figures as a table, of every place that has any. */
export function tableOf(view: TypeView, shown: readonly Shown[]): { columns: string[]; rows: TableRow[] } {
  const isBanded = ({ hasBand }: Shown) => hasBand;
  const columns = [
    ...shown.flatMap((one) =>
      isBanded(one) ? [one.label, t('Lowest – highest'), t('Latest', {}, 'value')] : [one.label],
    ),
    t('Records'),
  ];
  const counted = view.parts[0]?.places ?? [];
  const rows = view.slots.flatMap((slot, place): TableRow[] => {
    if (shown.every(({ places }) => (places[place] ?? null) === null)) return [];
    const cells = shown.flatMap((one) => {
      const figure = one.places[place] ?? null;
      const value = figure === null ? null : one.pick(figure);
      const text = value === null ? '' : kindText(one.kind, value);
      if (!isBanded(one)) return [text];
      if (figure === null) return [text, '', ''];
      const { latest } = figure;
      return [text, spreadText(one.kind, figure), latest === null ? '' : kindText(one.kind, latest)];
    });
    const count = counted[place]?.count ?? 0;
    return [{ place, label: slotText(slot, view.by, view.zone), cells: [...cells, countText(count)] }];
  });
  return { columns, rows };
}

/**
 * Every figure that the view shows as rows of a file, in full precision and in the units that are read: those of the bars or points, of the
 * year before, of the second type, or of each source. The first column says whose they are.
 */
export function exportOf(view: TypeView, title: string): ExportTable {
  const { parts, overlay, bySource } = view;
  const sets = [
    ...parts.flatMap(({ kind, places, past }) => [
      ...(bySource === null ? [{ name: 'as counted', kind, places }] : []),
      ...(past === null ? [] : [{ name: 'a year before', kind, places: past }]),
    ]),
    ...(bySource ?? []).flatMap(({ name, places }) =>
      parts.slice(0, 1).map(({ kind }) => ({ name, kind, places })),
    ),
    ...(overlay === null ? [] : [{ name: 'second type', ...overlay }]),
  ];
  const timeText = (at: number) => zonedIso(at, view.zone === '' ? null : view.zone);
  const tables = sets.map(({ name, kind, places }) => {
    const figures = places.filter((place) => place !== null);
    return { name, ...figureExport(title, kind.type, { ...kind, figures }, timeText) };
  });
  return {
    kind: 'table',
    title,
    columns: ['series', ...(tables[0]?.columns ?? [])],
    rows: tables.flatMap(({ name, rows }) => rows.map((row) => [name, ...row])),
  };
}
