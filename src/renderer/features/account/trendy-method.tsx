import type { AccountOverview } from '../../../shared/domain/account.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Choice } from '../../components/choice.tsx';
import { FailureNotice } from '../../components/notice.tsx';

const ways = [
  ['login', 'Trendy’s own login'],
  ['auth0', 'The Atlas sign-in'],
] as const;

/** The sign-in method of Trendy, which depends on its deployment. */
export function TrendyMethod({ signIn }: { readonly signIn: AccountOverview['trendy']['signIn'] }) {
  const configure = useAct('account.configure');
  return (
    <>
      <Choice
        label="Sign in to Trendy with"
        value={signIn}
        options={ways}
        isDisabled={configure.isPending}
        onChange={(trendySignIn) => configure.mutate({ trendySignIn })}
      />
      {configure.error !== null && <FailureNotice failure={failureOf(configure.error)} />}
    </>
  );
}
