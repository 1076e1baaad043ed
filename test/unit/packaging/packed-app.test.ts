import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuses } from '../../../resources/fuses.ts';
import { buildIfStale } from '../../../src/headless/launch/build.ts';
import type { License } from '../../../src/shared/page/asset-path.ts';
import { ownBuildFacts } from '../../checks/build-facts.ts';
import { buildFaults } from '../../checks/build-rules.ts';
import { type PackedApp, packApp } from './packed-app.ts';
import { unfold } from './unfold.ts';

// What `electron-builder --dir` leaves: all that can be known without a binary.
let dir = '';
let packed: PackedApp;
let names: readonly string[];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-packed-'));
  await buildIfStale(join(import.meta.dirname, '../../..'), () => {});
  packed = packApp(dir);
  names = listPackage(packed.asar, { isPack: false }).map((name) => name.replaceAll('\\', '/').slice(1));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('the archive holds every process and thread, the page, and what stands beside the clock', () => {
  for (const name of ['index', 'data', 'import-thread', 'backup-thread', 'keychain-thread'])
    expect(names).toContain(`out/main/${name}.js`);
  expect(names).toEqual(
    expect.arrayContaining([
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/renderer/licenses.json',
      'resources/tray/tray.png',
      'resources/tray/trayTemplate@2x.png',
      'resources/icons/512x512.png',
      'package.json',
      'LICENSE',
    ]),
  );
  const manifest = JSON.parse(extractFile(packed.asar, 'package.json').toString());
  expect(manifest).toMatchObject({ main: 'out/main/index.js', type: 'module', productName: 'Health Relay' });
});

test('and nothing of the checkout, no source, no map, no package that only the page or a compiler needs', () => {
  const own = new Set(
    names.filter((name) => !name.startsWith('node_modules')).map((name) => name.split('/')[0]),
  );
  expect([...own].sort()).toEqual(['LICENSE', 'out', 'package.json', 'resources']);
  expect(names.filter((name) => /\.(map|[cm]?ts|tsx|c|cpp|h)$/.test(name))).toEqual([]);
  expect(
    names.filter((name) => /^resources\/(?!(tray(\/[\w@.]+\.png)?|icons(\/512x512\.png)?)$)/.test(name)),
  ).toEqual([]);
  for (const name of [
    'lodash',
    'node-addon-api',
    'react',
    'electron',
    'better-sqlite3/deps',
    'better-sqlite3/src',
  ])
    expect(names).not.toContain(`node_modules/${name}/package.json`);
});

test('native modules lie beside it, of this platform alone', () => {
  const found = (readdirSync(`${packed.asar}.unpacked`, { recursive: true, withFileTypes: true }) ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const target = `linux-${process.arch}`;
  expect(found.sort()).toEqual([`keyring.${target}-gnu.node`, `${target}.node`]);
  expect(
    names
      .filter((name) => name.endsWith('.node'))
      .map((name) => name.split('/').at(-1))
      .sort(),
  ).toEqual(found);
});

test('what vouches for the archive covers every file in it', () => {
  const { header } = getRawHeader(packed.asar);
  const bare: string[] = [];
  const look = (entry: object, at: string) => {
    if ('files' in entry)
      for (const [name, each] of Object.entries(entry.files as object)) look(each, `${at}/${name}`);
    else if (!('integrity' in entry) && !('link' in entry)) bare.push(at);
  };
  look(header, '');
  expect(bare).toEqual([]);
});

test('every fuse is set, as read back from the program', async () => {
  const wire = await getCurrentFuseWire(packed.program);
  for (const option of Object.values(FuseV1Options).filter((value) => typeof value === 'number')) {
    const wanted = fuses[option] ? FuseState.ENABLE : FuseState.DISABLE;
    expect([FuseV1Options[option], wire[option]]).toEqual([FuseV1Options[option], wanted]);
  }
});

test('Chromium’s own words come in the languages of the app', () => {
  const names = ['de', 'en-GB', 'en-US', 'es', 'es-419', 'fr', 'ja', 'zh-CN'];
  expect(readdirSync(join(packed.resources, '../locales')).toSorted()).toEqual(
    names.map((name) => `${name}.pak`).toSorted(),
  );
});

test('the build check holds inside the archive: entries, imports, native modules, the page', () => {
  const resources = unfold(packed.resources);
  try {
    expect(buildFaults(join(resources, 'app.asar'), ownBuildFacts())).toEqual([]);
  } finally {
    rmSync(join(resources, '..'), { recursive: true, force: true });
  }
});

test('everything that the main process names by a package is packed', () => {
  const packages = new Set<string>();
  const bare = /(?:^|\n)import\s[^'"\n]*?["']([^.'"/][^'"]*)["']|\bimport\(["']([^.'"/][^'"]*)["']\)/g;
  for (const name of names.filter((each) => /^out\/main\/.*\.js$/.test(each)))
    for (const [, named, lazy] of extractFile(packed.asar, name).toString().matchAll(bare))
      packages.add(packageOf(named ?? lazy ?? ''));
  const needed = [...packages].filter(
    (name) => name !== 'electron' && !name.startsWith('node:') && !builtinModules.includes(name),
  );
  expect(needed.sort()).toEqual(
    expect.arrayContaining(['age-encryption', 'better-sqlite3', 'electron-updater', 'keytar']),
  );
  for (const name of needed) expect(names).toContain(`node_modules/${name}/package.json`);
});

test('the licenses name every package that is built into a program', () => {
  const built = new Set<string>();
  // The builder's own comment before each module.
  for (const name of names.filter((each) => /^out\/(main|preload)\/.*\.c?js$/.test(each)))
    for (const [, path = ''] of extractFile(packed.asar, name)
      .toString()
      .matchAll(/^\/\/(?:#region )?\s*node_modules\/(.+)$/gm))
      built.add(packageOf(path));
  const listed = JSON.parse(extractFile(packed.asar, 'out/renderer/licenses.json').toString()) as License[];
  expect([...built]).toEqual(expect.arrayContaining(['@osdk/client', 'zod']));
  expect([...built].filter((name) => !listed.some((license) => license.name === name))).toEqual([]);
});

/** `@scope/name/part` → `@scope/name` */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
