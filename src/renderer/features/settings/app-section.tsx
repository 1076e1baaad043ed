import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useCall } from '../../bridge/queries.ts';
import { appearances, chooseAppearance, readAppearance } from '../../components/appearance.ts';
import field from '../../components/field.module.css';
import { Facts } from '../../components/side-panel.tsx';
import styles from './settings-page.module.css';

const names = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** How it looks, and what it is. */
export function AppSection() {
  const info = useCall('app.info', {}).data;
  const [appearance, setAppearance] = useState(readAppearance);
  return (
    <section aria-label="App" className={styles['section']}>
      <h2>App</h2>
      <div className={styles['card']}>
        <RadioGroup
          className={styles['choice'] ?? ''}
          value={appearance}
          orientation="horizontal"
          onChange={(value) => {
            const chosen = appearances.find((name) => name === value) ?? 'system';
            setAppearance(chosen);
            chooseAppearance(chosen);
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
        {info !== undefined && (
          <Facts
            facts={[
              ['Health Relay', info.version],
              ['Runs', `${info.host === 'electron' ? 'as an app' : 'in a browser'}, ${info.platform}`],
              ['History', info.profileName],
            ]}
          />
        )}
      </div>
    </section>
  );
}
