// Compares src/core/db/README.md with the schema that the migrations make, and src/headless/cli/README.md with the schemas of its lines;
// `--write` brings them up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../src/core/db/migrations/index.ts';
import { jsonShapesText } from './json-shapes-text.ts';
import { type MigrationSource, schemaText, withSchema } from './schema-text.ts';

const folder = join(import.meta.dirname, '../../src/core/db');
const files = readdirSync(join(folder, 'migrations'));
const sources = migrations.map((migration): MigrationSource => {
  const file = `${String(migration.version).padStart(4, '0')}-${migration.slug}.ts`;
  if (!files.includes(file)) throw new Error(`Migration ${migration.version} is not in migrations/${file}.`);
  return { ...migration, file, source: readFileSync(join(folder, 'migrations', file), 'utf8') };
});

const root = join(import.meta.dirname, '../..');
const documents = [
  { name: 'src/core/db/README.md', text: schemaText(sources), of: 'the schema of the migrations' },
  { name: 'src/headless/cli/README.md', text: jsonShapesText(), of: 'the lines of --json' },
];
for (const { name, text, of } of documents) {
  const stored = readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
  const current = withSchema(stored, text);
  const isStale = stored !== current;
  if (isStale && process.argv.includes('--write')) {
    writeFileSync(join(root, name), current);
    console.log(`schema: ${name} is written`);
  } else if (isStale) {
    const line = current.split('\n').findIndex((part, index) => part !== stored.split('\n')[index]) + 1;
    console.error(`${name}:${line}: not ${of}; run node test/checks/schema.ts --write`);
    process.exitCode = 1;
  } else {
    console.log(`schema: ${name} holds`);
  }
}
