import { useState } from 'react';
import type { Consent, DestinationCard, TargetId, TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { useAccount } from '../../bridge/use-account.ts';
import { Button } from '../../components/button.tsx';
import { whoText } from '../../components/credential-words.ts';
import styles from '../../components/form-page.module.css';
import { dayText, insideSentence, listText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import spread from '../../components/spread-line.module.css';
import { formatRoute } from '../../navigation/routes.ts';
import { ConnectionCheck } from './connection-check.tsx';
import { RemoveDestination } from './remove-destination.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { TargetForm } from './target-form.tsx';
import { isSetUp, kindLabel, targetText } from './target-words.ts';
import { TokenField } from './token-field.tsx';

interface Props {
  readonly settings: TargetSettings;
  readonly cards: readonly DestinationCard[];
}

/** One target: its address, token, connection test, data to send, and switch. */
export function TargetCard({ settings, cards }: Props) {
  const { target, isEnabled, consent } = settings;
  const disable = useAct('settings.disableTarget');
  const [isReviewing, setIsReviewing] = useState(false);
  const name = targetName(target);
  const card = cards.find(({ id }) => id === settings.destination);
  const state = isEnabled ? t('On') : isSetUp(settings) ? t('Off') : t('Not set up');
  return (
    <section id={`settings-${target}`} tabIndex={-1} className={styles['card']} aria-label={name}>
      <header className={`${spread['line']} ${styles['head']}`}>
        <h3>{name}</h3>
        <span className={styles['state']} data-on={isEnabled}>
          {state}
        </span>
      </header>
      <p className={styles['soft']}>{targetText[target]}</p>
      <TargetForm
        key={[settings.baseUrl, settings.datasetRid, settings.branch, settings.userId, settings.format].join(
          ' ',
        )}
        settings={settings}
      />
      <TargetSignInLine target={target} />
      <TokenField settings={settings} />
      {isEnabled && consent !== null && <p className={styles['scope']}>{scopeText(target, consent)}</p>}
      <div className={styles['line']}>
        {isEnabled ? (
          <>
            <Button onPress={() => setIsReviewing(true)}>{t('Change the data…')}</Button>
            <Button isDisabled={disable.isPending} onPress={() => disable.mutate({ target })}>
              {t('Turn off')}
            </Button>
          </>
        ) : (
          <Button look="primary" isDisabled={!isSetUp(settings)} onPress={() => setIsReviewing(true)}>
            {t('Turn on…')}
          </Button>
        )}
        <ConnectionCheck settings={settings} />
        {card !== undefined && <RemoveDestination card={card} />}
      </div>
      {disable.error !== null && <FailureNotice failure={failureOf(disable.error)} />}
      {isReviewing && (
        <ReviewDialog settings={settings} cards={cards} onClose={() => setIsReviewing(false)} />
      )}
    </section>
  );
}

function scopeText(target: TargetId, { kinds, startDay }: Consent): string {
  const all = listText(kinds.map((kind) => insideSentence(kindLabel(target, kind))));
  return startDay === null
    ? t('Data sent there: {kinds}, from the first day.', { kinds: all })
    : t('Data sent there: {kinds}, from {day} on.', {
        kinds: all,
        day: dayText(Date.parse(`${startDay}T12:00:00`) / 1000),
      });
}

/** The account of a target, with a link to change it. */
function TargetSignInLine({ target }: { readonly target: TargetId }) {
  const credential = useAccount()?.credentials.find((one) => one.target === target);
  if (credential === undefined) return null;
  return (
    <p className={styles['soft']}>
      {t('{title}.', { title: whoText(credential) })}{' '}
      <a href={formatRoute('settings', { at: 'account' })}>{t('Account')}</a>
    </p>
  );
}
