import type { Ring, RingName } from '../../shared/domain/rings.ts';
import styles from './ring-mark.module.css';

interface Props {
  readonly rings: Readonly<Record<RingName, Ring>>;
  /** Width and height in pixels. */
  readonly size: number;
}

const order = ['move', 'exercise', 'stand'] as const;

/**
 * A day's rings, Move outermost: each as full as its goal is reached, at most once round. One without a goal, or without a value, is
 * its track alone. A shape beside figures that say the same, so hidden from readers.
 */
export function RingMark({ rings, size }: Props) {
  const width = size / 9;
  return (
    <svg
      className={styles['rings']}
      width={size}
      height={size}
      viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`}
      aria-hidden
    >
      {order.map((name, place) => {
        const radius = size / 2 - width / 2 - place * width * 1.2;
        const round = 2 * Math.PI * radius;
        const full = round * shareOf(rings[name]);
        return (
          <g key={name} className={styles[name]} fill="none" strokeWidth={width}>
            <circle r={radius} className={styles['track']} />
            {full > 0 && (
              <circle
                r={radius}
                strokeLinecap="round"
                strokeDasharray={`${full.toFixed(2)} ${round.toFixed(2)}`}
                transform="rotate(-90)"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** From 0 to 1. */
function shareOf({ value, goal }: Ring): number {
  return value === null || goal === null ? 0 : Math.min(1, Math.max(0, value / goal));
}
