import { Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import spread from '../../components/spread-line.module.css';
import step from '../../components/step-number.module.css';
import { firstRunOf, leftText } from './first-run.ts';
import styles from './first-run-card.module.css';
import { FirstTarget } from './first-target.tsx';
import { HomeZone } from './home-zone.tsx';

type Settings = CallOutput<'settings.read'>;

interface SignInPart {
  /** The sign-in of a target. */
  readonly signIn: (target: TargetId) => ReactNode;
}

/** After the first import: home zone, targets, review. Each can be postponed and resumed. */
export function FirstRunCard({ signIn }: SignInPart) {
  const settings = useCall('settings.read', {}).data;
  const records = useCall('history.overview', {}).data?.records ?? 0;
  if (settings === undefined || records === 0) return null;
  return <Steps settings={settings} signIn={signIn} />;
}

function Steps({ settings, signIn }: SignInPart & { readonly settings: Settings }) {
  const skip = useAct('settings.skipStep');
  const [chosen, setChosen] = useState<TargetId | null>(null);
  const run = firstRunOf(settings);
  if (run.isDone) return null;
  if (run.step === null)
    return (
      <section className={`${spread['wrapping']} ${styles['later']}`} aria-label={t('First steps')}>
        <p>{leftText(run.left)}</p>
        <Button
          isDisabled={skip.isPending}
          onPress={() => skip.mutate({ step: run.resume, isSkipped: false })}
        >
          {t('Continue setup')}
        </Button>
        {skip.error !== null && <FailureNotice failure={failureOf(skip.error)} />}
      </section>
    );
  const { step } = run;
  const later = (
    <Button look="quiet" isDisabled={skip.isPending} onPress={() => skip.mutate({ step, isSkipped: true })}>
      {t('Later', {}, 'skip')}
    </Button>
  );
  return (
    <section className={styles['card']} aria-label={t('First steps')}>
      <ol className={styles['steps']}>
        <Step
          number={1}
          title={t('Home time zone')}
          isDone={settings.homeZone !== null}
          isOpen={step === 'home_zone'}
        >
          <HomeZone settings={settings} />
          {later}
        </Step>
        <Step
          number={2}
          title={chosen === null ? t('Target') : t('Target: {target}', { target: targetName(chosen) })}
          isDone={false}
          isOpen={step === 'targets'}
        >
          <FirstTarget settings={settings} chosen={chosen} onChoose={setChosen} signIn={signIn} />
          {later}
        </Step>
        <Step number={3} title={t('Review and send')} isDone={false} isOpen={false} />
      </ol>
      {skip.error !== null && <FailureNotice failure={failureOf(skip.error)} />}
    </section>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  readonly isOpen: boolean;
  readonly children?: ReactNode;
}

function Step({ number, title, isDone, isOpen, children }: StepProps) {
  return (
    <li aria-current={isOpen ? 'step' : undefined}>
      <span className={step['number']} data-done={isDone} aria-hidden>
        {isDone ? <Check size={14} /> : number}
      </span>
      <div className={styles['step']}>
        <h2>{title}</h2>
        {isOpen && <div className={styles['inside']}>{children}</div>}
      </div>
    </li>
  );
}
