import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SecondInstance {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/**
 * Chromium's process singleton: one owner per userData (docs/api/app, "app.requestSingleInstanceLock"). A second process
 * leaves its arguments as a file beside the owner's; a dead owner's lock is taken over.
 */
export function takeInstanceLock(
  userData: string,
  data: unknown,
  onSecond: (second: SecondInstance) => void,
): boolean {
  const dir = join(userData, 'SingletonStandin');
  const lock = join(dir, 'pid');
  mkdirSync(dir, { recursive: true });
  if (isOwned(lock)) {
    const message: SecondInstance = { argv: process.argv, cwd: process.cwd(), data };
    writeFileSync(join(dir, `second-${process.pid}.json`), JSON.stringify(message));
    return false;
  }
  writeFileSync(lock, String(process.pid));
  watch(dir, () => {
    for (const name of readdirSync(dir).filter((each) => each.endsWith('.json'))) {
      const message = readMessage(join(dir, name));
      if (message === null) continue;
      rmSync(join(dir, name), { force: true });
      onSecond(message);
    }
  }).unref();
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return true;
}

/** Null while it is half written: another change follows. */
function readMessage(path: string): SecondInstance | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as SecondInstance;
  } catch {
    return null;
  }
}

function isOwned(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner === process.pid) return false;
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}
