import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartModel, chartColors, chartData, chartOptions } from './chart-options.ts';
import styles from './series-chart.module.css';

interface Props {
  readonly model: ChartModel;
  readonly label: string;
  readonly onCursor: (index: number | null) => void;
  /** The user pressed one place (both the same) or dragged over several; both ends included. */
  readonly onPick: (first: number, last: number) => void;
}

const dark = '(prefers-color-scheme: dark)';

const mediaNow = () => `${matchMedia(dark).matches} ${matchMedia('print').matches}`;

/** Redraws when the system's color scheme changes, and for print, which is always light (styles/base.css). */
export function useMedia(): string {
  const [media, setMedia] = useState(mediaNow);
  useEffect(() => {
    const lists = [dark, 'print'].map((query) => matchMedia(query));
    // Immediately, because printing doesn't wait for the next frame.
    const listen = () => flushSync(() => setMedia(mediaNow()));
    for (const list of lists) list.addEventListener('change', listen);
    return () => {
      for (const list of lists) list.removeEventListener('change', listen);
    };
  }, []);
  return media;
}

/** uPlot fills this box. The table next to it has the same data for people who can't see it. */
export function SeriesChart({ model, label, onCursor, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tell = useRef({ onCursor, onPick });
  tell.current = { onCursor, onPick };
  const media = useMedia();
  // biome-ignore lint/correctness/useExhaustiveDependencies: media changes what the tokens say
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const size = () => ({
      width: Math.max(80, element.clientWidth),
      height: Math.max(60, element.clientHeight),
    });
    // A drag also ends with a click event.
    let isDragged = false;
    const plot = new uPlot(
      chartOptions({
        model,
        colors: chartColors(element),
        ...size(),
        onCursor: (index) => tell.current.onCursor(index),
        onSelect: (first, last) => {
          isDragged = true;
          tell.current.onPick(first, last);
        },
      }),
      chartData(model),
      element,
    );
    plot.over.addEventListener('click', () => {
      const { idx } = plot.cursor;
      if (!isDragged && idx !== null && idx !== undefined) tell.current.onPick(idx, idx);
      isDragged = false;
    });
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [model, media]);
  return <div ref={box} className={styles['chart']} role="img" aria-label={label} />;
}
