import type { MenuItemConstructorOptions } from 'electron';
import { canSync, type Known, stateLine } from './sync-words.ts';

export interface TrayActs {
  readonly open: () => void;
  readonly showSync: () => void;
  readonly syncNow: () => void;
  readonly setPaused: (isPaused: boolean) => void;
  readonly quit: () => void;
}

/** The menu of the tray: how things are, and what can be done without the window. */
export function trayMenu(known: Known, acts: TrayActs): MenuItemConstructorOptions[] {
  const isPaused = known.sync?.isPausedByPerson ?? false;
  return [
    { label: stateLine(known), click: acts.showSync },
    { type: 'separator' },
    { label: 'Open Health Relay', click: acts.open },
    { label: 'Sync now', enabled: canSync(known) && !isPaused, click: acts.syncNow },
    {
      label: isPaused ? 'Resume sync' : 'Pause sync',
      enabled: canSync(known),
      click: () => acts.setPaused(!isPaused),
    },
    { type: 'separator' },
    { label: 'Quit Health Relay', click: acts.quit },
  ];
}

/** What of the menu can be seen: the same text, the same menu. Linux draws a menu anew each time it is set. */
export function lookOf(menu: readonly MenuItemConstructorOptions[]): string {
  return menu.map(({ label, enabled }) => `${label ?? ''}:${enabled ?? true}`).join('\n');
}
