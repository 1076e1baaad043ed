import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Marks the fuses in Electron's program (@electron/fuses, constants: SENTINEL), then version 1 and nine as Electron 45 ships them. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('011011111'),
]);

/** A folder that electron-builder takes for an Electron that is here already; its program is nothing but its fuses. */
function makeDist(dir: string): void {
  mkdirSync(join(dir, 'locales'), { recursive: true });
  mkdirSync(join(dir, 'resources'));
  writeFileSync(join(dir, 'electron'), fuseWire, { mode: 0o755 });
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'locales/en-US.pak',
    ...['en-US', 'en-GB', 'de', 'es', 'es-419', 'fr', 'it', 'ja', 'zh-CN', 'zh-TW'].map(
      (name) => `locales/${name}.pak`,
    ),
  ])
    writeFileSync(join(dir, name), '');
  writeFileSync(join(dir, 'version'), '45.4.1');
}

/** An app as `electron-builder --dir` leaves it. */
export interface PackedApp {
  /** What a person starts. */
  readonly program: string;
  readonly resources: string;
  readonly asar: string;
}

/**
 * Packages what is built for this Linux, below `dir`, with an Electron that can't be started, or with the one of the folder `dist` by
 * `config`. Throws an Error with electron-builder's words.
 */
export function packApp(
  dir: string,
  dist?: string,
  config = 'resources/electron-builder.config.ts',
): PackedApp {
  if (dist === undefined) makeDist(join(dir, 'dist'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--dir', '--linux', `--${process.arch}`, '--publish=never'],
      `--config=${config}`,
      `--config.directories.output=${join(dir, 'packed')}`,
    ],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        ELECTRON_OVERRIDE_DIST_PATH: dist ?? join(dir, 'dist'),
        HEALTH_RELAY_UPDATES_URL: '',
      },
    },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}\n${stdout}\n${stderr}`);
  const unpacked = join(
    dir,
    'packed',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
  );
  const resources = join(unpacked, 'resources');
  return { program: join(unpacked, 'health-relay'), resources, asar: join(resources, 'app.asar') };
}
