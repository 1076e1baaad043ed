import { FolderSearch } from 'lucide-react';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { dayText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import styles from './drop-place.module.css';

/** Asks about the newest export in a watched folder, once per file; nothing is imported before the answer. */
export function FoundCard() {
  const [found] = useCall('import.watch', {}).data?.found ?? [];
  const take = useAct('import.takeFound');
  const dismiss = useAct('import.dismissFound');
  const error = take.error ?? dismiss.error;
  if (found === undefined) return error === null ? null : <FailureNotice failure={failureOf(error)} />;
  const isBusy = take.isPending || dismiss.isPending;
  return (
    <>
      <section className={styles['small']} aria-label={`A newer export in ${found.folder}`}>
        <FolderSearch size={20} strokeWidth={1.75} aria-hidden />
        <p>
          A newer export is in {found.folder}: <strong>{found.name}</strong>, from {dayText(found.exportAt)}.
          Import it?
        </p>
        <div className={styles['buttons']}>
          <Button look="primary" isDisabled={isBusy} onPress={() => take.mutate({ id: found.id })}>
            Import it
          </Button>
          <Button isDisabled={isBusy} onPress={() => dismiss.mutate({ id: found.id })}>
            Not this one
          </Button>
        </div>
      </section>
      {error !== null && <FailureNotice failure={failureOf(error)} />}
    </>
  );
}
