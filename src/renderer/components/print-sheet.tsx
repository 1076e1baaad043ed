import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './print-sheet.module.css';

/**
 * The content that the system prints instead of the window while this is shown: landscape, in the light colors, at its true size. It is next to the
 * page, so no column or scroll box of the page cuts it off. It is hidden on the screen and from screen readers.
 */
export function PrintSheet({ children }: { readonly children: ReactNode }) {
  return createPortal(
    <div className={styles['sheet']} data-print-sheet>
      {children}
    </div>,
    document.body,
  );
}
