import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The inputs of a build. The web host itself (src/headless) runs from source and isn't one of them. */
const inputs = [
  'src',
  'electron.vite.config.ts',
  join('resources', 'licenses.ts'),
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const notBuilt = join('src', 'headless');

const stampPath = (root: string) => join(root, 'out', 'build-stamp');

/** Names, sizes, and times of all build inputs, as one short text. */
export async function sourceFingerprint(root: string): Promise<string> {
  const hash = createHash('sha256');
  const paths = (await Promise.all(inputs.map((input) => filesUnder(root, input)))).flat().sort();
  for (const path of paths) {
    const { mtimeMs, size } = await stat(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether `out/` holds a finished build of these sources. */
export async function isBuilt(root: string, fingerprint: string): Promise<boolean> {
  const stamp = await readFile(stampPath(root), 'utf8').catch(() => null);
  return stamp === fingerprint;
}

/** Must be written last: an interrupted build must not pass for a finished one. */
export async function writeStamp(root: string, fingerprint: string): Promise<void> {
  await mkdir(dirname(stampPath(root)), { recursive: true });
  await writeFile(stampPath(root), fingerprint);
}

async function filesUnder(root: string, path: string): Promise<string[]> {
  if (path === notBuilt) return [];
  const found = await stat(join(root, path)).catch(() => null);
  if (found === null) return [];
  if (!found.isDirectory()) return [path];
  const names = await readdir(join(root, path));
  return (await Promise.all(names.map((name) => filesUnder(root, join(path, name))))).flat();
}
