import styles from './status-dot.module.css';

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
