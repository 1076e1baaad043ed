import type { TargetId } from '../../../shared/domain/sync.ts';
import { useAccount } from '../../bridge/use-account.ts';
import { TargetCredential } from './credential-rows.tsx';

/** The ways into one target, where it is set up for the first time. */
export function TargetSignIn({ target }: { readonly target: TargetId }) {
  const overview = useAccount();
  return overview === undefined ? null : <TargetCredential overview={overview} target={target} />;
}
