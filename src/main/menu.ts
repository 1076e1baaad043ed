import { app, clipboard, dialog, Menu } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { writeDiagnostics } from './diagnostics.ts';
import { menuTemplate } from './menu-template.ts';
import { openLogs } from './open-logs.ts';

/** The menu bar and the About panel. */
export const setMenu: AppModule = (context) => {
  const { data, window, onFault } = context;
  /** Nothing could be told of a failure that the person does not see. */
  const act = (done: Promise<unknown>) => drop(done, 'the person sees what came of it', onFault);
  app.setAboutPanelOptions({
    applicationName: 'Health Relay',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
  });
  const template = menuTemplate(process.platform, app.isPackaged, {
    open: () => act(chooseFile(context)),
    showPage: (page) => window.show(page),
    syncNow: () => act(data.call('sync.runNow', {})),
    showLogs: () => act(openLogs(data.profileDir())),
    copyDiagnostics: () => act(writeDiagnostics(data).then((text) => clipboard.writeText(text))),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};

async function chooseFile({ window, opened }: AppContext): Promise<void> {
  window.show('import');
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Import a Health export',
    buttonLabel: 'Import',
    // Only macOS lets one dialog choose either; a folder can be dropped everywhere.
    properties: process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openFile'],
    filters: [
      { name: 'Health export', extensions: ['zip', 'xml'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  if (!canceled) opened.add(filePaths);
}
