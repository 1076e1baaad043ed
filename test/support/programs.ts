import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the first of `names` that can be run lies, in the order of PATH; null when there is none. */
export function findProgram(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | null {
  const dirs = (env['PATH'] ?? '').split(delimiter);
  return dirs.flatMap((dir) => names.map((name) => join(dir, name))).find(isExecutable) ?? null;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
