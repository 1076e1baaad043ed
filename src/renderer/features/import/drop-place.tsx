import { FileDown } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { t } from '../../../shared/language.ts';
import { offersOfChoice } from '../../bridge/dropped-files.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import step from '../../components/step-number.module.css';
import styles from './drop-place.module.css';
import howToStepsStyles from './how-to-steps.module.css';
import { useOffers } from './offer-store.ts';

/** Shown while there is no history: what to do, large. The whole window takes drops (app/drop-veil.tsx). */
export function FirstDropPlace() {
  return (
    <div className={styles['first']}>
      <section className={styles['large']} aria-label={t('Import a Health export')}>
        <FileDown size={36} strokeWidth={1.5} aria-hidden />
        <h2>{t('Drop the export from your iPhone here')}</h2>
        <p>
          {t(
            'Use the original zip from the Health app. It’s read on this computer; data goes only to targets that you turn on.',
          )}
        </p>
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
    <section className={styles['small']} aria-label={t('Import a newer export')}>
      <FileDown size={20} strokeWidth={1.75} aria-hidden />
      <p>{t('Drop a newer export here. New data is added; data that it shows was deleted is left out.')}</p>
      <div className={styles['buttons']}>
        <ChooseButtons />
      </div>
      <div className={styles['howTo']}>
        <Disclosure level={2} title={t('How to export on the iPhone')}>
          <HowToSteps />
        </Disclosure>
      </div>
    </section>
  );
}

/** The two ways to name a file without dragging it. */
function ChooseButtons({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const offers = useOffers();
  const take = (files: FileList | null) => {
    if (files !== null && files.length > 0) offers.begin(offersOfChoice(files));
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={['.zip', '.xml']} allowsMultiple onSelect={take}>
        <Button look={isPrimary ? 'primary' : 'plain'}>{t('Choose file…')}</Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={take}>
        <Button>{t('Choose folder…')}</Button>
      </FileTrigger>
    </>
  );
}

const steps = [
  [t('Open Health on the iPhone'), t('Tap your picture at the top right.')],
  [
    t('Export All Health Data'),
    t('It’s at the bottom of that page. Keep the phone awake; the export can take a few minutes.'),
  ],
  [
    t('Send the zip to this computer'),
    t('Use AirDrop, a cable, or a shared folder. Leave it as it is: there’s no need to unpack it.'),
  ],
] as const;

/** How to get a file out of the Health app, in three steps. */
function HowToSteps() {
  return (
    <ol className={howToStepsStyles['steps']}>
      {steps.map(([title, text], index) => (
        <li key={title}>
          <span className={step['number']} aria-hidden>
            {index + 1}
          </span>
          <div>
            <h3>{title}</h3>
            <p>{text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
