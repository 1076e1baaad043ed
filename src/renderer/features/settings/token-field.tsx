import type { TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { noteFault, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';

/** A token for this run: kept in the data program's memory, never stored or shown again. */
export function TokenField({ settings }: { readonly settings: TargetSettings }) {
  const { target, hasToken } = settings;
  const set = useSecretAct('settings.setToken');
  const token = useSecret();
  const send = (value: string) =>
    drop(set.send({ target, token: value }), 'it keeps how it failed', noteFault);
  return (
    <form
      className={styles['form']}
      aria-label={t('Token for {target}', { target: targetName(target) })}
      onSubmit={(event) => {
        event.preventDefault();
        if (token.isFilledIn) send(token.take({ isTrimmed: true }));
      }}
    >
      <div className={styles['withButton']}>
        <SecretField
          label={t('Access token')}
          secret={token}
          placeholder={hasToken ? t('One is set; enter another to replace it') : ''}
          hint={t('Kept in memory until Health Relay closes. It isn’t written to disk or shown again.')}
        />
        <Button type="submit" isDisabled={!token.isFilledIn || set.isPending}>
          {t('Use it')}
        </Button>
        {hasToken && (
          <Button
            isDisabled={set.isPending}
            onPress={() => {
              token.take({ isTrimmed: true });
              send('');
            }}
          >
            {t('Forget it')}
          </Button>
        )}
      </div>
      {set.failure !== null && <FailureNotice failure={set.failure} />}
    </form>
  );
}
