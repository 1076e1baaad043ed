import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { ask, failureOf, useBridge } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { openProfile } from './open-profile.ts';
import { UnderWay } from './under-way.tsx';

interface Props {
  /** The proposed name; '' for none. */
  readonly name?: string;
  /** The target whose account belongs to the new profile; its sign-in here ends. */
  readonly signOutOf?: TargetId;
  readonly onClose: () => void;
  /** Other interrupted work. */
  readonly children?: ReactNode;
}

/** Creates and opens an empty profile: another person's history, targets, and sign-ins. */
export function NewProfileDialog({ name: proposed = '', signOutOf, onClose, children }: Props) {
  const bridge = useBridge();
  const [name, setName] = useState(proposed);
  const make = useMutation({
    mutationFn: async () => {
      const { id } = await ask(bridge, 'profiles.create', { name: name.trim() });
      if (signOutOf !== undefined) await ask(bridge, 'account.signOut', { target: signOutOf });
      if (signOutOf === undefined) await openProfile(bridge, id, 'import');
      else await openProfile(bridge, id, 'settings', { at: 'account' });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      isBusy={name.trim() === '' || make.isPending}
      title="Create a new profile"
      action="Create and open it"
      onAnswer={(isYes) => (isYes ? make.mutate() : onClose())}
    >
      <TextField label="Name" value={name} onChange={setName} />
      <p>
        It starts empty, with its own history, targets, and sign-ins. This profile stays as it is, and you can
        open it again at any time.
      </p>
      {signOutOf !== undefined && (
        <p>
          The sign-in here ends; {proposed === '' ? 'sign' : `${proposed} signs`} in again in the new profile.
        </p>
      )}
      <UnderWay />
      {children}
      {make.error !== null && <FailureNotice failure={failureOf(make.error)} />}
    </ConfirmDialog>
  );
}
