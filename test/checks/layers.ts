// Holds the folder rules (src/README, Layers), and that one place writes the states of the outbox (outbox/README, States), and that
// somebody imports every export. Our own, because dependency-cruiser does not read TypeScript 7.
import { unusedExports } from './export-rules.ts';
import { findViolations } from './layer-rules.ts';
import { filesIn } from './source-files.ts';
import { stateWrites } from './state-rules.ts';

const files = filesIn('src', (name) => name !== 'tsconfig.json');
const outside = ['test', 'resources'].flatMap((folder) =>
  filesIn(folder, (name) => /\.[cm]?tsx?$/.test(name)),
);

const violations = [...findViolations(files), ...stateWrites(files), ...unusedExports(files, outside)];
for (const { path, line, rule } of violations) console.error(`${path}:${line}: ${rule}`);
if (violations.length > 0) process.exit(1);
console.log(`layers: ${files.length} files hold`);
