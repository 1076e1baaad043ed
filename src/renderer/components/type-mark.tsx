import { categoryOfType } from '../../shared/domain/event-category.ts';
import styles from './type-mark.module.css';

/** A dot in the contract's colour of the type's category; grey for the types that no event is made of. */
export function TypeMark({ type }: { readonly type: string }) {
  const category = type.startsWith('HKWorkoutActivityType') ? 'workout' : categoryOfType[type];
  return <span className={`${styles['mark']} ${styles[category ?? 'other']}`} aria-hidden />;
}
