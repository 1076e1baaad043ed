import { categoryOfType, eventCategories } from '../../shared/domain/event-category.ts';
import styles from './type-mark.module.css';

/** A dot in the contract's color of the type's category, or of the category itself; gray where no event is made of it. */
export function TypeMark({ type }: { readonly type: string }) {
  const category = type.startsWith('HKWorkoutActivityType')
    ? 'workout'
    : (categoryOfType[type] ?? eventCategories.find((name) => name === type));
  return <span className={`${styles['mark']} ${styles[category ?? 'other']}`} aria-hidden />;
}
