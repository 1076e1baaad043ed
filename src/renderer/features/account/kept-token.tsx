import type { AccountOverview } from '../../../shared/domain/account.ts';
import { drop } from '../../../shared/drop.ts';
import { noteFault, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import styles from './account.module.css';

/** A personal token made at Foundry, kept like a sign-in. It is not shown again. */
export function KeptToken({ keptIn }: { readonly keptIn: AccountOverview['keychain']['kind'] }) {
  const keep = useSecretAct('account.keepToken');
  const token = useSecret();
  return (
    <form
      className={page['form']}
      aria-label="Personal token for Foundry"
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
        <SecretField label="Personal token" secret={token} />
        <Button type="submit" isDisabled={!token.isFilledIn || keep.isPending}>
          Save it
        </Button>
      </div>
      <p className={page['soft']}>
        Create one in Foundry’s account settings.{' '}
        {keptIn === 'keychain'
          ? 'It’s kept in this computer’s keychain and isn’t shown again.'
          : 'It’s kept in memory until Health Relay closes and isn’t shown again.'}
      </p>
      {keep.failure !== null && <FailureNotice failure={keep.failure} />}
    </form>
  );
}
