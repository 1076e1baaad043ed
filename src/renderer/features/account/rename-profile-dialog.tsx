import { useState } from 'react';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';

interface Props {
  readonly profile: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

export function RenameProfileDialog({ profile, onClose }: Props) {
  const rename = useAct('profiles.rename');
  const [name, setName] = useState(profile.name);
  return (
    <ConfirmDialog
      isOpen
      isBusy={name.trim() === '' || name.trim() === profile.name || rename.isPending}
      title={`Rename ${profile.name}`}
      action="Rename"
      onAnswer={(isYes) => {
        if (isYes) rename.mutate({ id: profile.id, name: name.trim() }, { onSuccess: onClose });
        else onClose();
      }}
    >
      <TextField label="Name" value={name} onChange={setName} />
      {rename.error !== null && <FailureNotice failure={failureOf(rename.error)} />}
    </ConfirmDialog>
  );
}
