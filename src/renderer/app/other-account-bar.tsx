import { UsersRound } from 'lucide-react';
import { useOtherAccounts } from '../bridge/use-account.ts';
import { otherAccountWords } from '../features/account/other-account-words.ts';
import { formatRoute } from '../navigation/routes.ts';
import styles from './other-account-bar.module.css';

/** A short notice for pages without room for more: another account is signed in, and a decision is due. */
export function OtherAccountBar() {
  const [other] = useOtherAccounts();
  if (other === undefined) return null;
  return (
    <aside aria-label="Another account" className={styles['bar']}>
      <UsersRound size={16} aria-hidden />
      <p>{otherAccountWords(other).title}</p>
      <a href={formatRoute('settings', { at: 'account' })}>Decide…</a>
    </aside>
  );
}
