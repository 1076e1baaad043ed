import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { t } from '../../../shared/language.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask, failureOf, useAct, useBridge, useCall } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatRoute, type PageName } from '../../navigation/routes.ts';

/** Says what closing this profile means for the import and the pending items. */
function UnderWay() {
  const status = useCall('import.current', {}).data ?? null;
  const pending = useCall('sync.overview', {}).data?.pending ?? 0;
  return (
    <>
      {status !== null && (
        <p>
          {t(
            'The import of {name} stops. Everything read so far is kept, and you can resume the import when this profile is open again.',
            { name: status.name },
          )}
        </p>
      )}
      {pending > 0 && (
        <p>
          {t(
            '{pending, plural, one {# item of this profile stays pending until it’s open again.} other {# items of this profile stay pending until it’s open again.}}',
            { pending },
          )}
        </p>
      )}
    </>
  );
}

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
      title={t('Create a new profile')}
      action={t('Create and open it')}
      onAnswer={(isYes) => (isYes ? make.mutate() : onClose())}
    >
      <TextField label={t('Name')} value={name} onChange={setName} />
      <p>
        {t(
          'It starts empty, with its own history, targets, and sign-ins. This profile stays as it is, and you can open it again at any time.',
        )}
      </p>
      {signOutOf !== undefined && (
        <p>
          {proposed === ''
            ? t('The sign-in here ends; sign in again in the new profile.')
            : t('The sign-in here ends; {name} signs in again in the new profile.', { name: proposed })}
        </p>
      )}
      <UnderWay />
      {children}
      {make.error !== null && <FailureNotice failure={failureOf(make.error)} />}
    </ConfirmDialog>
  );
}

interface RenameProfileDialogProps {
  readonly profile: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

export function RenameProfileDialog({ profile, onClose }: RenameProfileDialogProps) {
  const rename = useAct('profiles.rename');
  const [name, setName] = useState(profile.name);
  return (
    <ConfirmDialog
      isOpen
      isBusy={name.trim() === '' || name.trim() === profile.name || rename.isPending}
      title={t('Rename {name}', { name: profile.name })}
      action={t('Rename')}
      onAnswer={(isYes) => {
        if (isYes) rename.mutate({ id: profile.id, name: name.trim() }, { onSuccess: onClose });
        else onClose();
      }}
    >
      <TextField label={t('Name')} value={name} onChange={setName} />
      {rename.error !== null && <FailureNotice failure={failureOf(rename.error)} />}
    </ConfirmDialog>
  );
}

interface SwitchProfileDialogProps {
  readonly profile: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
  /** Other interrupted work. */
  readonly children?: ReactNode;
}

/** Opens another profile after naming the interrupted work. */
export function SwitchProfileDialog({ profile, onClose, children }: SwitchProfileDialogProps) {
  const bridge = useBridge();
  const open = useMutation({ mutationFn: () => openProfile(bridge, profile.id, 'import') });
  return (
    <ConfirmDialog
      isOpen
      isBusy={open.isPending}
      title={t('Open {name}?', { name: profile.name })}
      action={open.isPending ? t('Opening…') : t('Open')}
      onAnswer={(isYes) => (isYes ? open.mutate() : onClose())}
    >
      <p>{t('This profile closes: only one can be open at a time.')}</p>
      <UnderWay />
      {children}
      {open.error !== null && <FailureNotice failure={failureOf(open.error)} />}
    </ConfirmDialog>
  );
}

/** Opens another profile and reloads the page, so nothing of the previous one stays in it. Throws CallFailed; then the previous one is still open. */
async function openProfile(
  bridge: PageBridge,
  id: string,
  page: PageName,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  await ask(bridge, 'profiles.open', { id });
  startAgain(formatRoute(page, query));
}

/** Reloads the page at the given address. */
export function startAgain(hash: string): void {
  window.history.replaceState(null, '', hash);
  window.location.reload();
}
