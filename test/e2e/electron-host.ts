import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { noSessionBus } from '../support/secret-service.ts';
import type { RunningHost, StartOptions } from './relay.ts';

const root = join(import.meta.dirname, '../..');

/** Electron's program, as run.ts names it. */
export const electronProgram = (): string => process.env['TEST_ELECTRON'] ?? '';

/** What an app is started with so that it keeps everything below `dir`, and nothing in the keychain of whoever runs it. */
export function environmentIn(dir: string): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    XDG_CONFIG_HOME: join(dir, 'config'),
    XDG_DATA_HOME: join(dir, 'data'),
    XDG_STATE_HOME: join(dir, 'state'),
    APPDATA: join(dir, 'config'),
    LOCALAPPDATA: join(dir, 'data'),
    DBUS_SESSION_BUS_ADDRESS: noSessionBus,
  };
}

/** Starts any app folder; `appArgs` stand behind it. */
export async function launch(
  appDir: string,
  dir: string,
  appArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electronProgram(),
    args: [appDir, ...appArgs],
    env: { ...environmentIn(dir), ...env },
    // Not Playwright's own: what the app and its system say counts.
    colorScheme: null,
    // Playwright turns Chromium's sandbox off unless it is told not to.
    chromiumSandbox: true,
    timeout: 120_000,
  });
}

/** The built product. */
export async function startElectron({
  dir,
  files,
  env,
  onPage,
  onLaunch,
}: StartOptions): Promise<RunningHost> {
  const electron = await launch(root, dir, files, env);
  onLaunch(electron);
  const page = await electron.firstWindow();
  onPage(page);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return {
    page,
    electron,
    resize: (width, height) =>
      electron.evaluate(
        ({ BrowserWindow }, [toWidth, toHeight]) => {
          BrowserWindow.getAllWindows()[0]?.setSize(toWidth, toHeight);
        },
        [width, height] as const,
      ),
    zoom: (percent) =>
      electron.evaluate(
        ({ BrowserWindow }, factor) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor),
        percent / 100,
      ),
    crashData: () =>
      electron.evaluate(({ app }) => {
        const data = app.getAppMetrics().find(({ name }) => name === 'Health Relay data');
        if (data) process.kill(data.pid, 'SIGKILL');
        else throw new Error('no data program');
      }),
    stop: () => electron.close(),
  };
}

/** What the app's window says of itself. */
export function windowOf(electron: ElectronApplication) {
  return electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return {
      isVisible: window?.isVisible() ?? false,
      isFocused: window?.isFocused() ?? false,
      title: window?.getTitle(),
      bounds: window?.getBounds(),
    };
  });
}
