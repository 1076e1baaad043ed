import { categoryOfType, eventCategories } from '../../shared/domain/event-category.ts';
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
