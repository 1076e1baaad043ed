import { UserRound } from 'lucide-react';
import { initialsOf } from '../../components/credential-words.ts';
import styles from './account.module.css';

interface Props {
  /** '' for nobody. */
  readonly name: string;
  readonly isEnded?: boolean;
}

/** The round mark of an account; says nothing that does not stand beside it. */
export function AccountMark({ name, isEnded = false }: Props) {
  const initials = initialsOf(name);
  return (
    <span className={styles['mark']} data-nobody={initials === ''} data-ended={isEnded} aria-hidden>
      {initials === '' ? <UserRound size={16} strokeWidth={1.75} /> : initials}
    </span>
  );
}
