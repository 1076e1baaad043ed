import { UserRound } from 'lucide-react';
import { initialsOf } from '../../components/credential-words.ts';
import styles from './account.module.css';

interface Props {
  /** '' if nobody is signed in. */
  readonly name: string;
  readonly isEnded?: boolean;
}

/** The round mark of an account; decorative, because the text next to it says the same. */
export function AccountMark({ name, isEnded = false }: Props) {
  const initials = initialsOf(name);
  return (
    <span className={styles['mark']} data-nobody={initials === ''} data-ended={isEnded} aria-hidden>
      {initials === '' ? <UserRound size={16} strokeWidth={1.75} /> : initials}
    </span>
  );
}
