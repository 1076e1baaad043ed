import type { KeyboardEvent } from 'react';

interface List {
  readonly count: number;
  readonly isOpen: boolean;
  /** The row that the keys start from. */
  readonly active: number;
  /** Rows that Page Up and Page Down pass. */
  readonly page: number;
  /** Gets a row of the list. */
  readonly onMove: (row: number) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/**
 * The keys of a list that has the focus for its rows (aria-activedescendant): Arrows, Page Up and Page Down, Home, and End move;
 * Enter and Space open the active row; Escape closes the open one.
 */
export function pressListKey(event: KeyboardEvent, list: List): void {
  const { count, active, page } = list;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[event.key];
  if (step !== undefined) list.onMove(Math.max(0, Math.min(count - 1, active + step)));
  else if (event.key === 'Enter' || event.key === ' ') list.onOpen();
  else if (event.key === 'Escape' && list.isOpen) list.onClose();
  else return;
  event.preventDefault();
}
