import { LoaderCircle } from 'lucide-react';
import { type ImportStatus, importPercent } from '../../../shared/domain/receipt.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import card from '../../components/card.module.css';
import { countText, percentText } from '../../components/formats.ts';
import { ProgressBar } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import spread from '../../components/spread-line.module.css';
import titleLine from '../../components/title-line.module.css';
import turning from '../../components/turning.module.css';
import styles from './card.module.css';
import { phaseText, rateText, timeLeftText } from './import-words.ts';

/** The running import: progress, rate, time left, current type, and counts. */
export function RunningCard({ status }: { readonly status: ImportStatus }) {
  const cancel = useAct('import.cancel');
  const percent = importPercent(status);
  const isCancelling = cancel.isPending || cancel.isSuccess;
  const { added, known, repeated, skipped } = status.records;
  return (
    <section
      className={`${card['card']} ${styles['card']}`}
      aria-label={t('Importing {name}', { name: status.name })}
    >
      <header className={spread['line']}>
        <h2 className={titleLine['title']}>{status.name}</h2>
        <Button isDisabled={isCancelling} onPress={() => cancel.mutate({ runId: status.runId })}>
          {isCancelling ? t('Canceling…') : t('Cancel')}
        </Button>
      </header>
      <ProgressBar label={t('Import of {name}', { name: status.name })} percent={percent} />
      <div className={styles['line']}>
        <strong className={styles['percent']}>
          {percent === null ? '' : percentText(Math.floor(percent))}
        </strong>
        <span>{phaseText(status)}</span>
        <span className={styles['push']}>{rateText(status.bytesPerSecond)}</span>
        <span>{timeLeftText(status.secondsLeft)}</span>
      </div>
      {cancel.error !== null && <FailureNotice failure={failureOf(cancel.error)} />}
      <dl className={styles['figures']}>
        <Figure label={t('new')} count={added} isMain />
        <Figure label={t('already here')} count={known} />
        <Figure label={t('repeated')} count={repeated} />
        <Figure label={t('skipped')} count={skipped} />
        <Figure label={t('workouts')} count={status.workouts} />
      </dl>
      {status.queued > 0 && <p className={styles['soft']}>{afterThisText(status.queued)}</p>}
    </section>
  );
}

const afterThisText = (files: number) =>
  t('{files, plural, one {# more file after this one.} other {# more files after this one.}}', { files });

interface FigureProps {
  readonly label: string;
  readonly count: number;
  readonly isMain?: boolean;
}

function Figure({ label, count, isMain = false }: FigureProps) {
  return (
    <div className={isMain ? styles['mainFigure'] : styles['figure']}>
      <dt>{label}</dt>
      <dd>{countText(count)}</dd>
    </div>
  );
}

/** Files being uploaded to the web host before their import. */
export function SendingCard(props: {
  readonly name: string;
  readonly sent: number;
  readonly total: number;
  readonly waiting: number;
  readonly onCancel: () => void;
}) {
  const percent = props.total > 0 ? (props.sent / props.total) * 100 : null;
  const isSent = props.sent >= props.total;
  return (
    <section
      className={`${card['card']} ${styles['card']}`}
      aria-label={t('Receiving {name}', { name: props.name })}
    >
      <header className={spread['line']}>
        <h2 className={titleLine['title']}>{props.name}</h2>
        <Button onPress={props.onCancel}>{t('Cancel')}</Button>
      </header>
      <ProgressBar label={t('Receiving {name}', { name: props.name })} percent={percent} />
      <div className={styles['line']}>
        <LoaderCircle size={16} aria-hidden className={turning['turning']} />
        <span>{isSent ? t('Starting the import') : t('Copying into your history folder')}</span>
        <span className={styles['push']}>{percent === null ? '' : percentText(Math.floor(percent))}</span>
      </div>
      {props.waiting > 0 && <p className={styles['soft']}>{afterThisText(props.waiting)}</p>}
    </section>
  );
}
