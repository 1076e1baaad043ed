import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Enough for some 120 MB over a slow line of 0.5 Mbit/s: giving up loses the partial download. Without
 * a connection, the download itself gives up: at once, or if nothing responds within ten seconds.
 */
const fetchTimeoutMs = 2_000_000;

export type ElectronBinary = { readonly path: string } | { readonly reason: string };

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

/** Why Electron couldn't open a window here, known without trying; null if it may. */
export function whyNoWindow({ env, platform, isRoot }: Surroundings): string | null {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display';
  // Chromium refuses to run as root with its sandbox on, and we don't turn that off.
  return isRoot ? 'the desktop app doesn’t run as root' : null;
}

/** The path of Electron's program inside its distribution (electron/index.js, getPlatformPath). */
export function programIn(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Finds Electron's program, and downloads it with the package's own installer if it's missing. ELECTRON_OVERRIDE_DIST_PATH
 * takes precedence, as in the package itself; whoever sets it knows that it can run. `say` is called before a download.
 */
export async function findElectron(
  root: string,
  around: Surroundings,
  say: (line: string) => void = () => {},
): Promise<ElectronBinary> {
  const override = around.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, programIn(around.platform));
    return existsSync(path) ? { path } : { reason: 'ELECTRON_OVERRIDE_DIST_PATH contains no Electron' };
  }
  const reason = whyNoWindow(around);
  if (reason !== null) return { reason };
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(join(folder, 'install.js'))) return { reason: 'Electron isn’t installed' };
  const installed = installedIn(folder);
  if (installed !== null) return installed;
  say('Downloading Electron (once, about 120 MB). With --headless, the app opens in your browser instead …');
  return fetchInto(folder);
}

/** The installer writes path.txt last, so it vouches for the rest. */
function installedIn(folder: string): ElectronBinary | null {
  if (!existsSync(join(folder, 'path.txt'))) return null;
  const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(path) ? { path } : null;
}

function fetchInto(folder: string): Promise<ElectronBinary> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: fetchTimeoutMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(-20_000);
    });
    const failed = () => ({ reason: `Electron couldn’t be downloaded${whyOf(said)}` });
    child.once('error', () => resolve(failed()));
    child.once('close', () => resolve(installedIn(folder) ?? failed()));
  });
}

/** The first words of the installer's error; '' if there were none. */
function whyOf(said: string): string {
  const [, words] = /^(?:\w*Error|error)(?: \[\w+\])?: (.{1,200})/m.exec(said) ?? [];
  return words === undefined ? '' : ` (${words})`;
}
