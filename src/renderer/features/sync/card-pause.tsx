import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { goTo } from '../../navigation/routes.ts';
import { helpFor, isOff } from './card-words.ts';
import styles from './destination-card.module.css';

interface Props {
  readonly card: DestinationCard;
  readonly code: ErrorCode;
  readonly isEverythingPaused: boolean;
}

/** Why nothing is sent now, and the one button that helps. */
export function CardPause({ card, code, isEverythingPaused }: Props) {
  const resume = useAct('sync.resume');
  const runNow = useAct('sync.runNow');
  const { title, text } = textFor(code, { target: targetName(card.target), untilMs: card.nextTryAtMs });
  const help = helpFor(code, card.target);
  const failed = resume.error ?? runNow.error;
  const act = () => {
    if (help?.kind === 'settings') goTo('settings', { at: help.at });
    else if (help?.kind === 'resume') resume.mutate(isEverythingPaused ? {} : { destination: card.id });
    else if (help?.kind === 'try') runNow.mutate({ destination: card.id });
  };
  return (
    <div className={styles['pause']}>
      <p>
        {!isOff(card) && <strong className={styles['why']}>{t('{title}.', { title })} </strong>}
        {code !== 'sync.off_after_crashes' && text}
      </p>
      {help !== null && (
        <Button
          aria-label={`${help.label} ${targetName(card.target)}`}
          isDisabled={resume.isPending || runNow.isPending}
          onPress={act}
        >
          {help.label}
        </Button>
      )}
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
    </div>
  );
}
