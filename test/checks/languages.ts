// Every text for people goes through the catalogs (src/shared/README, Languages), and every catalog has every message, and no other.
// `languages.ts --keys` prints the messages as JSON, for translators.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageTags } from '../../src/shared/language.ts';
import { catalogFaults, messagesOf } from './language-rules.ts';
import { filesIn, root } from './source-files.ts';
import { excuseOf, excuses, isForPeople } from './untranslated.ts';

const files = filesIn('src');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
/** Those that met their text. */
const excused = new Set<string>();
const { keys, violations } = messagesOf(
  files,
  (path) => (only.length > 0 ? only.some((part) => path.includes(part)) : isForPeople(path)),
  (path, text) => {
    const excuse = excuseOf(path, text);
    if (excuse !== null) excused.add(excuse);
    return excuse !== null;
  },
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
const stale = excuses.filter((excuse) => !excused.has(excuse));
if (only.length === 0) {
  for (const fault of faults) console.error(fault);
  for (const excuse of stale) console.error(`test/checks/untranslated.ts: no such text any more: ${excuse}`);
}
if (violations.length > 0 || faults.length > 0 || (only.length === 0 && stale.length > 0)) process.exit(1);
console.log(`languages: ${keys.size} messages in ${languageTags.length} languages`);
