import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import { CodedError } from '../shared/errors.ts';

export interface LoginItem {
  /** Null: this copy of the app cannot be started at login (it is not installed). */
  get(): boolean | null;
  /** Errors: app.desktop_only where it cannot be, app.not_kept. */
  set(isOn: boolean): void;
}

export interface LoginItemParts {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly execPath: string;
}

const hiddenArgs = ['--hidden'];

/**
 * Starting at login, as the system keeps it: by Electron on macOS and Windows ("app.setLoginItemSettings"), by a file in
 * `autostart` on Linux (XDG Desktop Application Autostart Specification), where Electron offers nothing.
 */
export function loginItem(parts: LoginItemParts): LoginItem {
  const { app, platform } = parts;
  if (!app.isPackaged) {
    return {
      get: () => null,
      set: () => {
        throw new CodedError('app.desktop_only');
      },
    };
  }
  if (platform === 'linux') return autostartFile(parts);
  // On macOS the app asks how it was started; on Windows the arguments say so, and must be named again to be found.
  const args = platform === 'win32' ? { args: hiddenArgs } : {};
  return {
    get: () => app.getLoginItemSettings(args).openAtLogin,
    set: (isOn) => app.setLoginItemSettings({ openAtLogin: isOn, ...args }),
  };
}

function autostartFile({ env, home, execPath }: LoginItemParts): LoginItem {
  const config = env['XDG_CONFIG_HOME'];
  const folder = join(config && isAbsolute(config) ? config : join(home, '.config'), 'autostart');
  const path = join(folder, 'app.healthrelay.desktop.desktop');
  return {
    get: () => {
      try {
        return !/^Hidden=true$/m.test(readFileSync(path, 'utf8'));
      } catch {
        return false;
      }
    },
    set: (isOn) => {
      try {
        if (!isOn) return rmSync(path, { force: true });
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // An AppImage runs from a mount that is gone at the next login; its own file is named by APPIMAGE.
        writeFileSync(path, autostartEntry(env['APPIMAGE'] || execPath));
      } catch (error) {
        throw new CodedError('app.not_kept', {}, { cause: error });
      }
    },
  };
}

/** A desktop entry that starts `program` without a window (Desktop Entry Specification, "The Exec key": quoting). */
export function autostartEntry(program: string): string {
  // Twice: quoted strings escape " ` $ \, and then the value of any key escapes the backslash itself; % begins a field code.
  const quoted = program
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Health Relay',
    `Exec="${quoted}" ${hiddenArgs.join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
