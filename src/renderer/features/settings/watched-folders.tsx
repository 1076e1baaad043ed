import { useState } from 'react';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';

/** Folders that are checked for newer exports; none by default. */
export function WatchedFolders() {
  const watch = useCall('import.watch', {});
  const isDesktop = useCall('app.info', {}).data?.host === 'electron';
  const add = useAct('import.watchFolder');
  const remove = useAct('import.unwatchFolder');
  const choose = useAct('app.chooseFolder');
  const [path, setPath] = useState('');
  const error = watch.error ?? add.error ?? remove.error ?? choose.error;
  const addPath = (chosen: string) => add.mutate({ path: chosen }, { onSuccess: () => setPath('') });
  return (
    <div className={styles['card']}>
      <h3>{t('Watched folders')}</h3>
      <p className={styles['soft']}>
        {t(
          'When a newer export appears in one of these folders, the Import page asks whether to import it. Nothing is imported automatically, and nothing in the folders is changed.',
        )}
      </p>
      <ul className={styles['earlier']}>
        {watch.data?.folders.map((folder) => (
          <li key={folder.path}>
            <p>
              {folder.path}
              {!folder.isReadable && (
                <>
                  <br />
                  <span className={styles['soft']}>{t('This folder can’t be read right now.')}</span>
                </>
              )}
            </p>
            <Button
              aria-label={t('Remove {path}', { path: folder.path })}
              isDisabled={remove.isPending}
              onPress={() => remove.mutate({ path: folder.path })}
            >
              {t('Remove')}
            </Button>
          </li>
        ))}
      </ul>
      {isDesktop ? (
        <div>
          <Button
            isDisabled={add.isPending || choose.isPending}
            onPress={() =>
              choose.mutate({}, { onSuccess: ({ path: chosen }) => chosen !== null && addPath(chosen) })
            }
          >
            {t('Add a folder…')}
          </Button>
        </div>
      ) : (
        <form
          aria-label={t('Add a watched folder')}
          onSubmit={(event) => {
            event.preventDefault();
            if (path.trim() !== '') addPath(path.trim());
          }}
        >
          <div className={styles['withButton']}>
            <TextField
              label={t('Folder')}
              value={path}
              onChange={setPath}
              hint={t('The full path, such as /home/ada/Downloads.')}
            />
            <Button type="submit" isDisabled={path.trim() === '' || add.isPending}>
              {t('Add')}
            </Button>
          </div>
        </form>
      )}
      {error !== null && <FailureNotice failure={failureOf(error)} />}
    </div>
  );
}
