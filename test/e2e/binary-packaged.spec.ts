import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { generateExport } from '../generator/generate.ts';
import { missedIn, packDriven, Repacking } from './packaged-app.ts';
import { expect, test } from './relay.ts';

// What electron-builder packs around a real Electron; and that each thing which may be forgotten in it would be noticed.

let dir = '';
let exported = '';
let program = '';
let repacking: Repacking;
let count = 0;
const home = () => {
  count += 1;
  return join(dir, `home-${count}`);
};

test.beforeAll(async () => {
  await buildIfStale(join(import.meta.dirname, '../..'), () => {});
  dir = mkdtempSync(join(tmpdir(), 'health-relay-packaged-'));
  exported = join(dir, 'export.zip');
  const packed = packDriven(dir);
  program = packed.program;
  repacking = new Repacking(packed, dir);
  await generateExport({ zip: exported, days: 2, density: 0.05, seed: 1 });
});
test.afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

test('what is packed starts, imports, keeps a backup and looks into it', async () => {
  expect(await missedIn(program, home(), exported)).toBeNull();
});

test('packed again with nothing left out it does, too', async () => {
  expect(await missedIn(await repacking.without(null), home(), exported)).toBeNull();
});

const native = `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`;
const keyring = `node_modules/@napi-rs/keyring-linux-${process.arch}-gnu/keyring.linux-${process.arch}-gnu.node`;
for (const [leftOut, missed] of [
  ['out/main/index.js', 'it does not start'],
  ['node_modules/intl-messageformat', 'it does not start'],
  ['out/preload/index.cjs', 'no page'],
  ['out/renderer/index.html', 'no page'],
  ['out/main/data.js', 'no import'],
  ['out/main/import-thread.js', 'no import'],
  [native, 'no import'],
  ['node_modules/yauzl', 'no import'],
  ['out/main/backup-thread.js', 'no backup that can be looked into'],
  ['resources/tray/tray.png', 'no picture beside the clock'],
  ['out/main/keychain-thread.js', 'a process or a thread crashed'],
  [keyring, 'a process or a thread crashed'],
] as const)
  test(`without ${leftOut}: ${missed}`, async () => {
    expect(await missedIn(await repacking.without(leftOut), home(), exported, missed)).toBe(missed);
  });

test('with native modules inside the archive: no import', async () => {
  const packed = await repacking.without(null, '{nothing}');
  expect(await missedIn(packed, home(), exported, 'no import')).toBe('no import');
});
