import type { AccountOverview, Credential } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { drop } from '../../../shared/drop.ts';
import { m, t } from '../../../shared/language.ts';
import { failureOf, noteFault, useAct } from '../../bridge/queries.ts';
import { useAccount } from '../../bridge/use-account.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { rich } from '../../components/language.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { BrowserSteps, useSignInState, useSignIns } from './browser-steps.tsx';
import { CredentialRow, KeptToken } from './credential-row.tsx';
import { linkToSetup } from './sign-in-setup.tsx';
import type { SignInStore } from './sign-in-state.ts';
import { TrendyLogin } from './trendy-login.tsx';

interface Props {
  readonly overview: AccountOverview;
  readonly credential: Credential;
}

/** The row of a target with its ways to sign in. */
export function TargetCredential({
  overview,
  target,
}: {
  readonly overview: AccountOverview;
  readonly target: TargetId;
}) {
  const credential = overview.credentials.find((one) => one.target === target);
  if (credential === undefined) return null;
  switch (target) {
    case 'atlas':
      return <AtlasRow overview={overview} credential={credential} />;
    case 'trendy':
      return <TrendyRow overview={overview} credential={credential} />;
    case 'foundry':
      return <FoundryRow overview={overview} credential={credential} />;
  }
}

function AtlasRow({ overview, credential }: Props) {
  const { auth0 } = useSignIns();
  const isSetUp = overview.auth0.domain !== '' && overview.auth0.clientId !== '';
  return (
    <CredentialRow
      overview={overview}
      credential={credential}
      action={<SignInButton store={auth0} target="atlas" isSetUp={isSetUp} state={credential.state} />}
    >
      {!isSetUp && credential.state !== 'signed_in' && (
        <NotSetUp
          message={m('Enter the domain and the client ID under <link>Set up sign-in</link> first.')}
        />
      )}
      <BrowserSteps store={auth0} name={targetName('atlas')} />
    </CredentialRow>
  );
}

function TrendyRow({ overview, credential }: Props) {
  const { trendy } = overview;
  const isIn = credential.state === 'signed_in';
  const isShared = trendy.signIn === 'auth0';
  return (
    <CredentialRow overview={overview} credential={credential}>
      {(!isIn || isShared) && <TrendyMethod signIn={trendy.signIn} />}
      {!isIn && !isShared && (
        <TrendyLogin canRenew={trendy.supabaseUrl !== '' && trendy.supabaseAnonKey !== ''} />
      )}
    </CredentialRow>
  );
}

function FoundryRow({ overview, credential }: Props) {
  const { foundry } = useSignIns();
  const isSetUp = overview.foundry.clientId !== '';
  const isIn = credential.state === 'signed_in';
  return (
    <CredentialRow
      overview={overview}
      credential={credential}
      action={<SignInButton store={foundry} target="foundry" isSetUp={isSetUp} state={credential.state} />}
    >
      {!isSetUp && !isIn && (
        <NotSetUp message={m('Enter the client ID under <link>Set up sign-in</link> first.')} />
      )}
      <BrowserSteps store={foundry} name={targetName('foundry')} />
      {!isIn && (
        <Disclosure title={t('Use a personal token instead')}>
          <KeptToken keptIn={overview.keychain.kind} />
        </Disclosure>
      )}
    </CredentialRow>
  );
}

interface SignInButtonProps {
  readonly store: SignInStore;
  readonly target: TargetId;
  readonly isSetUp: boolean;
  readonly state: Credential['state'];
}

function SignInButton({ store, target, isSetUp, state }: SignInButtonProps) {
  const { step } = useSignInState(store);
  const name = targetName(target);
  const isAgain = state === 'ended';
  return (
    <Button
      look={isSetUp ? 'primary' : 'plain'}
      aria-label={isAgain ? t('Sign in again to {name}…', { name }) : t('Sign in to {name}…', { name })}
      isDisabled={!isSetUp || step === 'starting' || step === 'waiting' || step === 'exchanging'}
      onPress={() => drop(store.start(), 'the store shows the outcome', noteFault)}
    >
      {isAgain ? t('Sign in again…') : t('Sign in…')}
    </Button>
  );
}

function NotSetUp({ message }: { readonly message: string }) {
  return <p>{rich(message, { link: linkToSetup })}</p>;
}

const ways = [
  ['login', t('Trendy’s own login')],
  ['auth0', t('The Atlas sign-in')],
] as const;

/** The sign-in method of Trendy, which depends on its deployment. */
function TrendyMethod({ signIn }: { readonly signIn: AccountOverview['trendy']['signIn'] }) {
  const configure = useAct('account.configure');
  return (
    <>
      <Choice
        label={t('Sign in to Trendy with')}
        value={signIn}
        options={ways}
        isDisabled={configure.isPending}
        onChange={(trendySignIn) => configure.mutate({ trendySignIn })}
      />
      {configure.error !== null && <FailureNotice failure={failureOf(configure.error)} />}
    </>
  );
}

/** The ways into one target, where it is set up for the first time. */
export function TargetSignIn({ target }: { readonly target: TargetId }) {
  const overview = useAccount();
  return overview === undefined ? null : <TargetCredential overview={overview} target={target} />;
}
