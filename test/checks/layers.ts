// Holds the folder rules (src/README, Layers), and that one place writes the states of the outbox (outbox/README, States), and that
// somebody imports every export. Our own, because dependency-cruiser does not read TypeScript 7.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unusedExports } from './export-rules.ts';
import { findViolations, type SourceFile } from './layer-rules.ts';
import { stateWrites } from './state-rules.ts';

const root = join(import.meta.dirname, '../..');

const filesIn = (folder: string): SourceFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(root.length + 1).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }));

const files = filesIn('src');
const outside = ['test', 'resources'].flatMap(filesIn).filter(({ path }) => /\.[cm]?tsx?$/.test(path));

const violations = [...findViolations(files), ...stateWrites(files), ...unusedExports(files, outside)];
for (const { path, line, rule } of violations) console.error(`${path}:${line}: ${rule}`);
if (violations.length > 0) process.exit(1);
console.log(`layers: ${files.length} files hold`);
