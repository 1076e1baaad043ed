// Compares src/core/db/README.md with the schema that the migrations make; `--write` brings it up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../src/core/db/migrations/index.ts';
import { type MigrationSource, schemaText, withSchema } from './schema-text.ts';

const folder = join(import.meta.dirname, '../../src/core/db');
const readme = join(folder, 'README.md');
const files = readdirSync(join(folder, 'migrations'));
const sources = migrations.map((migration): MigrationSource => {
  const file = `${String(migration.version).padStart(4, '0')}-${migration.slug}.ts`;
  if (!files.includes(file)) throw new Error(`Migration ${migration.version} is not in migrations/${file}.`);
  return { ...migration, file, source: readFileSync(join(folder, 'migrations', file), 'utf8') };
});

const stored = readFileSync(readme, 'utf8').replaceAll('\r\n', '\n');
const current = withSchema(stored, schemaText(sources));
const isStale = stored !== current;
if (isStale && process.argv.includes('--write')) {
  writeFileSync(readme, current);
  console.log('schema: src/core/db/README.md is written');
} else if (isStale) {
  const line = current.split('\n').findIndex((text, index) => text !== stored.split('\n')[index]) + 1;
  console.error(
    `src/core/db/README.md:${line}: not the schema of the migrations; run node test/checks/schema.ts --write`,
  );
  process.exit(1);
} else {
  console.log(`schema: version ${migrations.at(-1)?.version ?? 0} holds`);
}
