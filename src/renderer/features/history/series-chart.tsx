import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartFigures } from './chart-figures.ts';
import { chartColours, chartData, chartOptions } from './chart-options.ts';
import styles from './series-chart.module.css';

interface Props {
  readonly figures: ChartFigures;
  readonly label: string;
  readonly onCursor: (index: number | null) => void;
  readonly onSelect: (from: number, to: number) => void;
}

/** Redraws when the system goes from light to dark. */
function useScheme(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const listen = () => setIsDark(media.matches);
    media.addEventListener('change', listen);
    return () => media.removeEventListener('change', listen);
  }, []);
  return isDark;
}

/** uPlot in a box that it fills. The words beside it say the same for those who do not see it. */
export function SeriesChart({ figures, label, onCursor, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tell = useRef({ onCursor, onSelect });
  tell.current = { onCursor, onSelect };
  const isDark = useScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: isDark changes what the tokens say
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const size = () => ({
      width: Math.max(80, element.clientWidth),
      height: Math.max(60, element.clientHeight),
    });
    const plot = new uPlot(
      chartOptions({
        figures,
        colours: chartColours(element),
        ...size(),
        onCursor: (index) => tell.current.onCursor(index),
        onSelect: (from, to) => tell.current.onSelect(from, to),
      }),
      chartData(figures),
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [figures, isDark]);
  return <div ref={box} className={styles['chart']} role="img" aria-label={label} />;
}
