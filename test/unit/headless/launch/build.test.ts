import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildIfStale } from '../../../../src/headless/launch/build.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'health-relay-build-'));
  await write('src/renderer/a.ts', 'a');
  await write('src/headless/web/b.ts', 'b');
  await write('package-lock.json', '{}');
  // A builder that counts how often it ran.
  await write(
    'node_modules/electron-vite/bin/electron-vite.js',
    "require('fs').appendFileSync('built', '1');",
  );
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}
const builds = async () => (await readFile(join(root, 'built'), 'utf8').catch(() => '')).length;
const build = () => buildIfStale(root, () => {});

test('builds once, and again after a change of what goes in', async () => {
  await build();
  await build();
  expect(await builds()).toBe(1);
  await write('src/headless/web/b.ts', 'changed');
  await build();
  expect(await builds()).toBe(1);
  await write('src/renderer/new.ts', 'n');
  await build();
  expect(await builds()).toBe(2);
  await rm(join(root, 'src/renderer/new.ts'));
  await build();
  expect(await builds()).toBe(3);
  await utimes(join(root, 'package-lock.json'), 1, 1);
  await build();
  expect(await builds()).toBe(4);
});

test('what the config of the build imports goes in, too', async () => {
  const config = await readFile(join(import.meta.dirname, '../../../../electron.vite.config.ts'), 'utf8');
  const imported = [...config.matchAll(/from '\.\/(.+)'/g)].map(([, path]) => path ?? '');
  expect(imported).toContain('resources/licenses.ts');
  await build();
  for (const [index, path] of imported.entries()) {
    await write(path, 'new');
    await build();
    expect({ path, builds: await builds() }).toEqual({ path, builds: index + 2 });
  }
});

test('two starts at once build once', async () => {
  await Promise.all([build(), build(), build()]);
  expect(await builds()).toBe(1);
});

test('a build that failed is told, and tried again', async () => {
  await write(
    'node_modules/electron-vite/bin/electron-vite.js',
    "console.error('no such module'); process.exit(1);",
  );
  await expect(build()).rejects.toThrow(/build failed[\s\S]*no such module/);
  await expect(build()).rejects.toThrow(/build failed/);
});

test('the lock of a builder that died is taken over', async () => {
  await write('out/build-lock', '999999999');
  await build();
  expect(await builds()).toBe(1);
});
