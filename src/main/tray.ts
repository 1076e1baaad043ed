import { join } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import { drop } from '../shared/drop.ts';
import { t } from '../shared/language.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import { canPause, canSync, type Known, stateLine } from './sync-words.ts';

/** An unreferenced icon is garbage-collected, and disappears. */
let kept: Tray | null = null;

/** The icon beside the clock, with the state and the actions that need no window. */
export const keepTray: AppModule = ({ data, window, language, trayPlace, resourcesDir, onFault }) => {
  const icon = nativeImage.createFromPath(join(resourcesDir, 'tray', trayIcon(process.platform)));
  const reason = 'the menu shows the outcome';
  const acts: TrayActs = {
    open: () => window.show(),
    showSync: () => window.show('sync'),
    syncNow: () => drop(data.call('sync.runNow', {}), reason, onFault),
    setPaused: (isPaused) => drop(data.call(isPaused ? 'sync.pause' : 'sync.resume', {}), reason, onFault),
    quit: () => app.quit(),
  };
  let now: Known | null = null;
  let shown = '';
  const draw = () => {
    if (now === null || kept === null) return;
    const menu = trayMenu(now, acts);
    const look = lookOf(menu);
    if (look === shown) return;
    shown = look;
    kept.setToolTip(t('Health Relay: {state}', { state: stateLine(now) }));
    kept.setContextMenu(Menu.buildFromTemplate(menu));
  };
  const show = () => {
    kept?.destroy();
    kept = new Tray(icon);
    // On macOS a click opens the menu.
    if (process.platform !== 'darwin') kept.on('click', acts.open);
    shown = '';
    draw();
  };
  show();
  // Now, to notice later that there wasn't one.
  drop(trayPlace.isThere(), 'a tray that isn’t there is no fault', onFault);
  trayPlace.onAppeared(show);
  followState(
    data,
    (known) => {
      now = known;
      draw();
    },
    onFault,
  );
  language.onChange(draw);
  app.once('will-quit', () => {
    kept?.destroy();
    kept = null;
  });
};

/**
 * The icon's file. macOS colors a template to match its bar; elsewhere the product's own colors stand out on light and dark alike. On Windows, Electron
 * stretches a PNG's single-density picture to every screen, and takes the picture of the screen's size only from an .ico.
 */
export function trayIcon(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'trayTemplate.png';
  return platform === 'win32' ? 'tray.ico' : 'tray.png';
}

export interface TrayActs {
  readonly open: () => void;
  readonly showSync: () => void;
  readonly syncNow: () => void;
  readonly setPaused: (isPaused: boolean) => void;
  readonly quit: () => void;
}

/** The tray menu: the state, and the actions that need no window. */
export function trayMenu(known: Known, acts: TrayActs): MenuItemConstructorOptions[] {
  const isPaused = known.sync?.isPausedByPerson ?? false;
  return [
    { label: stateLine(known), click: acts.showSync },
    { type: 'separator' },
    { label: t('Open Health Relay'), click: acts.open },
    { label: t('Sync now'), enabled: canSync(known), click: acts.syncNow },
    {
      label: isPaused ? t('Resume sync') : t('Pause sync'),
      enabled: canPause(known),
      click: () => acts.setPaused(!isPaused),
    },
    { type: 'separator' },
    { label: t('Quit Health Relay'), click: acts.quit },
  ];
}

/** The visible content of the menu: same text, same menu. Linux redraws a menu each time it is set. */
export function lookOf(menu: readonly MenuItemConstructorOptions[]): string {
  return menu.map(({ label, enabled }) => `${label ?? ''}:${enabled ?? true}`).join('\n');
}
