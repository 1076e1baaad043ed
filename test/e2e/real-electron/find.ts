import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findElectron, programIn } from '../../../src/headless/launch/electron-binary.ts';
import { bridgeNodeApi, cacheFolder, prepareElectron } from './prepare.ts';

/** Who runs the suites: Chromium keeps its sandbox on, and that refuses root. */
export interface TestUser {
  readonly uid: number;
  readonly gid: number;
}

/** An Electron that the suites run on. */
export interface TestElectron {
  /** What starts it. */
  readonly path: string;
  /** The folder that electron-builder packs. */
  readonly dist: string;
  readonly version: string;
  /** Where the bridge to its older Node-API lies; null when it needs none. */
  readonly bridge: string | null;
  /** Of the things that came late to Electron, those that it has not. */
  readonly lacks: readonly string[];
}

/** The Node-API that better-sqlite3 declares (its binding names it). */
const neededNodeApi = 10;

/** Of what came late, where it came. */
export const since: Readonly<Record<string, number>> = { windowStatePersistence: 44 };

/**
 * The Electron of this computer: the one that ELECTRON_OVERRIDE_DIST_PATH names, the installed or fetched 45, else the one prepared for
 * tests. `work` is a folder of the run, which `user` may write. `reason`: why there is none.
 */
export async function findTestElectron(
  root: string,
  work: string,
  user: TestUser | null,
  say: (line: string) => void,
): Promise<TestElectron | { readonly reason: string }> {
  // The run brings a display of its own.
  const env = { ...process.env, DISPLAY: process.env['DISPLAY'] ?? ':0' };
  const isRoot = process.getuid?.() === 0;
  const found = await findElectron(
    root,
    { env, platform: process.platform, isRoot: isRoot && user === null },
    say,
  );
  if ('path' in found) return ready(root, found.path, dirname(found.path), work, user);
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) return found;
  const prepared = await prepareElectron(cacheFolder(process.env, isRoot), say);
  if ('reason' in prepared) return { reason: `${found.reason}; of those for tests, ${prepared.reason}` };
  return ready(root, join(prepared.dist, programIn(process.platform)), prepared.dist, work, user);
}

function ready(
  root: string,
  program: string,
  dist: string,
  work: string,
  user: TestUser | null,
): TestElectron | { readonly reason: string } {
  const about = ask(program, work, user);
  if ('reason' in about) return about;
  const lacks = Object.entries(about.features).flatMap(([name, isThere]) => (isThere ? [] : [name]));
  const known = { dist, version: about.electron, lacks };
  if (about.nodeApi >= neededNodeApi) return { ...known, path: program, bridge: null };
  const bridge = join(work, 'bridge');
  try {
    return { ...known, path: bridgeNodeApi(root, program, bridge), bridge };
  } catch (error) {
    return { reason: String(error instanceof Error ? error.message : error) };
  }
}

interface About {
  readonly electron: string;
  readonly nodeApi: number;
  readonly features: Readonly<Record<string, boolean>>;
}

/** What the program says of itself, without a display. */
function ask(program: string, work: string, user: TestUser | null): About | { readonly reason: string } {
  const home = join(work, 'probe');
  const answer = join(work, 'probe.json');
  mkdirSync(home, { recursive: true });
  const { stderr } = spawnSync(program, ['--ozone-platform=headless', join(import.meta.dirname, 'probe')], {
    ...user,
    env: { ...process.env, HOME: work, XDG_CONFIG_HOME: home, PROBE_ANSWER: answer },
    encoding: 'utf8',
    timeout: 120_000,
  });
  try {
    if (!existsSync(answer)) return { reason: `Electron does not start: ${firstLine(stderr)}` };
    return JSON.parse(readFileSync(answer, 'utf8')) as About;
  } finally {
    rmSync(answer, { force: true });
  }
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';

/** The user of the suites when root runs them: one of their own, else the one that owns nothing. Null for anybody else. */
export function testUser(): TestUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['health-relay-test', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((which) => spawnSync('id', [which, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return null;
}
