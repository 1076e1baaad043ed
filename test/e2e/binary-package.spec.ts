import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { type Browser, chromium, type Page } from '@playwright/test';
import { fuses } from '../../resources/fuses.ts';
import { buildIfStale } from '../../src/headless/launch/build.ts';
// For what it says of `window`.
import type {} from '../../src/renderer/bridge/preload-bridge.ts';
import { generateExport } from '../generator/generate.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { type PackedApp, packApp } from '../unit/packaging/packed-app.ts';
import { environmentIn } from './electron-host.ts';
import { bridgeNodeApi } from './real-electron/prepare.ts';
import { expect, test } from './relay.ts';
import { logsIn } from './shell.ts';

// What electron-builder packs around a real Electron, with its fuses burnt: driven by Chromium's protocol, because Node's is shut.
test.describe.configure({ mode: 'serial' });

const root = join(import.meta.dirname, '../..');
const hasEveryFuse = Number.parseInt(process.env['TEST_ELECTRON_VERSION'] ?? '', 10) >= 45;
let dir = '';
let exported = '';
let packed: PackedApp;

interface Started {
  readonly child: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
  /** Everything it said to whoever started it. */
  readonly said: readonly string[];
}

/** What a person starts; where the Electron is older, over the bridge. */
function program(): string {
  const bridge = process.env['TEST_ELECTRON_BRIDGE'];
  return bridge ? bridgeNodeApi(root, packed.program, bridge, dir) : packed.program;
}

async function start(
  home: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  mkdirSync(home, { recursive: true });
  const child = spawn(program(), ['--remote-debugging-port=0', ...args], {
    env: { ...environmentIn(home), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const [, listening] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (listening !== undefined) resolve(listening);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('no browser context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { child, browser, page, said };
}

/** As the system ends it; resolves to its exit code. */
async function end({ child, browser }: Started): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
  await browser.close();
  return code as number | null;
}

test.beforeAll(async () => {
  await buildIfStale(root, () => {});
  dir = mkdtempSync(join(tmpdir(), 'health-relay-package-'));
  exported = join(dir, 'export.zip');
  await generateExport({ zip: exported, days: 5, density: 0.1, seed: 1 });
  packed = packApp(
    dir,
    process.env['TEST_ELECTRON_DIST'] ?? '',
    hasEveryFuse ? undefined : 'test/e2e/real-electron/older.config.ts',
  );
});
test.afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

test('every fuse that this Electron has is as the product says', async () => {
  const wire = await getCurrentFuseWire(packed.program);
  const { version: _, strictlyRequireAllFuses: __, ...wanted } = fuses;
  const missing: string[] = [];
  for (const [fuse, isOn] of Object.entries(wanted)) {
    const state = wire[fuse as unknown as FuseV1Options];
    if (state === undefined) missing.push(FuseV1Options[Number(fuse)] ?? fuse);
    else expect([fuse, state]).toEqual([fuse, isOn ? FuseState.ENABLE : FuseState.DISABLE]);
  }
  expect(missing).toEqual(hasEveryFuse ? [] : ['WasmTrapHandlers']);
});

test('native modules lie beside the archive, and nothing else does', () => {
  const unpacked = readdirSync(`${packed.asar}.unpacked`, {
    recursive: true,
    encoding: 'utf8',
    withFileTypes: true,
  });
  const files = unpacked.filter((each) => each.isFile()).map(({ name }) => name);
  expect(files.sort()).toEqual(
    [`keyring.linux-${process.arch}-gnu.node`, `linux-${process.arch}.node`].sort(),
  );
  expect(listPackage(packed.asar, { isPack: false })).toContain('/out/main/index.js');
  expect(readdirSync(packed.resources)).not.toContain('default_app.asar');
});

test('it starts, imports the file it is given, and ends in order when the system says so', async () => {
  const home = join(dir, 'home');
  const started = await start(home, ['--', exported]);
  await expect(new ImportPage(started.page).completed(basename(exported))).toBeVisible();
  expect(await started.page.evaluate(() => [window.origin, window.isSecureContext])).toEqual([
    'app://bundle',
    true,
  ]);
  expect(await end(started)).toBe(0);
  const told = logsIn(home);
  expect(told).toContain('"process.stopped"');
  expect(told).not.toMatch(/"(?:thread|process)\.(?:crashed|fault)"/);
});

test('a second start finds what the first imported', async () => {
  const started = await start(join(dir, 'home'), []);
  await expect(new ImportPage(started.page).receipt(basename(exported))).toBeVisible();
  expect(await end(started)).toBe(0);
});

test('nothing in its surroundings makes it run other code', async () => {
  const ran = join(dir, 'other-code-ran');
  const code = join(dir, 'other.cjs');
  writeFileSync(code, `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')`);
  const started = await start(join(dir, 'home-of-another'), ['--inspect=0', `--require=${code}`], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require=${code}`,
  });
  expect(existsSync(ran)).toBe(false);
  expect(started.said.filter((line) => line.includes('Debugger listening'))).toEqual([]);
  expect(await end(started)).toBe(0);
});
