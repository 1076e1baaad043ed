import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from '../../resources/fuses.ts';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { generateExport } from '../generator/generate.ts';
import { type PackedApp, packApp } from '../unit/packaging/packed-app.ts';
import { environmentIn } from './electron-host.ts';
import { bridgeNodeApi } from './real-electron/prepare.ts';
import { expect, test } from './relay.ts';
import { logsIn } from './shell.ts';

// What electron-builder packs around a real Electron, with its fuses burnt: seen from outside, because every way into it is shut.
test.describe.configure({ mode: 'serial' });

const root = join(import.meta.dirname, '../..');
const hasEveryFuse = Number.parseInt(process.env['TEST_ELECTRON_VERSION'] ?? '', 10) >= 45;
let dir = '';
let exported = '';
let packed: PackedApp;

interface Started {
  readonly child: ChildProcess;
  /** Everything it said to whoever started it. */
  readonly said: readonly string[];
}

/** What a person starts; where the Electron is older, over the bridge. */
function program(): string {
  const bridge = process.env['TEST_ELECTRON_BRIDGE'];
  return bridge ? bridgeNodeApi(root, packed.program, bridge, dir) : packed.program;
}

function start(home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  mkdirSync(home, { recursive: true });
  const child = spawn(program(), args, {
    env: { ...environmentIn(home), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
  });
  return { child, said };
}

/** Until its logs say that once. */
async function untilLogged({ child, said }: Started, home: string, words: RegExp): Promise<void> {
  const count = () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said.join('\n')}`);
    return logsIn(home)
      .split('\n')
      .filter((line) => words.test(line)).length;
  };
  await expect.poll(count).toBe(1);
}

/** As the system ends it; resolves to its exit code. */
async function end({ child }: Started): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
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

// An opened file is imported once the page has taken it: what the logs say of its end, the page has asked for.
test('it starts, imports the file it is given, and ends in order when the system says so', async () => {
  const home = join(dir, 'home');
  const started = start(home, ['--', exported]);
  await untilLogged(started, home, /"import\.ended".*"runState":"completed"/);
  expect(await end(started)).toBe(0);
  const told = logsIn(home);
  expect(told).toContain('"process.stopped"');
  expect(told).not.toMatch(/"(?:thread|process)\.(?:crashed|fault)"|"page\.fault"|"door\.refused"/);
});

test('a second start finds what the first imported', async () => {
  const home = join(dir, 'home');
  const started = start(home, ['--', exported]);
  await untilLogged(started, home, /"import\.ended".*"runState":"already_imported"/);
  expect(await end(started)).toBe(0);
});

test('nothing in its surroundings makes it run other code, or lets another program look into it', async () => {
  const home = join(dir, 'home-of-another');
  const ran = join(dir, 'other-code-ran');
  const code = join(dir, 'other.cjs');
  writeFileSync(code, `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')`);
  const doors = ['--inspect=0', `--require=${code}`, '--remote-debugging-port=0'];
  const started = start(home, [...doors, '--', exported], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require=${code}`,
  });
  await untilLogged(started, home, /"import\.ended".*"runState":"completed"/);
  expect(existsSync(ran)).toBe(false);
  expect(started.said.filter((line) => /(Debugger|DevTools) listening/.test(line))).toEqual([]);
  expect(await end(started)).toBe(0);
});
