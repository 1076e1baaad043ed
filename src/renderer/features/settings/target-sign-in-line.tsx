import type { TargetId } from '../../../shared/domain/sync.ts';
import { useAccount } from '../../bridge/use-account.ts';
import { whoText } from '../../components/credential-words.ts';
import page from '../../components/form-page.module.css';
import { formatRoute } from '../../navigation/routes.ts';

/** The account of a target, with a link to change it. */
export function TargetSignInLine({ target }: { readonly target: TargetId }) {
  const credential = useAccount()?.credentials.find((one) => one.target === target);
  if (credential === undefined) return null;
  return (
    <p className={page['soft']}>
      {whoText(credential)}. <a href={formatRoute('settings', { at: 'account' })}>Account</a>
    </p>
  );
}
