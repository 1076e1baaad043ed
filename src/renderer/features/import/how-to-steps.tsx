import step from '../../components/step-number.module.css';
import styles from './how-to-steps.module.css';

const steps = [
  ['Open Health on the iPhone', 'Touch your picture at the top right.'],
  [
    'Export All Health Data',
    'It is at the very end of that page. Keep the phone awake; it can take some minutes.',
  ],
  [
    'Send the zip to this computer',
    'By AirDrop, cable or a shared folder. Leave it as it is: there is no need to unpack it.',
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
