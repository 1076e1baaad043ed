// Holds that scripts and CSS modules of the page name the same classes: a class that isn't there styles nothing, and says nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleFaults } from './style-rules.ts';

const root = join(import.meta.dirname, '../..');

const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({
    path: path.slice(root.length + 1).replaceAll('\\', '/'),
    text: readFileSync(path, 'utf8'),
  }));

const faults = styleFaults(files);
for (const { path, line, rule } of faults) console.error(`${path}:${line}: ${rule}`);
if (faults.length > 0) process.exit(1);
console.log(`styles: ${files.filter(({ path }) => path.endsWith('.module.css')).length} modules hold`);
