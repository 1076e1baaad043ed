import { Check, ChevronsUpDown, Pencil, Plus, Settings2 } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { t } from '../../shared/language.ts';
import { useCall } from '../bridge/queries.ts';
import { useAccount } from '../bridge/use-account.ts';
import { mainCredential } from '../components/credential-words.ts';
import menu from '../components/menu.module.css';
import hidden from '../components/visually-hidden.module.css';
import { AccountMark } from '../features/account/credential-row.tsx';
import {
  NewProfileDialog,
  RenameProfileDialog,
  SwitchProfileDialog,
} from '../features/account/profile-dialogs.tsx';
import { useOfferState } from '../features/import/offer-store.ts';
import { goTo } from '../navigation/routes.ts';
import styles from './account-line.module.css';

type Profile = { readonly id: string; readonly name: string };
type Asking = { readonly act: 'new' } | { readonly act: 'rename' | 'switch'; readonly profile: Profile };

/** The signed-in account for the foot of the sidebar; '' if there is none. */
function useWho(): { readonly name: string; readonly words: string; readonly isEnded: boolean } {
  const overview = useAccount();
  const credential = overview === undefined ? null : mainCredential(overview);
  if (credential === null) return { name: '', words: t('Not signed in'), isEnded: false };
  const name = credential.account?.name ?? '';
  if (credential.state === 'ended') return { name, words: t('Sign in again'), isEnded: true };
  return { name, words: name === '' ? t('Signed in') : name, isEnded: false };
}

/** Only the page knows of a running upload. */
function UploadUnderWay() {
  const { sending } = useOfferState();
  return sending === null ? null : (
    <p>{t('{name} won’t be imported; drop it again later.', { name: sending.name })}</p>
  );
}

/** The account and the profile at a glance; opens the profile menu. */
export function AccountLine() {
  const { name, words, isEnded } = useWho();
  const profiles = useCall('profiles.list', {}).data?.profiles ?? [];
  const [asking, setAsking] = useState<Asking | null>(null);
  const open = profiles.find(({ isOpen }) => isOpen);
  const close = () => setAsking(null);
  const choose = (key: string) => {
    const chosen = profiles.find(({ id }) => `open ${id}` === key);
    if (chosen !== undefined && !chosen.isOpen) setAsking({ act: 'switch', profile: chosen });
    else if (key === 'new') setAsking({ act: 'new' });
    else if (key === 'rename' && open !== undefined) setAsking({ act: 'rename', profile: open });
    else if (key === 'account') goTo('settings', { at: 'account' });
  };
  const profile = open?.name ?? '';
  return (
    <>
      <MenuTrigger>
        <Button className={styles['line'] ?? ''}>
          <AccountMark name={name} isEnded={isEnded} />
          <span className={`${hidden['hiddenWhenNarrow']} ${styles['words']}`}>
            <span data-ended={isEnded}>{words}</span>
            <span className={styles['profile']}>{profile}</span>
            <span className={hidden['hidden']}>{t('Account and profiles')}</span>
          </span>
          <ChevronsUpDown size={15} aria-hidden className={styles['arrows']} />
        </Button>
        <Popover className={menu['popover'] ?? ''} placement="top start">
          <Menu className={menu['menu'] ?? ''} onAction={(key) => choose(String(key))}>
            <MenuSection>
              <Header className={styles['header'] ?? ''}>{t('Profiles')}</Header>
              {profiles.map(({ id, name: label, isOpen }) => (
                <MenuItem
                  key={id}
                  id={`open ${id}`}
                  textValue={label}
                  aria-label={isOpen ? t('{name}, open', { name: label }) : label}
                  className={menu['item'] ?? ''}
                >
                  <span className={styles['check']}>{isOpen && <Check size={15} aria-hidden />}</span>
                  <span className={styles['label']}>{label}</span>
                </MenuItem>
              ))}
            </MenuSection>
            <Separator className={styles['separator'] ?? ''} />
            <MenuItem id="new" className={menu['item'] ?? ''}>
              <Plus size={15} aria-hidden />
              {t('New profile…')}
            </MenuItem>
            <MenuItem id="rename" className={menu['item'] ?? ''}>
              <Pencil size={15} aria-hidden />
              {t('Rename this profile…')}
            </MenuItem>
            <MenuItem id="account" className={menu['item'] ?? ''}>
              <Settings2 size={15} aria-hidden />
              {isEnded ? t('Sign in again') : t('Account settings')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {asking?.act === 'new' && (
        <NewProfileDialog onClose={close}>
          <UploadUnderWay />
        </NewProfileDialog>
      )}
      {asking?.act === 'rename' && <RenameProfileDialog profile={asking.profile} onClose={close} />}
      {asking?.act === 'switch' && (
        <SwitchProfileDialog profile={asking.profile} onClose={close}>
          <UploadUnderWay />
        </SwitchProfileDialog>
      )}
    </>
  );
}
