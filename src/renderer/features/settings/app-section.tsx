import { useQuery } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { Preferences } from '../../../shared/contract/app.ts';
import { languageChoices, languageNames, t } from '../../../shared/language.ts';
import type { License } from '../../../shared/page/asset-path.ts';
import { ask, failureOf, useAct, useBridge, useCall } from '../../bridge/queries.ts';
import { appearances, chooseAppearance, readAppearance } from '../../components/appearance.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Choice, SwitchField } from '../../components/choice.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import styles from '../../components/form-page.module.css';
import { chooseLanguage, readLanguage } from '../../components/language.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { AppUpdates } from './app-updates.tsx';

const names = { system: t('Match system'), light: t('Light'), dark: t('Dark') } as const;

const sandboxOff = t(
  'Off. The system doesn’t allow this app a sandbox, as with the AppImage on some Linux systems. The deb package has one.',
);

/** Stored by the page, and also by the desktop app for its menus and title bar. */
function AppearanceChoice({ isShells }: { readonly isShells: boolean }) {
  const [appearance, setAppearance] = useState(readAppearance);
  const set = useAct('app.setPreferences');
  return (
    <>
      <Choice
        label={t('Appearance')}
        value={appearance}
        options={appearances.map((name) => [name, names[name]] as const)}
        onChange={(chosen) => {
          setAppearance(chosen);
          chooseAppearance(chosen);
          if (isShells) set.mutate({ theme: chosen });
        }}
      />
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}

/** Stored like the appearance. The page loads again in the language. */
function LanguageChoice({ isShells }: { readonly isShells: boolean }) {
  const set = useAct('app.setPreferences');
  return (
    <>
      <Choice
        label={t('Language')}
        value={readLanguage()}
        options={languageChoices.map(
          (name) => [name, name === 'system' ? t('Match system') : languageNames[name]] as const,
        )}
        isDisabled={set.isPending}
        onChange={(chosen) => {
          if (isShells) set.mutate({ language: chosen }, { onSuccess: () => chooseLanguage(chosen) });
          else chooseLanguage(chosen);
        }}
      />
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}

/** Appearance, language, behavior on this computer, and facts about the app. */
export function AppSection() {
  const info = useCall('app.info', {}).data;
  const preferences = useCall('app.preferences', {}).data;
  const isDesktop = info?.host === 'electron';
  return (
    <section aria-label={t('App')} className={styles['section']}>
      <h2>{t('App')}</h2>
      <div className={styles['card']}>
        <AppearanceChoice isShells={preferences !== undefined && preferences.theme !== null} />
        <LanguageChoice isShells={preferences !== undefined && preferences.language !== null} />
        {isDesktop && preferences !== undefined && (
          <AppShell preferences={preferences} mayLackTray={info.platform === 'linux'} />
        )}
      </div>
      {isDesktop && preferences !== undefined && <AppUpdates isOn={preferences.looksForUpdates} />}
      <div className={styles['card']}>
        {info !== undefined && (
          <Facts
            facts={[
              ['Health Relay', info.version],
              [
                t('Runs'),
                isDesktop
                  ? t('as an app, {platform}', { platform: info.platform })
                  : t('in a browser, {platform}', { platform: info.platform }),
              ],
              [t('History'), info.profileName],
              [t('Sandbox'), info.isSandboxed === false ? sandboxOff : null],
            ]}
          />
        )}
        <AppReport hasLogs={isDesktop} />
        <AppLicenses />
      </div>
    </section>
  );
}

/** The bundled packages with versions and licenses. */
function AppLicenses() {
  return (
    <Disclosure title={t('Licenses')} isWide>
      <p className={styles['soft']}>
        {t(
          'Health Relay is under the MIT license and contains these packages. Chromium’s licenses come with the desktop app, in the file LICENSES.chromium.html.',
        )}
      </p>
      <LicenseList />
    </Disclosure>
  );
}

/** Fetched on demand: it is as large as the page. */
function LicenseList() {
  const { data, error, refetch } = useQuery({
    queryKey: ['licenses.json'],
    queryFn: async () => (await (await fetch('./licenses.json')).json()) as readonly License[],
  });
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (data === undefined) return <Skeleton label={t('Loading the licenses')} rows={4} height={24} />;
  return (
    <div>
      {data.map(({ name, version, license, text }) => (
        <Disclosure key={`${name} ${version}`} title={`${name} ${version}, ${license}`} isWide>
          <pre className={styles['text']}>{text === '' ? t('It includes no license text.') : text}</pre>
        </Disclosure>
      ))}
    </div>
  );
}

/** Tools for reporting a problem. */
function AppReport({ hasLogs }: { readonly hasLogs: boolean }) {
  const bridge = useBridge();
  const show = useAct('app.showLogs');
  const showProfile = useAct('app.showProfile');
  const failed = showProfile.error ?? show.error;
  return (
    <>
      <div className={styles['line']}>
        <CopyButton
          label={t('Copy diagnostics')}
          text={async () => (await ask(bridge, 'app.diagnostics', {})).text}
        />
        {hasLogs && (
          <>
            <Button isDisabled={showProfile.isPending} onPress={() => showProfile.mutate({})}>
              <FolderOpen size={16} aria-hidden />
              {t('Open the folder')}
            </Button>
            <Button isDisabled={show.isPending} onPress={() => show.mutate({})}>
              <FolderOpen size={16} aria-hidden />
              {t('Show logs')}
            </Button>
          </>
        )}
      </div>
      <p className={styles['soft']}>
        {t('Versions, states, counts, and codes only: no health data, names, addresses, or files.')}
      </p>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
    </>
  );
}

const switches = [
  {
    name: 'closesToTray',
    label: t('Keep running when the window is closed'),
    hint: t('It stays as an icon in the tray or menu bar and keeps sending. Quit it from there.'),
    withoutTray: t('On a desktop without a tray, the window is minimized instead.'),
  },
  {
    name: 'startsAtLogin',
    label: t('Start when I log in'),
    hint: t('It starts without a window, as an icon in the tray or menu bar.'),
    withoutTray: t('On a desktop without a tray, it starts with a minimized window.'),
  },
  {
    name: 'notifies',
    label: t('Notifications'),
    hint: t(
      'When an import ends and when something couldn’t be delivered. They contain counts, never health data.',
    ),
    withoutTray: null,
  },
] as const;

interface AppShellProps {
  readonly preferences: Preferences;
  /** Whether this system has desktops without a tray. */
  readonly mayLackTray: boolean;
}

/** The app's behavior on this computer; unsupported options are hidden. */
function AppShell({ preferences, mayLackTray }: AppShellProps) {
  const set = useAct('app.setPreferences');
  return (
    <>
      {switches.map(({ name, label, hint, withoutTray }) => {
        const isOn = preferences[name];
        return isOn === null ? null : (
          <SwitchField
            key={name}
            label={label}
            isOn={isOn}
            isDisabled={set.isPending}
            onChange={(next) => set.mutate({ [name]: next })}
          >
            {mayLackTray && withoutTray !== null ? `${hint} ${withoutTray}` : hint}
          </SwitchField>
        );
      })}
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}
