import { useState } from 'react';
import type { TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { drop } from '../../../shared/drop.ts';
import { noteFault, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';

/** A token for this run: goes to the data program's memory, is never stored and never shown again. */
export function TokenField({ settings }: { readonly settings: TargetSettings }) {
  const { target, hasToken } = settings;
  const set = useSecretAct('settings.setToken');
  const [token, setToken] = useState('');
  const save = (value: string) => {
    setToken('');
    drop(set.send({ target, token: value }), 'it keeps how it failed', noteFault);
  };
  return (
    <form
      className={styles['form']}
      aria-label={`Token for ${targetName(target)}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') save(token.trim());
      }}
    >
      <div className={styles['withButton']}>
        <TextField
          label="Access token"
          type="password"
          value={token}
          onChange={setToken}
          placeholder={hasToken ? 'One is set; enter another to replace it' : ''}
          hint="Kept in memory until Health Relay is closed. It is not written to disk and not shown again."
        />
        <Button type="submit" isDisabled={token.trim() === '' || set.isPending}>
          Use it
        </Button>
        {hasToken && (
          <Button isDisabled={set.isPending} onPress={() => save('')}>
            Forget it
          </Button>
        )}
      </div>
      {set.failure !== null && <FailureNotice failure={set.failure} />}
    </form>
  );
}
