import type { TargetId } from '../../../shared/domain/sync.ts';
import { formatRoute } from '../../navigation/routes.ts';
import page from '../settings/settings-page.module.css';
import { TargetCredential } from './credential-rows.tsx';
import { whoText } from './credential-words.ts';
import { useAccount } from './use-account.ts';

/** The ways into one target, where it is set up for the first time. */
export function TargetSignIn({ target }: { readonly target: TargetId }) {
  const overview = useAccount();
  return overview === undefined ? null : <TargetCredential overview={overview} target={target} />;
}

/** Who is signed in to a target, with the way to where that is changed. */
export function TargetSignInLine({ target }: { readonly target: TargetId }) {
  const credential = useAccount()?.credentials.find((one) => one.target === target);
  if (credential === undefined) return null;
  return (
    <p className={page['soft']}>
      {whoText(credential)}. <a href={formatRoute('settings', { at: 'account' })}>Account</a>
    </p>
  );
}
