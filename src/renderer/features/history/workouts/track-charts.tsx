import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { t } from '../../../../shared/language.ts';
import 'uplot/dist/uPlot.min.css';
import {
  distanceText,
  figureText,
  heightText,
  inOne,
  unitText,
} from '../../../../shared/domain/quantity-text.ts';
import { type LengthUnit, metersOf, type WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { Disclosure } from '../../../components/disclosure.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import tables from '../../../components/side-panel.module.css';
import { ScrollBox } from '../../../components/side-panel.tsx';
import spread from '../../../components/spread-line.module.css';
import { useMedia } from '../series-chart.tsx';
import styles from './track-charts.module.css';
import { placeWords, type TrackCursor, useTrackIndex } from './track-cursor.ts';
import { bpm, clockText, type SpeedForm, speedText, speedValue } from './workout-words.ts';

interface Props {
  readonly track: WorkoutTrack;
  readonly unit: LengthUnit;
  readonly form: SpeedForm;
  readonly cursor: TrackCursor;
}

type Along = 'distance' | 'time';

/** One figure over the workout, in the unit that is shown. */
interface Line {
  readonly id: 'speed' | 'elevation' | 'heartRate';
  readonly title: string;
  readonly unit: string;
  readonly values: (number | null)[];
  readonly tick: (value: number) => string;
  /** Less is more: a pace. */
  readonly isUpsideDown: boolean;
  readonly isArea: boolean;
}

const hasSome = (values: readonly (number | null)[]) => values.some((value) => value !== null);

function linesOf(track: WorkoutTrack, unit: LengthUnit, form: SpeedForm): Line[] {
  const begins = new Set([0, ...track.breaks]);
  const height = Number(unit === 'mi' ? 1 / 0.3048 : 1);
  const lines: Line[] = [
    {
      id: 'speed',
      title: form.name,
      unit: form.unit,
      values: track.speed.map((speed, index) => (begins.has(index) ? null : speedValue(speed, form))),
      tick: (value) => (form.isPace ? clockText(value) : figureText(value)),
      isUpsideDown: form.isPace,
      isArea: false,
    },
    {
      id: 'elevation',
      title: t('Elevation'),
      unit: heightText(0, { distance: unit }).unit,
      values: track.elevation.map((meters, index) =>
        meters === null || begins.has(index) ? null : meters * height,
      ),
      tick: (value) => figureText(Math.round(value)),
      isUpsideDown: false,
      isArea: true,
    },
    {
      id: 'heartRate',
      title: t('Heart rate'),
      unit: bpm,
      values: track.heartRate,
      tick: (value) => figureText(Math.round(value)),
      isUpsideDown: false,
      isArea: false,
    },
  ];
  return lines.filter(({ values }) => hasSome(values));
}

/** Pace or speed, elevation and heart rate, one under the other; the place pointed at is the map's too. */
export function TrackCharts({ track, unit, form, cursor }: Props) {
  const hasDistance = hasSome(track.distance);
  const [chosen, setChosen] = useState<Along>('distance');
  const along = hasDistance ? chosen : 'time';
  const lines = useMemo(() => linesOf(track, unit, form), [track, unit, form]);
  const x = useMemo(
    () =>
      along === 'distance'
        ? track.distance.map((meters) => (meters ?? 0) / metersOf[unit])
        : track.at.map((at) => at - (track.at[0] ?? 0)),
    [track, along, unit],
  );
  if (lines.length === 0) return null;
  return (
    <section className={styles['charts']} aria-label={t('Over the workout')}>
      <div className={`${spread['wrapping']} ${styles['head']}`}>
        <Readout track={track} unit={unit} form={form} cursor={cursor} />
        {hasDistance && (
          <Segmented<Along>
            label={t('Horizontal axis')}
            value={along}
            options={[
              ['distance', t('Distance')],
              ['time', t('Time', {}, 'duration')],
            ]}
            onChange={setChosen}
          />
        )}
      </div>
      <Slider track={track} unit={unit} form={form} cursor={cursor} />
      {lines.map((line) => (
        <figure key={line.id} className={styles['figure']}>
          <figcaption>
            {line.title}, {line.unit}
          </figcaption>
          <Plot x={x} line={line} along={along} unit={unit} cursor={cursor} />
        </figure>
      ))}
      <Disclosure title={t('Figures along the workout')}>
        <PlacesTable track={track} unit={unit} form={form} />
      </Disclosure>
    </section>
  );
}

function Readout({ track, unit, form, cursor }: Props) {
  const index = useTrackIndex(cursor);
  return (
    <p className={styles['readout']} data-readout={index ?? ''}>
      {index === null
        ? t('Point to a place on the map or a chart to see its figures.')
        : placeWords(track, index, unit, form)}
    </p>
  );
}

/** The same by keyboard. */
function Slider({ track, unit, form, cursor }: Props) {
  const index = useTrackIndex(cursor);
  return (
    <input
      type="range"
      className={styles['slider']}
      aria-label={t('Place along the workout')}
      aria-valuetext={placeWords(track, index ?? 0, unit, form)}
      min={0}
      max={track.at.length - 1}
      value={index ?? 0}
      onChange={(event) => cursor.set(Number(event.currentTarget.value))}
    />
  );
}

interface PlotProps {
  readonly x: number[];
  readonly line: Line;
  readonly along: Along;
  readonly unit: LengthUnit;
  readonly cursor: TrackCursor;
}

function Plot({ x, line, along, unit, cursor }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const media = useMedia();
  // biome-ignore lint/correctness/useExhaustiveDependencies: media changes what the tokens say
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let isFollowing = false;
    const make = () =>
      new uPlot(
        optionsOf(element, line, along, unit, (index) => {
          if (!isFollowing) cursor.set(index);
        }),
        [x, line.values],
        element,
      );
    const plot = make();
    const follow = () => {
      const index = cursor.get();
      // The one that was pointed at says where it is already.
      if ((plot.cursor.idx ?? null) === index) return;
      isFollowing = true;
      plot.setCursor({ left: index === null ? -10 : plot.valToPos(x[index] ?? 0, 'x'), top: 10 });
      isFollowing = false;
    };
    const leave = cursor.subscribe(follow);
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(80, element.clientWidth), height: Math.max(60, element.clientHeight) }),
    );
    observer.observe(element);
    return () => {
      leave();
      observer.disconnect();
      plot.destroy();
    };
  }, [x, line, along, unit, cursor, media]);
  const shown = line.values.filter((value) => value !== null);
  const [least, most] = [shown.reduce((a, b) => Math.min(a, b)), shown.reduce((a, b) => Math.max(a, b))];
  const values = { title: line.title, least: line.tick(least), most: line.tick(most), unit: line.unit };
  return (
    <div
      ref={box}
      className={styles['plot']}
      role="img"
      aria-label={
        along === 'distance'
          ? t('{title} over distance, {least} to {most} {unit}', values)
          : t('{title} over time, {least} to {most} {unit}', values)
      }
    />
  );
}

/** Between these shares of all points lies what the axis shows: one lost satellite must not flatten the rest. */
const shownShares = [0.02, 0.98] as const;

function rangeOf({ values, isUpsideDown }: Line): [number, number] {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = isUpsideDown ? [at(shownShares[0]), at(0.95)] : [at(0), at(1)];
  const air = (high - low) * 0.1 || Math.abs(high) * 0.05 || 1;
  return [low - air, high + air];
}

function optionsOf(
  element: Element,
  line: Line,
  along: Along,
  unit: LengthUnit,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name);
  const axis = {
    stroke: token('--chart-ink'),
    font: `12px ${style.fontFamily}`,
    ticks: { show: false },
  } as const;
  const range = rangeOf(line);
  return {
    width: Math.max(80, element.clientWidth),
    height: Math.max(60, element.clientHeight),
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false },
      y: { range: () => range, dir: line.isUpsideDown ? -1 : 1 },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 4,
        space: 64,
        values: (_plot, ticks) =>
          ticks.map((tick) =>
            along === 'time'
              ? clockText(tick)
              : inOne({ figure: figureText(tick), unit: unitText('', unit) }),
          ),
        ...(along === 'time'
          ? { incrs: [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400] }
          : {}),
      },
      {
        ...axis,
        grid: { stroke: token('--chart-grid'), width: 1 },
        size: 48,
        gap: 6,
        space: 22,
        values: (_plot, ticks) => ticks.map(line.tick),
        ...(line.isUpsideDown ? { incrs: [5, 10, 15, 30, 60, 120, 300, 600, 1200] } : {}),
      },
    ],
    series: [
      {},
      {
        stroke: token('--chart-line'),
        width: 1.5,
        points: { show: false },
        ...(line.isArea ? { fill: token('--chart-band'), fillTo: range[0] } : {}),
      },
    ],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  };
}

const tableRows = 40;

/** The charts as a table: places at even steps of time. */
function PlacesTable({ track, unit, form }: Omit<Props, 'cursor'>) {
  const last = track.at.length - 1;
  const count = Math.min(tableRows, track.at.length);
  const places = Array.from({ length: count }, (_, row) => Math.round((row * last) / Math.max(1, count - 1)));
  const text = (value: number | null | undefined, words: (value: number) => string) =>
    value === null || value === undefined ? '' : words(value);
  return (
    <ScrollBox label={t('Figures along the workout')}>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th scope="col">{t('Time', {}, 'duration')}</th>
            <th scope="col">{t('Distance')}</th>
            <th scope="col">{form.name}</th>
            <th scope="col">{t('Elevation')}</th>
            <th scope="col">{t('Heart rate')}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((index) => (
            <tr key={index}>
              <th scope="row">{clockText((track.at[index] ?? 0) - (track.at[0] ?? 0))}</th>
              <td>
                {text(track.distance[index], (meters) => inOne(distanceText(meters, { distance: unit })))}
              </td>
              <td>
                {text(speedValue(track.speed[index] ?? null, form), (value) => inOne(speedText(value, form)))}
              </td>
              <td>
                {text(track.elevation[index], (meters) => inOne(heightText(meters, { distance: unit })))}
              </td>
              <td>{text(track.heartRate[index], (rate) => `${figureText(Math.round(rate))} ${bpm}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
