import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The entry of incoming/ that holds `path`: an upload is one file or one folder there. Null for a path outside. */
export function incomingEntry(incomingDir: string, path: string): string | null {
  const [first] = relative(incomingDir, path).split(sep);
  return first === undefined || first === '' || first === '..' ? null : join(incomingDir, first);
}

/** Removes an upload whose import has ended. */
export function removeIncoming(incomingDir: string, path: string): void {
  const entry = incomingEntry(incomingDir, path);
  if (entry) rmSync(entry, { recursive: true, force: true });
}

/** At start: removes every upload but those in `keep`, which interrupted runs may still need. */
export function clearIncoming(incomingDir: string, keep: readonly string[]): void {
  if (!existsSync(incomingDir)) return;
  const kept = new Set(keep.map((path) => incomingEntry(incomingDir, path)));
  for (const name of readdirSync(incomingDir)) {
    const entry = join(incomingDir, name);
    if (!kept.has(entry)) rmSync(entry, { recursive: true, force: true });
  }
}
