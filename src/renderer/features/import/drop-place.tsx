import { FileDown } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { offersOfChoice } from '../../bridge/dropped-files.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import step from '../../components/step-number.module.css';
import styles from './drop-place.module.css';
import howToStepsStyles from './how-to-steps.module.css';
import { useOffers } from './offers.ts';

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

/** The two ways to name a file without dragging it. */
function ChooseButtons({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const offers = useOffers();
  const take = (files: FileList | null) => {
    if (files !== null && files.length > 0) offers.begin(offersOfChoice(files));
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={['.zip', '.xml']} allowsMultiple onSelect={take}>
        <Button look={isPrimary ? 'primary' : 'plain'}>Choose file…</Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={take}>
        <Button>Choose folder…</Button>
      </FileTrigger>
    </>
  );
}

const steps = [
  ['Open Health on the iPhone', 'Tap your picture at the top right.'],
  [
    'Export All Health Data',
    'It’s at the bottom of that page. Keep the phone awake; the export can take a few minutes.',
  ],
  [
    'Send the zip to this computer',
    'Use AirDrop, a cable, or a shared folder. Leave it as it is: there’s no need to unpack it.',
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
