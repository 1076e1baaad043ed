import { FileDown } from 'lucide-react';
import { Disclosure } from '../../components/disclosure.tsx';
import { ChooseButtons } from './choose-buttons.tsx';
import styles from './drop-place.module.css';
import { HowToSteps } from './how-to-steps.tsx';

/** Shown while there is no history: what to do, large. The whole window takes drops (app/drop-veil.tsx). */
export function FirstDropPlace() {
  return (
    <div className={styles['first']}>
      <section className={styles['large']} aria-label="Import a Health export">
        <FileDown size={36} strokeWidth={1.5} aria-hidden />
        <h2>Drop the export from your iPhone here</h2>
        <p>Use the original zip from the Health app. It’s read and kept only on this computer.</p>
        <div className={styles['buttons']}>
          <ChooseButtons isPrimary />
        </div>
      </section>
      <HowToSteps />
    </div>
  );
}

/** Shown above earlier imports: one line is enough by now. */
export function NextDropPlace() {
  return (
    <section className={styles['small']} aria-label="Import a newer export">
      <FileDown size={20} strokeWidth={1.75} aria-hidden />
      <p>Drop a newer export here. New data is added; data that is gone from the Health app is left out.</p>
      <div className={styles['buttons']}>
        <ChooseButtons />
      </div>
      <div className={styles['howTo']}>
        <Disclosure level={2} title="How to export on the iPhone">
          <HowToSteps />
        </Disclosure>
      </div>
    </section>
  );
}
