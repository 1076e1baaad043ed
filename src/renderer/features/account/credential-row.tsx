import { UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AccountOverview, Credential } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { drop } from '../../../shared/drop.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { sentences, t } from '../../../shared/language.ts';
import { noteFault, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { howText, initialsOf, whoText } from '../../components/credential-words.ts';
import page from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import styles from './account.module.css';
import { SignOut } from './sign-out.tsx';

interface Props {
  readonly credential: Credential;
  readonly overview: AccountOverview;
  /** Ways to sign in, shown while signed out. */
  readonly children: ReactNode;
  /** Next to the name, e.g. the sign-in button. */
  readonly action?: ReactNode;
}

/** Targets whose sign-in ends with this one: some deployments of Trendy use Atlas's. */
function sharedWith({ target }: Credential, { credentials }: AccountOverview): TargetId[] {
  const isShared = credentials.some(
    (one) => one.target === 'trendy' && one.method === 'auth0' && one.state === 'signed_in',
  );
  return target === 'atlas' && isShared ? ['trendy'] : [];
}

/** One credential: account, method, expiry, and storage, with sign-in or sign-out. */
export function CredentialRow({ credential, overview, children, action }: Props) {
  const [said, setSaid] = useState('');
  const { target, state, code, method } = credential;
  const isIn = state === 'signed_in';
  const isOfAtlas = target === 'trendy' && method === 'auth0';
  const how = howText(credential, Date.now());
  return (
    <section className={page['form']} aria-label={t('{target} sign-in', { target: targetName(target) })}>
      <div className={styles['rowHead']}>
        <AccountMark name={isIn ? (credential.account?.name ?? '') : ''} isEnded={state === 'ended'} />
        <div className={styles['who']}>
          <h3>{targetName(target)}</h3>
          <p data-state={state}>{whoText(credential)}</p>
          {how !== '' && <p className={page['soft']}>{isOfAtlas ? t('with the Atlas sign-in') : how}</p>}
          {state === 'ended' && <p className={page['soft']}>{textFor(code ?? 'account.ended').text}</p>}
        </div>
        <div className={styles['acts']}>
          {!isIn && action}
          {isIn && !isOfAtlas && (
            <SignOut
              key={credential.account?.id ?? ''}
              credential={credential}
              shared={sharedWith(credential, overview)}
              onSignedOut={setSaid}
            />
          )}
        </div>
      </div>
      <p role="status" className={styles['said']}>
        {isIn ? '' : said}
      </p>
      {children}
    </section>
  );
}

interface AccountMarkProps {
  /** '' if nobody is signed in. */
  readonly name: string;
  readonly isEnded?: boolean;
}

/** The round mark of an account; decorative, because the text next to it says the same. */
export function AccountMark({ name, isEnded = false }: AccountMarkProps) {
  const initials = initialsOf(name);
  return (
    <span className={styles['mark']} data-nobody={initials === ''} data-ended={isEnded} aria-hidden>
      {initials === '' ? <UserRound size={16} strokeWidth={1.75} /> : initials}
    </span>
  );
}

/** A personal token made at Foundry, kept like a sign-in. It is not shown again. */
export function KeptToken({ keptIn }: { readonly keptIn: AccountOverview['keychain']['kind'] }) {
  const keep = useSecretAct('account.keepToken');
  const token = useSecret();
  return (
    <form
      className={page['form']}
      aria-label={t('Personal token for Foundry')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!token.isFilledIn) return;
        drop(
          keep.send({ target: 'foundry', token: token.take({ isTrimmed: true }) }),
          'it keeps how it failed',
          noteFault,
        );
      }}
    >
      <div className={styles['fields']}>
        <SecretField label={t('Personal token')} secret={token} />
        <Button type="submit" isDisabled={!token.isFilledIn || keep.isPending}>
          {t('Save it')}
        </Button>
      </div>
      <p className={page['soft']}>
        {sentences(
          t('Create one in Foundry’s account settings.'),
          keptIn === 'keychain'
            ? t('It’s kept in this computer’s keychain and isn’t shown again.')
            : t('It’s kept in memory until Health Relay closes and isn’t shown again.'),
        )}
      </p>
      {keep.failure !== null && <FailureNotice failure={keep.failure} />}
    </form>
  );
}
