// Every section, heading and file that a comment or a README names is there (reference-rules.ts), and no retired word is
// (word-rules.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFaults } from './reference-rules.ts';
import { wordFaults } from './word-rules.ts';

const root = join(import.meta.dirname, '../..');

/** The examples of faults, and files that are somebody's data. */
const left = ['test/checks/reference-rules.ts', 'test/unit/checks/reference-rules.test.ts'];

const paths = ['src', 'test', 'resources', '.github']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(?:[cm]?[jt]sx?|css|html|md|sh|ya?ml)$/.test(entry.name))
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .replaceAll('\\', '/'),
  )
  .filter((path) => !left.includes(path) && (path.endsWith('.md') || !path.startsWith('test/fixtures/')));

const files = ['README.md', ...paths].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Where retired words may stand: lists of them, and migrations, whose comments are stored in every profile. */
const spared = [
  'src/core/db/migrations/',
  'src/core/db/README.md',
  'test/checks/word-rules.ts',
  'test/unit/checks/word-rules.test.ts',
  'src/shared/README.md',
];
const spoken = files.filter(({ path }) => !spared.some((start) => path.startsWith(start)));

const faults = [...referenceFaults(files, (path) => existsSync(join(root, path))), ...wordFaults(spoken)];
for (const { path, line, rule } of faults) console.error(`${path}:${line}: ${rule}`);
if (faults.length > 0) process.exit(1);
console.log(`references: ${files.length} files hold`);
