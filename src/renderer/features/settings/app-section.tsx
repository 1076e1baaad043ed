import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { appearances, chooseAppearance, readAppearance } from '../../components/appearance.ts';
import field from '../../components/field.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { AppReport } from './app-report.tsx';
import { AppShell } from './app-shell.tsx';
import styles from './settings-page.module.css';

const names = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** Kept by the page, and by the desktop app too, whose menus and title bar follow it. */
function AppearanceChoice({ isShells }: { readonly isShells: boolean }) {
  const [appearance, setAppearance] = useState(readAppearance);
  const set = useAct('app.setPreferences');
  return (
    <>
      <RadioGroup
        className={styles['choice'] ?? ''}
        value={appearance}
        orientation="horizontal"
        onChange={(value) => {
          const chosen = appearances.find((name) => name === value) ?? 'system';
          setAppearance(chosen);
          chooseAppearance(chosen);
          if (isShells) set.mutate({ theme: chosen });
        }}
      >
        <Label className={field['label'] ?? ''}>Appearance</Label>
        <div className={styles['choices']}>
          {appearances.map((name) => (
            <Radio key={name} value={name} className={styles['radio'] ?? ''}>
              {names[name]}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}

/** How it looks and lives on this computer, and what it is. */
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
      <div className={styles['card']}>
        {info !== undefined && (
          <Facts
            facts={[
              ['Health Relay', info.version],
              ['Runs', `${isDesktop ? 'as an app' : 'in a browser'}, ${info.platform}`],
              ['History', info.profileName],
            ]}
          />
        )}
        <AppReport hasLogs={isDesktop} />
      </div>
    </section>
  );
}
