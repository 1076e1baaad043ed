import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';

/** Opens the one window. The page has no Node, no Electron and a world of its own; the preload is explicitly CommonJS, as a sandbox needs. */
export function openMainWindow(outDir: string, url: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Health Relay',
    width: 1280,
    height: 840,
    // UI.md "Frame": works from 720 × 520.
    minWidth: 720,
    minHeight: 520,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1c1c1e' : '#ffffff',
    webPreferences: {
      preload: join(outDir, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(url);
  return window;
}
