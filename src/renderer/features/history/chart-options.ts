import uPlot from 'uplot';
import { axisDateText, compactText } from '../../components/formats.ts';
import type { ChartFigures, ChartKind } from './chart-figures.ts';

export interface ChartColours {
  readonly line: string;
  readonly band: string;
  readonly grid: string;
  readonly ink: string;
  readonly font: string;
}

/** A canvas knows no custom properties: the tokens, as they stand for this element now (styles/tokens.css). */
export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  return {
    line: style.getPropertyValue('--chart-line'),
    band: style.getPropertyValue('--chart-band'),
    grid: style.getPropertyValue('--chart-grid'),
    ink: style.getPropertyValue('--chart-ink'),
    font: `12px ${style.fontFamily}`,
  };
}

const isLine = (kind: ChartKind) => kind === 'average' || kind === 'level';

export function chartData({ kind, at, middle, highest, lowest }: ChartFigures): uPlot.AlignedData {
  return isLine(kind) ? [at, middle, highest, lowest] : [at, middle];
}

interface Asked {
  readonly figures: ChartFigures;
  readonly colours: ChartColours;
  readonly width: number;
  readonly height: number;
  readonly onCursor: (index: number | null) => void;
  /** A span that was dragged over, in UTC seconds. */
  readonly onSelect: (from: number, to: number) => void;
}

/** Buckets are UTC days, so the axis is in UTC too; days in the home zone come with daily figures. */
export function chartOptions({ figures, colours, width, height, onCursor, onSelect }: Asked): uPlot.Options {
  const isBars = !isLine(figures.kind);
  const axis = { stroke: colours.ink, font: colours.font, ticks: { show: false } } as const;
  const edge = { stroke: 'transparent', width: 0, points: { show: false } } as const;
  const middle: uPlot.Series = isBars
    ? { fill: colours.line, width: 0, points: { show: false }, ...barPaths() }
    : { stroke: colours.line, width: 1.75, spanGaps: true, points: { show: figures.at.length < 2, size: 5 } };
  return {
    width,
    height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: !isBars } },
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    scales: {
      x: { range: (_plot, first, last) => xRange(first, last, isBars ? figures.at.length : 0) },
      y: { range: (_plot, low, high) => yRange(low, high, isBars) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        gap: 4,
        space: 72,
        values: (_plot, ticks, _axis, _space, step) => ticks.map((at) => axisDateText(at, step)),
      },
      {
        ...axis,
        grid: { stroke: colours.grid, width: 1 },
        size: 48,
        gap: 6,
        space: 28,
        values: (_plot, ticks) => ticks.map(compactText),
      },
    ],
    series: [{}, middle, ...(isBars ? [] : [edge, edge])],
    ...(isBars ? {} : { bands: [{ series: [2, 3] as [number, number], fill: colours.band }] }),
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < 4) return;
          onSelect(plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function barPaths(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.bars?.({ size: [0.75, 28], radius: 0.15 });
  return paths === undefined ? {} : { paths };
}

/** Half a bucket of room at both ends, so that the first and the last bar stand whole. */
function xRange(first: number, last: number, bars: number): uPlot.Range.MinMax {
  const room = bars === 0 ? 0 : bars === 1 ? 43_200 : (last - first) / (bars - 1) / 2;
  return [first - room, last + room];
}

/** Bars stand on nought; a line fills its place with a little air around it. */
function yRange(low: number | null, high: number | null, isBars: boolean): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1];
  if (isBars) return [0, high > 0 ? high * 1.08 : 1];
  const air = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1;
  return [low - air < 0 && low >= 0 ? 0 : low - air, high + air];
}
