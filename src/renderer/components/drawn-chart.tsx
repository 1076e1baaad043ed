import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './drawn-chart.module.css';

/** An axis mark: its position, from 0 (left, top) to 1 (right, bottom), and its text. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

interface Props {
  readonly label: string;
  readonly height: number;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  /** Draws the content of the plot, given the plot's size in pixels. */
  readonly children: (width: number, height: number) => ReactNode;
}

const room = { left: 44, right: 16, top: 12, bottom: 28 } as const;

/** A chart with axes and a grid for a few points; it fills the width of its place. The table next to it contains the same data. */
export function DrawnChart({ label, height, x, y, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const [wide, high] = [Math.max(80, width - room.left - room.right), height - room.top - room.bottom];
  return (
    <div ref={box} className={styles['box']} style={{ minHeight: height }}>
      {width > 0 && (
        <svg
          className={styles['chart']}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={label}
        >
          <g transform={`translate(${room.left} ${room.top})`}>
            {y.map(({ at, text }) => (
              <g key={text}>
                <line className={styles['grid']} x1={0} x2={wide} y1={at * high} y2={at * high} />
                <text className={styles['tick']} x={-8} y={at * high + 4} textAnchor="end">
                  {text}
                </text>
              </g>
            ))}
            {x.map(({ at, text }) => (
              <g key={text}>
                <line className={styles['grid']} x1={at * wide} x2={at * wide} y1={0} y2={high} />
                <text className={styles['tick']} x={at * wide} y={high + 18} textAnchor="middle">
                  {text}
                </text>
              </g>
            ))}
            {children(wide, high)}
          </g>
        </svg>
      )}
    </div>
  );
}
