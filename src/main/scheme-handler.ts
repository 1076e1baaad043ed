import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { appScheme } from './deep-link.ts';
import { desktopEntry, type OwnPlace, ownProgram, quotedWord, xdgFolder } from './desktop-entry.ts';

export interface SchemeHandlerParts extends OwnPlace {
  readonly app: Pick<App, 'isPackaged' | 'getAppPath' | 'setAsDefaultProtocolClient'>;
  /** As given with `--profile`; null for the default one. */
  readonly profileDir: string | null;
  /** Runs a system program, which may be missing. */
  readonly run?: (program: string, args: readonly string[]) => void;
}

/** Not the installed app's own name: that file belongs to its package. */
const entryName = `${appScheme}-link.desktop`;

/** The arguments that start this copy of the app with its profile: our own, then `--` with nothing after it yet. */
export function ownArguments({ app, profileDir }: Pick<SchemeHandlerParts, 'app' | 'profileDir'>): string[] {
  return [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...(profileDir === null ? [] : ['--profile', profileDir]),
    '--',
  ];
}

/**
 * Makes this copy of the app the one that opens `app.healthrelay.desktop:` addresses. Our own arguments come
 * before `--` and the address after it, so that nothing in the address is ever read as an option
 * (app-arguments.ts). On Linux the system uses desktop files; an AppImage or a checkout brings none, and gets
 * one (electron-builder#4035), with the default set by xdg-mime, which knows every desktop (electron#40685).
 */
export function registerScheme(parts: SchemeHandlerParts): void {
  const { app, platform, env, execPath } = parts;
  const before = ownArguments(parts);
  app.setAsDefaultProtocolClient(appScheme, execPath, before);
  if (platform !== 'linux' || (app.isPackaged && !env['APPIMAGE'])) return;
  const command = [ownProgram(env, execPath), ...before].map(quotedWord).join(' ');
  const mime = `x-scheme-handler/${appScheme}`;
  const path = entryPath(parts);
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, desktopEntry(`${command} %u`, ['NoDisplay=true', `MimeType=${mime};`]));
  } catch {
    // Signing in then stops at the browser, which says that no app opens the address.
    return;
  }
  (parts.run ?? run)('xdg-mime', ['default', entryName, mime]);
}

/**
 * Whether such an address reaches this copy of the app once it's registered. macOS uses only the installed app's Info.plist, and a
 * Linux package its desktop file: neither knows a checkout's folder or another profile (docs/api/app, "setAsDefaultProtocolClient").
 */
export function isReachedByLinks(parts: Omit<SchemeHandlerParts, 'home' | 'execPath' | 'run'>): boolean {
  const { app, platform, env, profileDir } = parts;
  if (platform === 'darwin') return app.isPackaged && profileDir === null;
  const isPackageOfLinux = platform === 'linux' && app.isPackaged && !env['APPIMAGE'];
  return !isPackageOfLinux || profileDir === null;
}

/** Removes the file that `registerScheme` wrote. */
export function forgetScheme(parts: Pick<SchemeHandlerParts, 'env' | 'home'>): void {
  rmSync(entryPath(parts), { force: true });
}

function entryPath({ env, home }: Pick<SchemeHandlerParts, 'env' | 'home'>): string {
  return join(xdgFolder(env, 'XDG_DATA_HOME', home, '.local/share'), 'applications', entryName);
}

function run(program: string, args: readonly string[]): void {
  // A desktop without xdg-mime uses only the file's MimeType.
  execFile(program, args, { timeout: 10_000 }, () => {});
}
