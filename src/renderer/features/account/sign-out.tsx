import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Credential } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { waitingTexts } from '../../components/credential-words.ts';
import { andText, listText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';

interface Props {
  readonly credential: Credential;
  /** Targets that share this sign-in and end with it. */
  readonly shared: readonly TargetId[];
  readonly onSignedOut: (words: string) => void;
}

/** Ends a sign-in here and, if possible, at the server; first says which data stays and which items stay pending. */
export function SignOut({ credential, shared, onSignedOut }: Props) {
  const { target, method } = credential;
  const name = targetName(target);
  const isToken = method === 'token';
  const bridge = useBridge();
  const cards = useCall('sync.overview', {}).data?.destinations.filter(({ isCurrent }) => isCurrent) ?? [];
  // The push may remove this button before the answer arrives, so the mutation itself passes the text on.
  const signOut = useMutation({
    mutationFn: async () => {
      const { wasRevoked } = await ask(bridge, 'account.signOut', { target });
      onSignedOut(endText(name, isToken, wasRevoked));
    },
  });
  const [isAsking, setIsAsking] = useState(false);
  const waiting = waitingTexts(cards, [target, ...shared]);
  return (
    <>
      <Button
        isDisabled={signOut.isPending}
        aria-label={
          isToken ? t('Forget the token for {name}…', { name }) : t('Sign out of {name}…', { name })
        }
        onPress={() => setIsAsking(true)}
      >
        {isToken ? t('Forget the token…') : t('Sign out…')}
      </Button>
      {signOut.error !== null && <FailureNotice failure={failureOf(signOut.error)} />}
      <ConfirmDialog
        isOpen={isAsking}
        title={isToken ? t('Forget the token for {name}?', { name }) : t('Sign out of {name}?', { name })}
        action={isToken ? t('Forget it') : t('Sign out')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) signOut.mutate();
        }}
      >
        <p>{t('Kept: your history on this computer and all delivered data.')}</p>
        <p>
          {waiting.length === 0
            ? t('Nothing is pending.')
            : t('Not sent until the same account signs in again: {items}.', { items: listText(waiting) })}
        </p>
        {shared.length > 0 && (
          <p>
            {t('{targets} uses this sign-in, too, and stops as well.', {
              targets: andText(shared.map(targetName)),
            })}
          </p>
        )}
        {isToken && (
          <p>
            {t('The token itself stays valid at {name} until it expires or you revoke it there.', { name })}
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}

function endText(name: string, isToken: boolean, wasRevoked: boolean): string {
  if (isToken)
    return t('The token was forgotten here. It stays valid there until it expires or you revoke it.');
  if (wasRevoked) return t('Signed out here and on the server.');
  return t('Signed out here. {name} didn’t confirm the sign-out; the sign-in expires there automatically.', {
    name,
  });
}
