import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FolderChoice } from '../../components/folder-choice.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';

/** Folders that are checked for newer exports; none by default. */
export function WatchedFolders() {
  const watch = useCall('import.watch', {});
  const add = useAct('import.watchFolder');
  const remove = useAct('import.unwatchFolder');
  const error = watch.error ?? add.error ?? remove.error;
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
      <FolderChoice
        chooseLabel={t('Add a folder…')}
        formLabel={t('Add a watched folder')}
        fieldLabel={t('Folder')}
        hint={t('The full path, such as /home/ada/Downloads.')}
        submitLabel={t('Add')}
        isDisabled={add.isPending}
        onPick={(path, taken) => add.mutate({ path }, { onSuccess: taken })}
      />
      {error !== null && <FailureNotice failure={failureOf(error)} />}
    </div>
  );
}
