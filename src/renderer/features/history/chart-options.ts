import type uPlot from 'uplot';
import { compactText } from '../../components/formats.ts';

/** Color tokens that distinguish series (styles/tokens.css). */
export const tones = ['1', '2', '3', '4', '5', '6'] as const;
export type Tone = (typeof tones)[number] | 'past';

export interface ChartSeries {
  readonly name: string;
  readonly tone: Tone;
  /** `stack`: on the bars before it; `behind`: wide and pale, behind the others; `line`: with its band where it has one. */
  readonly form: 'bar' | 'stack' | 'behind' | 'line' | 'dashes';
  /** The second scale is at the right. */
  readonly scale: 'main' | 'second';
  /** One for each place, in the unit of the scale. */
  readonly values: readonly (number | null)[];
  readonly lowest?: readonly (number | null)[];
  readonly highest?: readonly (number | null)[];
}

/** Equally wide places side by side: the hours of a day, the days of a month. */
export interface ChartModel {
  readonly marks: readonly string[];
  readonly series: readonly ChartSeries[];
}

export interface ChartColors {
  readonly line: string;
  readonly band: string;
  readonly grid: string;
  readonly ink: string;
  readonly font: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

/** A canvas has no custom properties, so this reads the element's current token values (styles/tokens.css). */
export function chartColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--chart-${name}`);
  return {
    line: token('line'),
    band: token('band'),
    grid: token('grid'),
    ink: token('ink'),
    font: `12px ${style.fontFamily}`,
    tones: {
      1: token('1'),
      2: token('2'),
      3: token('3'),
      4: token('4'),
      5: token('5'),
      6: token('6'),
      past: token('past'),
    },
  };
}

const isBar = ({ form }: ChartSeries) => form !== 'line' && form !== 'dashes';

/** uPlot needs these for its cursor but draws nothing from them. */
export function chartData({ marks, series }: ChartModel): uPlot.AlignedData {
  return [marks.map((_mark, index) => index), ...series.map(({ values }) => [...values])];
}

/** Starts at zero for bars; a line fills its area with a small margin. */
export function scaleRange(model: ChartModel, scale: ChartSeries['scale']): [number, number] {
  const on = model.series.filter((one) => one.scale === scale);
  const figures = on
    .filter(({ form }) => form !== 'stack')
    .flatMap(({ values, lowest = [], highest = [] }) => [...values, ...lowest, ...highest])
    .filter((value) => value !== null);
  const stacks = model.marks.map((_mark, index) =>
    on.filter(({ form }) => form === 'stack').reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  );
  const high = Math.max(...figures, ...stacks);
  const low = Math.min(...figures);
  if (on.some(isBar)) return [0, high > 0 ? high * 1.08 : 1];
  if (figures.length === 0) return [0, 1];
  const air = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1;
  return [low - air < 0 && low >= 0 ? 0 : low - air, high + air];
}

interface Asked {
  readonly model: ChartModel;
  readonly colors: ChartColors;
  readonly width: number;
  readonly height: number;
  readonly onCursor: (index: number | null) => void;
  /** The user dragged over a range of places, both ends included. */
  readonly onSelect: (first: number, last: number) => void;
}

/** Space for an axis mark, CSS pixels. */
const markRoom = 64;

export function chartOptions({ model, colors, width, height, onCursor, onSelect }: Asked): uPlot.Options {
  const count = model.marks.length;
  const axis = { stroke: colors.ink, font: colors.font, ticks: { show: false } } as const;
  const figureAxis = {
    ...axis,
    size: 52,
    gap: 6,
    space: 32,
    values: (_plot: uPlot, ticks: number[]) => ticks.map(compactText),
  };
  const hasSecond = model.series.some(({ scale }) => scale === 'second');
  return {
    width,
    height,
    padding: [8, hasSecond ? 0 : 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => [-0.5, count - 0.5] },
      main: { range: () => scaleRange(model, 'main') },
      second: { range: () => scaleRange(model, 'second') },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        gap: 4,
        splits: (plot) => {
          const each = Math.max(1, Math.ceil((count * markRoom) / Math.max(1, plot.width - 64)));
          return model.marks.flatMap((_mark, index) => (index % each === 0 ? [index] : []));
        },
        values: (_plot, ticks) => ticks.map((index) => model.marks[index] ?? ''),
      },
      { ...figureAxis, scale: 'main', grid: { stroke: colors.grid, width: 1 } },
      ...(hasSecond ? [{ ...figureAxis, scale: 'second', side: 1 as const, grid: { show: false } }] : []),
    ],
    series: [{}, ...model.series.map(({ scale }) => ({ scale, paths: () => null, points: { show: false } }))],
    hooks: {
      draw: [(plot) => drawModel(plot, model, colors)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < 4) return;
          const place = (x: number) => Math.min(count - 1, Math.max(0, Math.round(plot.posToVal(x, 'x'))));
          onSelect(place(left), place(left + wide));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Bars first, lines over them. */
function drawModel(plot: uPlot, model: ChartModel, colors: ChartColors): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  drawBars(plot, model, colors);
  for (const one of model.series) if (!isBar(one)) drawLine(plot, one, colors);
  ctx.restore();
}

/** Stacks and background bars take a whole place; other bars share it. */
function drawBars(plot: uPlot, { marks, series }: ChartModel, { tones: colorOf }: ChartColors): void {
  const { ctx } = plot;
  const place = plot.bbox.width / Math.max(1, marks.length);
  const most = 44 * devicePixelRatio;
  const beside = series.filter(({ form }) => form === 'bar');
  const hasBehind = series.some(({ form }) => form === 'behind');
  const wide = Math.max(1, Math.min(place * 0.76, most));
  const inner = hasBehind ? wide * 0.62 : wide;
  const tops = { main: marks.map(() => 0), second: marks.map(() => 0) };
  for (const one of series.toSorted((a, b) => Number(b.form === 'behind') - Number(a.form === 'behind'))) {
    if (!isBar(one)) continue;
    ctx.fillStyle = colorOf[one.tone];
    const share = one.form === 'bar' ? inner / beside.length : one.form === 'stack' ? inner : wide;
    const shift = one.form === 'bar' ? beside.indexOf(one) * share - inner / 2 : -share / 2;
    for (const [index, value] of one.values.entries()) {
      if (value === null || value <= 0) continue;
      const base = one.form === 'stack' ? (tops[one.scale][index] ?? 0) : 0;
      if (one.form === 'stack') tops[one.scale][index] = base + value;
      const x = plot.valToPos(index, 'x', true) + shift;
      const top = plot.valToPos(base + value, one.scale, true);
      const bottom = plot.valToPos(base, one.scale, true);
      ctx.beginPath();
      ctx.roundRect(
        x,
        top,
        Math.max(1, share - (beside.length > 1 ? 1 : 0)),
        bottom - top,
        one.form === 'stack' ? 0 : [3, 3, 0, 0],
      );
      ctx.fill();
    }
  }
}

/** A line over gaps, a dot for each place while they are few, and the band from lowest to highest. */
function drawLine(plot: uPlot, one: ChartSeries, { tones: colorOf }: ChartColors): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const at = (index: number, value: number): [number, number] => [
    plot.valToPos(index, 'x', true),
    plot.valToPos(value, one.scale, true),
  ];
  const points = one.values.flatMap((value, index) => (value === null ? [] : [at(index, value)]));
  ctx.fillStyle = colorOf[one.tone];
  ctx.strokeStyle = colorOf[one.tone];
  const place = plot.bbox.width / Math.max(1, one.values.length);
  const wide = Math.max(2 * ratio, Math.min(place * 0.5, 14 * ratio));
  ctx.globalAlpha = 0.26;
  for (const [index, low] of (one.lowest ?? []).entries()) {
    const high = one.highest?.[index] ?? null;
    if (low === null || high === null) continue;
    const [x, top] = at(index, high);
    const [, bottom] = at(index, low);
    ctx.beginPath();
    ctx.roundRect(x - wide / 2, top - ratio, wide, bottom - top + 2 * ratio, wide / 2);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.75 * ratio;
  ctx.setLineDash(one.form === 'dashes' ? [4 * ratio, 4 * ratio] : []);
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (points.length > 62 || one.form === 'dashes') return;
  for (const [x, y] of points) {
    ctx.beginPath();
    ctx.arc(x, y, 2.5 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
}
