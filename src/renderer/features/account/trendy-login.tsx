import { useState } from 'react';
import { drop } from '../../../shared/drop.ts';
import { m, t } from '../../../shared/language.ts';
import { noteFault, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { rich } from '../../components/language.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './account.module.css';
import { linkToSetup } from './sign-in-setup.tsx';

/** Trendy's own login. The password leaves the page on submit and isn't kept in it. */
export function TrendyLogin({ canRenew }: { readonly canRenew: boolean }) {
  const signIn = useSecretAct('account.signInTrendy');
  const [email, setEmail] = useState('');
  const password = useSecret();
  const isFilledIn = email.trim() !== '' && password.isFilledIn;
  return (
    <form
      className={page['form']}
      aria-label={t('Sign in to Trendy')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFilledIn) return;
        drop(
          signIn.send({ email: email.trim(), password: password.take({ isTrimmed: false }) }),
          'it keeps how it failed',
          noteFault,
        );
      }}
    >
      <div className={styles['fields']}>
        <TextField label={t('Email')} type="email" value={email} onChange={setEmail} />
        <SecretField label={t('Password')} secret={password} />
        <Button type="submit" look="primary" isDisabled={!isFilledIn || signIn.isPending}>
          {signIn.isPending ? t('Signing in…') : t('Sign in')}
        </Button>
      </div>
      <p className={page['soft']}>
        {t('The password is sent to Trendy once and isn’t stored.')}
        {!canRenew && ' '}
        {!canRenew &&
          rich(
            m(
              'Without its Supabase address and key (<link>Set up sign-in</link>), the sign-in can’t be renewed and ends after about an hour.',
            ),
            { link: linkToSetup },
          )}
      </p>
      {signIn.failure !== null && <FailureNotice failure={signIn.failure} />}
    </form>
  );
}
