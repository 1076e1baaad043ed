import { categoryOfType, eventCategories } from '../../shared/domain/event-category.ts';
import type { Ring, RingName } from '../../shared/domain/rings.ts';
import ringMarkStyles from './ring-mark.module.css';
import styles from './status-dot.module.css';
import typeMarkStyles from './type-mark.module.css';

interface Props {
  readonly look: 'good' | 'busy' | 'warn' | 'bad' | 'off';
  readonly isSmall?: boolean;
}

/** The dot before a state's text. The text says the same, so the dot is hidden from screen readers. */
export function StatusDot({ look, isSmall = false }: Props) {
  return (
    <span className={`${styles['dot']} ${styles[look]} ${isSmall ? styles['small'] : ''}`} aria-hidden />
  );
}

/** A dot in the contract's color for the type's category, or for the category itself; gray if the type creates no events. */
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
 * A day's rings, with Move outermost: each fills in proportion to its goal, at most one full turn. A ring without a goal or a value shows only its
 * track. The figures next to it say the same, so it is hidden from screen readers.
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
