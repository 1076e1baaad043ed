import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

/** An empty folder that goes with the test. */
export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

/** Whether files have rights of their own; on Windows a new one has those of its folder (ACLs). */
export const hasModes = process.platform !== 'win32';

/** The rights of a file or folder in octal, `600`. */
export function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** Expects these rights of a file or folder, where it has any of its own. */
export function expectMode(path: string, mode: string): void {
  if (hasModes) expect([path, modeOf(path)]).toEqual([path, mode]);
}
