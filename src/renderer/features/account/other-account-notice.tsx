import { useState } from 'react';
import type { OtherAccount } from '../../../shared/domain/account.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { ReviewDialog } from '../settings/review-dialog.tsx';
import { NewProfileDialog } from './new-profile-dialog.tsx';
import { otherAccountWords } from './other-account-words.ts';

/** Somebody else signed in: three ways on, none of them taken by itself (issue 4, part 5). */
export function OtherAccountNotice({ other }: { readonly other: OtherAccount }) {
  const { target, now } = other;
  const { title, text, now: who } = otherAccountWords(other);
  const [isMaking, setIsMaking] = useState(false);
  const [isReviewing, setIsReviewing] = useState(false);
  const settings = useCall('settings.read', {}).data?.targets.find((one) => one.target === target);
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
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
              isDisabled={settings === undefined}
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
      {isReviewing && settings !== undefined && (
        <ReviewDialog settings={settings} cards={cards} onClose={() => setIsReviewing(false)} />
      )}
    </>
  );
}
