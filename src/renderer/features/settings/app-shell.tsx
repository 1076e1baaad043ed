import type { Preferences } from '../../../shared/contract/app.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { SwitchField } from '../../components/switch-field.tsx';

const switches = [
  {
    name: 'closesToTray',
    label: 'Keep running when the window is closed',
    hint: 'It stays as an icon in the tray or menu bar and keeps sending. Quit it from there.',
  },
  {
    name: 'startsAtLogin',
    label: 'Start when I log in',
    hint: 'It starts without a window, as an icon in the tray or menu bar.',
  },
  {
    name: 'notifies',
    label: 'Notifications',
    hint: 'When an import ends and when something couldn’t be delivered. They contain counts, never health data.',
  },
] as const;

/** The app's behavior on this computer; unsupported options are hidden. */
export function AppShell({ preferences }: { readonly preferences: Preferences }) {
  const set = useAct('app.setPreferences');
  return (
    <>
      {switches.map(({ name, label, hint }) => {
        const isOn = preferences[name];
        return isOn === null ? null : (
          <SwitchField
            key={name}
            label={label}
            isOn={isOn}
            isDisabled={set.isPending}
            onChange={(next) => set.mutate({ [name]: next })}
          >
            {hint}
          </SwitchField>
        );
      })}
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}
