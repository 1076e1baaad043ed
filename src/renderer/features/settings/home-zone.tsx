import { useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { RulesDialog } from './rules-dialog.tsx';
import { ZoneField } from './zone-field.tsx';

type Settings = CallOutput<'settings.read'>;

/** The zone whose midnights begin the days. Confirmed once; a later change first shows its effects. */
export function HomeZone({ settings }: { readonly settings: Settings }) {
  const { homeZone, proposedZone } = settings;
  const save = useAct('settings.setHomeZone');
  const [zone, setZone] = useState(homeZone ?? proposedZone);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={styles['form']}>
      <div className={styles['withButton']}>
        <div className={styles['zone']}>
          <ZoneField value={zone} onChange={setZone} />
        </div>
        {homeZone === null && (
          <Button look="primary" isDisabled={save.isPending} onPress={() => save.mutate({ homeZone: zone })}>
            {t('Confirm')}
          </Button>
        )}
        {homeZone !== null && zone !== homeZone && (
          <Button isDisabled={save.isPending} onPress={() => setIsAsking(true)}>
            {t('Change…')}
          </Button>
        )}
      </div>
      <p className={styles['soft']}>
        {t(
          'The time zone where you mostly live. Steps and energy are counted from midnight to midnight there, and sleep from noon to noon, even while you travel.',
        )}
        {homeZone === null &&
          ` ${t('This computer’s zone is suggested; no events are created until you confirm.')}`}
      </p>
      {save.error !== null && <FailureNotice failure={failureOf(save.error)} />}
      {isAsking && (
        <RulesDialog
          title={t('Make {zone} the home time zone?', { zone: zone.replaceAll('_', ' ') })}
          rules={{ homeZone: zone }}
          onAnswer={(sent) => {
            setIsAsking(false);
            if (sent !== null) save.mutate({ homeZone: zone, sent });
          }}
        />
      )}
    </div>
  );
}
