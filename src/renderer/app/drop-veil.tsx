import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop.ts';
import { t } from '../../shared/language.ts';
import { offersOfDrop } from '../bridge/dropped-files.ts';
import { noteFault, useBridge } from '../bridge/queries.ts';
import { useOffers } from '../features/import/offer-store.ts';
import { goTo } from '../navigation/routes.ts';
import styles from './drop-veil.module.css';

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * The whole window accepts drops. It uses the window's own events: react-aria's DropZone hands over a folder without the File that Electron needs to
 * find its path, and covers one element only.
 */
export function DropVeil() {
  const { host } = useBridge();
  const offers = useOffers();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    };
    // `relatedTarget` names the next element; it is null when leaving the window.
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const take = (event: DragEvent) => {
      setIsOver(false);
      if (!bringsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      goTo('import');
      drop(
        offersOfDrop(event.dataTransfer, host).then((dropped) => offers.begin(dropped)),
        'the store shows the outcome',
        noteFault,
      );
    };
    const events = { dragenter: over, dragover: over, dragleave: leave, drop: take } as const;
    for (const [name, listener] of Object.entries(events))
      window.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(events))
        window.removeEventListener(name, listener as EventListener);
    };
  }, [host, offers]);
  if (!isOver) return null;
  return (
    <div className={styles['veil']} role="status">
      <div className={styles['inside']}>
        <FileDown size={40} strokeWidth={1.5} aria-hidden />
        <p className={styles['title']}>{t('Drop to import')}</p>
        <p>{t('The zip from the Health app, its unpacked folder, or the XML in it')}</p>
      </div>
    </div>
  );
}
