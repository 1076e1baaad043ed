import { categoryOfType, eventCategories } from '../../shared/domain/event-category.ts';
import type { Ring, RingName } from '../../shared/domain/rings.ts';
import ringMarkStyles from './ring-mark.module.css';
import styles from './status-dot.module.css';
import typeMarkStyles from './type-mark.module.css';

interface Props {
  readonly look: 'good' | 'busy' | 'warn' | 'bad' | 'off';
  readonly isSmall?: boolean;
}

/** The dot before the words of a state; the words beside it say the same, so it is hidden from screen readers. */
export function StatusDot({ look, isSmall = false }: Props) {
  return (
    <span className={`${styles['dot']} ${styles[look]} ${isSmall ? styles['small'] : ''}`} aria-hidden />
  );
}

/** A dot in the contract's color of the type's category, or of the category itself; gray where no event is made of it. */
export function TypeMark({ type }: { readonly type: string }) {
  const category = type.startsWith('HKWorkoutActivityType')
    ? 'workout'
    : (categoryOfType[type] ?? eventCategories.find((name) => name === type));
  return <span className={`${typeMarkStyles['mark']} ${typeMarkStyles[category ?? 'other']}`} aria-hidden />;
}

interface RingMarkProps {
  readonly rings: Readonly<Record<RingName, Ring>>;
  /** Width and height in pixels. */
  readonly size: number;
}

const order = ['move', 'exercise', 'stand'] as const;

/**
 * A day's rings, Move outermost: each as full as its goal is reached, at most once round. One without a goal, or without a value, is
 * its track alone. A shape beside figures that say the same, so hidden from readers.
 */
export function RingMark({ rings, size }: RingMarkProps) {
  const width = size / 9;
  return (
    <svg
      className={ringMarkStyles['rings']}
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
          <g key={name} className={ringMarkStyles[name]} fill="none" strokeWidth={width}>
            <circle r={radius} className={ringMarkStyles['track']} />
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
