// Refuses promises that nobody waits for, in every area of src and in test.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findFloating } from './promise-rules.ts';

const root = join(import.meta.dirname, '../..');
const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
const areas = [...folders.map(({ name }) => `src/${name}`), 'test'];
const floating = findFloating(areas.map((area) => join(root, area, 'tsconfig.json')));
for (const { path, line, rule } of floating) console.error(`${relative(root, path)}:${line}: ${rule}`);
if (floating.length > 0) process.exit(1);
console.log(`promises: ${areas.length} areas hold`);
