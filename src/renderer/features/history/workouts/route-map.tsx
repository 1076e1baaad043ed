import { Minus, Plus, Scan } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { distanceText, inOne } from '../../../../shared/domain/quantity-text.ts';
import type { LengthUnit, WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { t } from '../../../../shared/language.ts';
import { Button } from '../../../components/button.tsx';
import {
  fitted,
  markStep,
  nearestPoint,
  type Plane,
  pathOf,
  planeOf,
  type Size,
  scaleBar,
  type View,
  zoomed,
} from './map-view.ts';
import styles from './route-map.module.css';
import { type TrackCursor, useTrackIndex } from './track-cursor.ts';

interface Props {
  readonly track: WorkoutTrack;
  readonly unit: LengthUnit;
  readonly cursor: TrackCursor;
}

const panPixels = 48;
const zoomStep = 1.6;
const panOfKey: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [panPixels, 0],
  ArrowRight: [-panPixels, 0],
  ArrowUp: [0, panPixels],
  ArrowDown: [0, -panPixels],
};

/** The way that was gone, drawn from its points: no tile server learns of it. */
export function RouteMap({ track, unit, cursor }: Props) {
  const plane = useMemo(() => planeOf(track), [track]);
  if (plane === null) return null;
  return <Drawing track={track} unit={unit} cursor={cursor} plane={plane} />;
}

function useSize(): [React.RefObject<HTMLDivElement | null>, Size] {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 640, height: 360 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, size];
}

function Drawing({ track, unit, cursor, plane }: Props & { readonly plane: Plane }) {
  const [box, size] = useSize();
  const whole = useMemo(() => fitted(plane, size), [plane, size]);
  // null: the whole route, whatever the size of the window.
  const [chosen, setChosen] = useState<View | null>(null);
  const view = chosen ?? whole;
  const drag = useRef<readonly [number, number] | null>(null);
  const path = useMemo(() => pathOf(plane, track.breaks), [plane, track.breaks]);
  const middle = [size.width / 2, size.height / 2] as const;
  const zoom = (factor: number, at: readonly [number, number] = middle) =>
    setChosen(zoomed(view, factor, at, whole));
  const pan = ([x, y]: readonly [number, number]) => setChosen({ ...view, x: view.x + x, y: view.y + y });
  const placeOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const { left, top } = box.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return [event.clientX - left, event.clientY - top] as const;
  };

  // A wheel that turned the page before must not zoom on its way: only with Ctrl, as a pinch on a touchpad is told, or on a map in use.
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  wheel.current = (event) => {
    if (!event.ctrlKey && document.activeElement !== box.current) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), placeOf(event));
  };
  useEffect(() => {
    const element = box.current;
    const listen = (event: WheelEvent) => wheel.current(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [box]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const by = panOfKey[event.key];
    if (by !== undefined) pan(by);
    else if (event.key === '+' || event.key === '=') zoom(zoomStep);
    else if (event.key === '-') zoom(1 / zoomStep);
    else if (event.key === '0') setChosen(null);
    else return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    const at = placeOf(event);
    if (drag.current === null) return cursor.set(nearestPoint(plane, view, at, 32));
    pan([at[0] - drag.current[0], at[1] - drag.current[1]]);
    drag.current = at;
  };

  const step = markStep(view.scale, unit);
  const bar = scaleBar(view.scale, unit, Math.min(140, size.width / 4));
  const at = (x: number, y: number) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });
  const ends = [0, plane.x.length - 1].map((index) => at(plane.x[index] ?? 0, plane.y[index] ?? 0));
  return (
    <section className={styles['place']} aria-label={t('Map of the route')}>
      {/* biome-ignore lint/a11y/useSemanticElements: no form control, but a drawing that keys move */}
      <div
        ref={box}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move and zoom it
        tabIndex={0}
        aria-label={t('Map: arrows move, plus and minus zoom, 0 shows all')}
        className={styles['map']}
        data-scale={view.scale.toPrecision(6)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          drag.current = placeOf(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => (drag.current = null)}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => cursor.set(null)}
        onDoubleClick={(event) => zoom(zoomStep * zoomStep, placeOf(event))}
      >
        <svg
          width={size.width}
          height={size.height}
          role="img"
          aria-label={t('Route of {distance}, {count, plural, one {# point} other {# points}}', {
            distance: inOne(distanceText(track.length ?? 0, { distance: unit })),
            count: track.points,
          })}
        >
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            <path d={path} className={styles['casing']} />
            <path d={path} className={styles['path']} />
          </g>
          {track.marks.map((mark, index) => {
            if ((index + 1) % step !== 0) return null;
            const { x, y } = at(...plane.place(mark.latitude, mark.longitude));
            return (
              <g key={mark.distance} className={styles['mark']} data-mark={index + 1}>
                <circle cx={x} cy={y} r="9" />
                <text x={x} y={y} dy="0.35em">
                  {index + 1}
                </text>
              </g>
            );
          })}
          <circle cx={ends[1]?.x} cy={ends[1]?.y} r="6" className={styles['end']} data-end="end" />
          <circle cx={ends[0]?.x} cy={ends[0]?.y} r="6" className={styles['begin']} data-end="start" />
          <Pointed plane={plane} view={view} cursor={cursor} />
        </svg>
      </div>
      <div className={styles['scale']} aria-hidden>
        <span style={{ inlineSize: bar.pixels }} />
        {bar.label}
      </div>
      <ul className={styles['legend']}>
        <li data-kind="begin">{t('Start', {}, 'route')}</li>
        <li data-kind="end">{t('End', {}, 'route')}</li>
      </ul>
      <div className={styles['tools']}>
        <Button look="icon" aria-label={t('Zoom in')} onPress={() => zoom(zoomStep)}>
          <Plus size={16} aria-hidden />
        </Button>
        <Button look="icon" aria-label={t('Zoom out')} onPress={() => zoom(1 / zoomStep)}>
          <Minus size={16} aria-hidden />
        </Button>
        <Button look="icon" aria-label={t('Show the whole route')} onPress={() => setChosen(null)}>
          <Scan size={16} aria-hidden />
        </Button>
      </div>
    </section>
  );
}

/** Where the charts point at. */
function Pointed({
  plane,
  view,
  cursor,
}: {
  readonly plane: Plane;
  readonly view: View;
  readonly cursor: TrackCursor;
}) {
  const index = useTrackIndex(cursor);
  if (index === null) return null;
  const [x, y] = [plane.x[index] ?? 0, plane.y[index] ?? 0];
  return (
    <circle
      cx={x * view.scale + view.x}
      cy={y * view.scale + view.y}
      r="7"
      className={styles['pointed']}
      data-pointed={index}
    />
  );
}
