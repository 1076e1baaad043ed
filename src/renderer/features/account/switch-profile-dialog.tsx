import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureOf, useBridge } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { openProfile } from './open-profile.ts';
import { UnderWay } from './under-way.tsx';

interface Props {
  readonly profile: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
  /** Other interrupted work. */
  readonly children?: ReactNode;
}

/** Opens another profile after naming the interrupted work. */
export function SwitchProfileDialog({ profile, onClose, children }: Props) {
  const bridge = useBridge();
  const open = useMutation({ mutationFn: () => openProfile(bridge, profile.id, 'import') });
  return (
    <ConfirmDialog
      isOpen
      isBusy={open.isPending}
      title={`Open ${profile.name}?`}
      action={open.isPending ? 'Opening…' : 'Open'}
      onAnswer={(isYes) => (isYes ? open.mutate() : onClose())}
    >
      <p>This profile closes: only one can be open at a time.</p>
      <UnderWay />
      {children}
      {open.error !== null && <FailureNotice failure={failureOf(open.error)} />}
    </ConfirmDialog>
  );
}
