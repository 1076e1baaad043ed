import { useState } from 'react';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { appearances, chooseAppearance, readAppearance } from '../../components/appearance.ts';
import { Choice } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { AppLicenses } from './app-licenses.tsx';
import { AppReport } from './app-report.tsx';
import { AppShell } from './app-shell.tsx';
import { AppUpdates } from './app-updates.tsx';

const names = { system: 'Match system', light: 'Light', dark: 'Dark' } as const;

const sandboxOff =
  'Off. The system doesn’t allow this app a sandbox, as with the AppImage on some Linux systems. The deb package has one.';

/** Stored by the page, and also by the desktop app for its menus and title bar. */
function AppearanceChoice({ isShells }: { readonly isShells: boolean }) {
  const [appearance, setAppearance] = useState(readAppearance);
  const set = useAct('app.setPreferences');
  return (
    <>
      <Choice
        label="Appearance"
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

/** Appearance, behavior on this computer, and facts about the app. */
export function AppSection() {
  const info = useCall('app.info', {}).data;
  const preferences = useCall('app.preferences', {}).data;
  const isDesktop = info?.host === 'electron';
  return (
    <section aria-label="App" className={styles['section']}>
      <h2>App</h2>
      <div className={styles['card']}>
        <AppearanceChoice isShells={preferences !== undefined && preferences.theme !== null} />
        {isDesktop && preferences !== undefined && <AppShell preferences={preferences} />}
      </div>
      {isDesktop && preferences !== undefined && <AppUpdates isOn={preferences.looksForUpdates} />}
      <div className={styles['card']}>
        {info !== undefined && (
          <Facts
            facts={[
              ['Health Relay', info.version],
              ['Runs', `${isDesktop ? 'as an app' : 'in a browser'}, ${info.platform}`],
              ['History', info.profileName],
              ['Sandbox', info.isSandboxed === false ? sandboxOff : null],
            ]}
          />
        )}
        <AppReport hasLogs={isDesktop} />
        <AppLicenses />
      </div>
    </section>
  );
}
