import { type ReactNode, useState } from 'react';
import type { OtherAccount } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { otherAccountWords } from './other-account-words.ts';
import { NewProfileDialog } from './profile-dialogs.tsx';

/** The consent review of a target, as Settings shows it. */
export type ReviewOf = (target: TargetId, onClose: () => void) => ReactNode;

interface Props {
  readonly other: OtherAccount;
  readonly review: ReviewOf;
}

/** Another account signed in: offers three choices and takes none automatically. */
export function OtherAccountNotice({ other, review }: Props) {
  const { target, now } = other;
  const { title, text, now: who } = otherAccountWords(other);
  const [isMaking, setIsMaking] = useState(false);
  const [isReviewing, setIsReviewing] = useState(false);
  const signOut = useAct('account.signOut');
  const name = targetName(target);
  return (
    <>
      <Notice
        tone="warn"
        title={title}
        actions={
          <>
            <Button onPress={() => setIsMaking(true)}>
              {who === '' ? t('New profile for the new token…') : t('New profile for {who}…', { who })}
            </Button>
            <Button
              aria-label={
                who === ''
                  ? t('Send this history to the new token as well, at {name}…', { name })
                  : t('Send this history to {who} as well, at {name}…', { who, name })
              }
              onPress={() => setIsReviewing(true)}
            >
              {who === ''
                ? t('Send this history to the new token as well…')
                : t('Send this history to {who} as well…', { who })}
            </Button>
            <Button
              aria-label={t('Sign out of {name}', { name })}
              isDisabled={signOut.isPending}
              onPress={() => signOut.mutate({ target })}
            >
              {t('Sign out')}
            </Button>
          </>
        }
      >
        {text}
      </Notice>
      {signOut.error !== null && <FailureNotice failure={failureOf(signOut.error)} />}
      {isMaking && <NewProfileDialog name={now.name} signOutOf={target} onClose={() => setIsMaking(false)} />}
      {isReviewing && review(target, () => setIsReviewing(false))}
    </>
  );
}
