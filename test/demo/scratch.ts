import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scratch {
  readonly profileDir: string;
  readonly samplePath: string;
  remove(): void;
}

/** A folder for one demo, gone when it ends however it ends. */
export function makeScratch(): Scratch {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-demo-'));
  const remove = () => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', remove);
  return { profileDir: join(dir, 'Demo'), samplePath: join(dir, 'export.zip'), remove };
}
