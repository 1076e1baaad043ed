import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { CodedError } from '../shared/errors.ts';
import { desktopEntry, type OwnPlace, ownProgram, quotedWord, xdgFolder } from './desktop-entry.ts';

export interface LoginItem {
  /** Null: this copy of the app can't be started at login (it isn't installed). */
  get(): boolean | null;
  /** Errors: app.desktop_only where this isn't possible, app.not_kept, app.login_needs_approval. */
  set(isOn: boolean): void;
}

export interface LoginItemParts extends OwnPlace {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
}

const hiddenArgs = ['--hidden'];

/**
 * Starting at login, as the system stores it: through Electron on macOS and Windows ("app.setLoginItemSettings"), through
 * a file in `autostart` on Linux (XDG Desktop Application Autostart Specification), where Electron offers nothing.
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
  return platform === 'win32' ? runKey(app) : loginItems(app);
}

/**
 * macOS may accept the item and wait for the user's approval, or not accept it at all, as with an unsigned app, and reports neither
 * as an error (Apple, SMAppService.Status). So the settings are read back. At its start, the app asks the system how it was started.
 */
function loginItems(app: LoginItemParts['app']): LoginItem {
  return {
    get: () => app.getLoginItemSettings().openAtLogin,
    set: (isOn) => {
      app.setLoginItemSettings({ openAtLogin: isOn });
      if (!isOn) return;
      const { openAtLogin, status } = app.getLoginItemSettings();
      if (status === 'requires-approval') throw new CodedError('app.login_needs_approval');
      if (!openAtLogin) throw new CodedError('app.not_kept');
    },
  };
}

/**
 * Windows starts the app through an entry that contains its arguments, and needs the same arguments to find the entry.
 * An entry turned off in the Task Manager stays, so that is queried separately (`executableWillLaunchAtLogin`).
 */
function runKey(app: LoginItemParts['app']): LoginItem {
  const args = { args: hiddenArgs };
  return {
    get: () => {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(args);
      return openAtLogin && executableWillLaunchAtLogin;
    },
    // `enabled` undoes a switch-off in the Task Manager.
    set: (isOn) =>
      app.setLoginItemSettings({ openAtLogin: isOn, ...(isOn ? { enabled: true } : {}), ...args }),
  };
}

function autostartFile({ env, home, execPath }: LoginItemParts): LoginItem {
  const folder = join(xdgFolder(env, 'XDG_CONFIG_HOME', home, '.config'), 'autostart');
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
        writeFileSync(path, autostartEntry(ownProgram(env, execPath)));
      } catch (error) {
        throw new CodedError('app.not_kept', {}, { cause: error });
      }
    },
  };
}

/** A desktop entry that starts `program` without a window. */
export function autostartEntry(program: string): string {
  const exec = `${quotedWord(program)} ${hiddenArgs.join(' ')}`;
  return desktopEntry(exec, ['X-GNOME-Autostart-enabled=true']);
}
