// Every text for people goes through the catalogs (src/shared/README, Languages), and every catalog has every message, and no other.
// `languages.ts --keys` prints the messages as JSON, for translators.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageTags } from '../../src/shared/language.ts';
import { catalogFaults, messagesOf } from './language-rules.ts';

const root = join(import.meta.dirname, '../..');
const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({
    path: path.slice(root.length + 1).replaceAll('\\', '/'),
    text: readFileSync(path, 'utf8'),
  }));
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const { keys, violations } = messagesOf(files, (path) =>
  only.length > 0 ? only.some((part) => path.includes(part)) : /^src\/(?:renderer|main)\//.test(path),
);
if (process.argv.includes('--keys')) {
  console.log(JSON.stringify([...keys.keys()], null, 1));
  process.exit(0);
}
for (const { path, line, rule } of violations) console.error(`${path}:${line}: ${rule}`);
const faults = languageTags
  .filter((language) => language !== 'en')
  .flatMap((language) => {
    const path = join(root, `src/shared/languages/${language.toLowerCase()}.json`);
    return catalogFaults(language, JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>, keys);
  });
if (only.length === 0) for (const fault of faults) console.error(fault);
if (violations.length > 0 || faults.length > 0) process.exit(1);
console.log(`languages: ${keys.size} messages in ${languageTags.length} languages`);
