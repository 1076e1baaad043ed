import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this copy of the app runs: the system, its environment, the user's home folder, and the program's own file. */
export interface OwnPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  readonly home: string;
  readonly execPath: string;
}

/** One word of an `Exec` line (Desktop Entry Specification, "The Exec key"). */
export function quotedWord(word: string): string {
  // Escaped twice: quoted strings escape " ` $ \, and then the value of any key escapes the backslash itself; % begins a field code.
  const quoted = word
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `"${quoted}"`;
}

/** A desktop entry of the app; `exec` is already escaped, and the lines in `more` are copied as they are. */
export function desktopEntry(exec: string, more: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Health Relay',
    `Exec=${exec}`,
    'Terminal=false',
  ];
  return [...lines, ...more, ''].join('\n');
}

/** The program that starts this copy of the app again. An AppImage runs from a temporary mount; APPIMAGE names its own file. */
export function ownProgram(env: Environment, execPath: string): string {
  return env['APPIMAGE'] || execPath;
}

/** A folder of the user's by the XDG Base Directory Specification, which ignores relative paths. */
export function xdgFolder(env: Environment, name: string, home: string, otherwise: string): string {
  const given = env[name];
  return given && isAbsolute(given) ? given : join(home, otherwise);
}
