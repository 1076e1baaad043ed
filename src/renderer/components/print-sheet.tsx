import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './print-sheet.module.css';

/**
 * What the system prints in place of the window while this is shown: landscape, in the light colors, at its true size. It stands
 * beside the page, so that no column or scrolling box of the page cuts it. Not seen on the screen, and not by screen readers.
 */
export function PrintSheet({ children }: { readonly children: ReactNode }) {
  return createPortal(
    <div className={styles['sheet']} data-print-sheet>
      {children}
    </div>,
    document.body,
  );
}
