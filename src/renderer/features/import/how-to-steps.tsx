import step from '../../components/step-number.module.css';
import styles from './how-to-steps.module.css';

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
export function HowToSteps() {
  return (
    <ol className={styles['steps']}>
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
