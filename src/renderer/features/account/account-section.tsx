import { targetIds } from '../../../shared/domain/sync.ts';
import { textFor } from '../../../shared/error-texts.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import page from '../../components/form-page.module.css';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { useRoute } from '../../navigation/routes.ts';
import styles from './account.module.css';
import { TargetCredential } from './credential-rows.tsx';
import { OtherAccountNotice, type ReviewOf } from './other-account-notice.tsx';
import { SignInSetup } from './sign-in-setup.tsx';

/** The three credentials, where they are stored, and the sign-in settings. */
export function AccountSection({ review }: { readonly review: ReviewOf }) {
  const { data: overview, error, refetch } = useCall('account.read', {});
  const at = useRoute().query['at'];
  return (
    <section id="settings-account" tabIndex={-1} aria-label={t('Account')} className={page['section']}>
      <h2>{t('Account')}</h2>
      {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />}
      {overview === undefined && error === null && (
        <Skeleton label={t('Loading the account')} rows={4} height={56} />
      )}
      {overview !== undefined && (
        <>
          {overview.keychain.kind === 'session_only' && (
            <KeychainNotice code={overview.keychain.code ?? 'account.keychain_absent'} />
          )}
          {overview.otherAccounts.map((other) => (
            <OtherAccountNotice key={`${other.target} ${other.destination}`} other={other} review={review} />
          ))}
          <div className={styles['card']}>
            {targetIds.map((target) => (
              <TargetCredential key={target} overview={overview} target={target} />
            ))}
            <div id="settings-sign-in" tabIndex={-1}>
              <Disclosure title={t('Set up sign-in')} isWide isAskedFor={at === 'sign-in'}>
                <SignInSetup
                  key={JSON.stringify([overview.auth0, overview.trendy, overview.foundry])}
                  overview={overview}
                />
              </Disclosure>
            </div>
          </div>
        </>
      )}
    </section>
  );
}

/** Says why sign-ins last only for this session, and offers to check the keychain again. */
function KeychainNotice({ code }: { readonly code: ErrorCode }) {
  const retry = useAct('account.retryKeychain');
  const { title, text } = textFor(code);
  return (
    <Notice
      tone="info"
      title={title}
      actions={
        <Button isDisabled={retry.isPending} onPress={() => retry.mutate({})}>
          {t('Check the keychain again')}
        </Button>
      }
    >
      {text}
    </Notice>
  );
}
