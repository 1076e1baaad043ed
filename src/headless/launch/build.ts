import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { isBuilt, sourceFingerprint, writeStamp } from './build-stamp.ts';

/** A lock held longer than this was abandoned. */
const lockPatienceMs = 180_000;

/**
 * Builds the page and the Electron host into `out/` if the sources have changed since. Two
 * simultaneous starts build once. Throws an Error with the builder's own output if the build fails.
 */
export async function buildIfStale(root: string, say: (line: string) => void): Promise<void> {
  if (await isBuilt(root, await sourceFingerprint(root))) return;
  const unlock = await lockBuild(root);
  try {
    const fingerprint = await sourceFingerprint(root);
    if (await isBuilt(root, fingerprint)) return;
    say('Building Health Relay (the first time, or after a change) …');
    await runBuilder(root);
    await writeStamp(root, fingerprint);
  } finally {
    await unlock();
  }
}

/**
 * The data program from a current build, which starts in half the time of 500 files whose types must
 * be stripped. Undefined without such a build: then the sources themselves run.
 */
export async function builtDataProgram(root: string): Promise<URL | undefined> {
  if (!(await isBuilt(root, await sourceFingerprint(root)))) return undefined;
  return pathToFileURL(join(root, 'out', 'main', 'data.js'));
}

function runBuilder(root: string): Promise<void> {
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builder, 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (part: Buffer) => {
      output = (output + part.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed.\n${output}`));
    });
  });
}

/** Takes the build lock; waits while another live process has it. */
async function lockBuild(root: string): Promise<() => Promise<void>> {
  const path = join(root, 'out', 'build-lock');
  await mkdir(join(root, 'out'), { recursive: true });
  const waitUntil = Date.now() + lockPatienceMs;
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (!isAlive(owner) || Date.now() > waitUntil) await rm(path, { force: true });
    else await sleep(250);
  }
}

function isAlive(pid: number): boolean {
  // Still being written, or already gone: check once more.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
