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
/** Texts that stay as they are in every language: names, addresses, keys of storage, words of servers and files, reasons in the code. */
const untranslated = new Set([
  'Health Relay',
  'Health Relay data',
  'Foundry',
  'Atlas (Auth0)',
  'Apple',
  'Parquet',
  'Hz',
  'ms',
  'https://',
  'tenant.eu.auth0.com',
  'ri.foundry.main.dataset.…',
  'master',
  'Bearer',
  'openid profile email offline_access',
  'health-relay appearance',
  'health-relay language',
  'health-relay sign-in',
  '[Desktop Entry]',
  'Name=Health Relay',
  'Electron {}, Chromium {}, Node {}',
  'Unknown',
  '(prefers-color-scheme: dark)',
  // Words of the contract, typed and compared.
  'forget everything',
  // Of failures that are shown by their code.
  'nothing offered',
  'unexpected in the page',
  'host unreachable',
  'host refused',
  'cancelled by the person',
  'the sign-in is given up here either way',
  'the menu shows what came of it',
  // Keys of lists, and columns of exported files.
  'all of them',
  'none of them',
  'as counted',
  'a year before',
  'second type',
]);
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const { keys, violations } = messagesOf(
  files,
  (path) =>
    only.length > 0 ? only.some((part) => path.includes(part)) : /^src\/(?:renderer|main)\//.test(path),
  (_, text) => untranslated.has(text),
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
