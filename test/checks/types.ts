// Type-checks each area against its own tsconfig, so that a DOM type in the core or a Node type in the page fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const areas = ['shared', 'core', 'data', 'headless', 'main', 'preload', 'renderer'].map(
  (area) => `src/${area}`,
);
const tsc = join(root, 'node_modules/typescript/bin/tsc');
/** What the compiler learned the last time: it reads again only what changed since. */
const kept = join(root, 'node_modules/.cache/types');
let failed = false;
for (const area of [...areas, 'test']) {
  const config = join(root, area, 'tsconfig.json');
  if (!existsSync(config)) throw new Error(`${area} has no tsconfig.json`);
  const info = join(kept, `${area.replace('/', '-')}.json`);
  // With several threads it now and then infers `any` where there is a type, on a busy machine (github.com/microsoft/typescript-go/issues/3612).
  const run = spawnSync(
    process.execPath,
    [tsc, '-p', config, '--singleThreaded', '--incremental', '--tsBuildInfoFile', info],
    { stdio: 'inherit' },
  );
  if (run.status !== 0) {
    failed = true;
    console.error(`types: ${area} failed`);
  }
}
if (failed) process.exit(1);
console.log(`types: ${areas.length + 1} areas hold`);
