import { expect, test } from 'vitest';
import { messagesOf } from '../../checks/language-rules.ts';
import { excuseOf, isForPeople } from '../../checks/untranslated.ts';

const rulesOf = (path: string, text: string) =>
  messagesOf([{ path, text }], isForPeople, (of, words) => excuseOf(of, words) !== null).violations.map(
    ({ rule }) => rule,
  );

test.each([
  ['src/shared/domain/target-name.ts', "const text = 'Nothing was sent';", 'Nothing was sent'],
  // Allowed in another file of src/shared.
  ['src/shared/domain/event-words.ts', "const text = 'Trendy';", 'Trendy'],
  [
    'src/shared/sync-error-texts.ts',
    "const text = 'SQLite can’t run this statement';",
    'SQLite can’t run this statement',
  ],
  // Begins as a list of types does, but for its last letters.
  [
    'src/shared/domain/mean-kind.ts',
    "const text = 'AtrialFibrillationBurdens are new';",
    'AtrialFibrillationBurdens are new',
  ],
  ['src/main/menu.ts', "const text = 'Nothing was sent';", 'Nothing was sent'],
])('an untranslated text in %s is found', (path, text, words) => {
  expect(rulesOf(path, text)).toEqual([`not translated: ${JSON.stringify(words)}`]);
});

test.each([
  ['src/shared/domain/target-name.ts', "const name = 'Trendy';"],
  ['src/shared/diagnostics.ts', "const line = 'Nothing is translated here';"],
  [
    'src/shared/domain/mean-kind.ts',
    "const types = 'AtrialFibrillationBurden HeartRate RestingHeartRate NewOne';",
  ],
  ['src/shared/domain/sync.ts', "const name = 'Health Relay';"],
  ['src/core/import/importer.ts', "const text = 'Nothing was sent';"],
])('what stays English in %s is not', (path, text) => {
  expect(rulesOf(path, text)).toEqual([]);
});
