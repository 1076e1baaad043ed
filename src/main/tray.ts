import { join } from 'node:path';
import { app, Menu, nativeImage, Tray } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import { stateLine } from './sync-words.ts';
import { lookOf, type TrayActs, trayMenu } from './tray-menu.ts';

/** An icon that goes unreferenced is collected, and disappears. */
let kept: Tray | null = null;

/** The icon beside the clock, with the state and what can be done without the window. */
export const keepTray: AppModule = ({ data, window, resourcesDir, onFault }) => {
  // macOS colors a template by its bar; elsewhere the product's own colors stand out on light and dark alike.
  const icon = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  const tray = new Tray(nativeImage.createFromPath(join(resourcesDir, 'tray', icon)));
  kept = tray;
  const told = 'the menu shows what came of it';
  const acts: TrayActs = {
    open: () => window.show(),
    showSync: () => window.show('sync'),
    syncNow: () => drop(data.call('sync.runNow', {}), told, onFault),
    setPaused: (isPaused) => drop(data.call(isPaused ? 'sync.pause' : 'sync.resume', {}), told, onFault),
    quit: () => app.quit(),
  };
  let shown = '';
  followState(
    data,
    (known) => {
      const menu = trayMenu(known, acts);
      const look = lookOf(menu);
      if (look === shown) return;
      shown = look;
      tray.setToolTip(`Health Relay: ${stateLine(known)}`);
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    },
    onFault,
  );
  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', acts.open);
  app.once('will-quit', () => {
    kept?.destroy();
    kept = null;
  });
};
