import { type ReactNode, useState } from 'react';
import type { OtherAccount } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
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
            <Button onPress={() => setIsMaking(true)}>New profile for {who}…</Button>
            <Button
              aria-label={`Send this history to ${who} as well, at ${name}…`}
              onPress={() => setIsReviewing(true)}
            >
              Send this history to {who} as well…
            </Button>
            <Button
              aria-label={`Sign out of ${name}`}
              isDisabled={signOut.isPending}
              onPress={() => signOut.mutate({ target })}
            >
              Sign out
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
