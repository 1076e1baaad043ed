import { offered } from '../records.ts';
import { mustBeReady } from './app.ts';

interface MessageBox {
  readonly cancelId?: number;
}

/** Every dialog is cancelled at once; a journey that answers replaces the function, as it must on real Electron. */
export const dialog = offered('dialog', {
  async showOpenDialog() {
    mustBeReady('dialog.showOpenDialog');
    return { canceled: true, filePaths: [] };
  },
  async showSaveDialog() {
    mustBeReady('dialog.showSaveDialog');
    return { canceled: true, filePath: '' };
  },
  /** A window may stand before the options. */
  async showMessageBox(...args: unknown[]) {
    mustBeReady('dialog.showMessageBox');
    return { response: (args.at(-1) as MessageBox).cancelId ?? 0, checkboxChecked: false };
  },
  // May be shown before `ready` (docs/api/dialog, "dialog.showErrorBox").
  showErrorBox() {},
});
