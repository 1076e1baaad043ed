import { offered, record } from '../records.ts';
import { mustBeReady } from './app.ts';

interface MessageBox {
  readonly cancelId?: number;
}

/** The last argument: a window may stand before the options. */
function options(name: string, args: readonly unknown[]): MessageBox {
  mustBeReady(`dialog.${name}`);
  record(name, args.at(-1));
  return args.at(-1) as MessageBox;
}

/** Every dialog is cancelled at once; a journey that answers replaces the function, as it must on real Electron. */
export const dialog = offered('dialog', {
  showOpenDialog: async (...args: unknown[]) => {
    options('showOpenDialog', args);
    return { canceled: true, filePaths: [] };
  },
  showSaveDialog: async (...args: unknown[]) => {
    options('showSaveDialog', args);
    return { canceled: true, filePath: '' };
  },
  showMessageBox: async (...args: unknown[]) => ({
    response: options('showMessageBox', args).cancelId ?? 0,
    checkboxChecked: false,
  }),
  showMessageBoxSync: (...args: unknown[]) => options('showMessageBoxSync', args).cancelId ?? 0,
  // May be shown before `ready` (docs/api/dialog, "dialog.showErrorBox").
  showErrorBox: (title: string, content: string) => record('showErrorBox', { title, content }),
});
