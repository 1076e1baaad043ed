import { expect, test } from 'vitest';
import { wordFaults } from '../../checks/word-rules.ts';

const linesOf = (text: string) => wordFaults([{ path: 'src/main/x.ts', text }]).map(({ line }) => line);

test.each([
  ['// One\n// Asks the far end.', [2]],
  ['/**\n * Asks the far\n * side.\n */', [2]],
  ['const farSide = 1;\nstartFarSides();', [1, 2]],
  ['<TroubleCard />', [1]],
  ['takeTrouble();\n// Trendy has trouble.', [1, 2]],
  ['// One wish of the user.', [1]],
  ['let wishedTo = 0;\nfarUser ??= farPath;', [1, 2, 2]],
  ["import './person-acts.ts';", [1]],
  ['const chartColours = 1;\n// It is recognised by its neighbour.', [1, 2, 2]],
])('a retired word is found: %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

test.each([
  "'sync.far_side_failing'",
  '// not far ending',
  'farEndpoint',
  "const reconciledToKey = 'wishedTo';",
  'farPD',
  '// Problems.',
  'aria-labelledby',
  '// Organism',
])('not a retired word: %j', (text) => {
  expect(linesOf(text)).toEqual([]);
});

const inPage = (text: string) =>
  wordFaults([{ path: 'src/renderer/x.tsx', text }])
    .map(({ rule }) => rule)
    .filter((rule) => rule.includes('is not for users'));

test.each([
  ["'It cannot be read.'", /"cannot" is not for users: use the contraction/],
  ["'It does not answer.'", /contraction/],
  ["'Importing {percent} %'", /percent sign/],
  ["'90 % of the highest'", /percent sign/],
  ['<p>\n  Each import goes there by\n  itself.\n</p>', /"by itself" .*automatically/],
  ["'Sending goes on.'", /continue or resume/],
  ["'An import is under way'", /in progress/],
  ["'Kept, so that it can be read'", /say so/],
  ["'It is not there any more.'", /contraction/],
  ["'Trendy has it from somebody else'", /someone/],
  ["'canceled by the person'", /user/],
  ["return 'Cancelled';", /American/],
  ['label="E-mail"', /American/],
  ["'Import again: only what is missing is added.'", /name the things/],
])('a construction is kept from users: %s', (text, rule) => {
  expect(inPage(text).join('; ')).toMatch(rule);
});

test.each([
  '// It cannot go on by itself.',
  '/** What goes on\n * is under way. */',
  "state === 'cancelled'",
  'const isNot = canNot();',
  'case "on": go(on);',
  "'Trendy’s own app counts itself.'",
])('not a construction kept from users: %s', (text) => {
  expect(inPage(text)).toEqual([]);
});

test('words for users are looked for in what they read, with the line', () => {
  const text = "/* It cannot.\n * Not here. */\nsay('It cannot.');";
  expect(wordFaults([{ path: 'src/headless/cli/x.ts', text }]).map(({ line }) => line)).toEqual([3]);
  expect(wordFaults([{ path: 'src/core/outbox/x.ts', text }])).toEqual([]);
});

test.each([
  ['/**\n * Puts together what is\n * there.\n */', [2]],
  ['a();\n// It goes\n// on, and stands in the file.', [2, 3]],
])('a construction does not come back into comments that were read: %j', (text, lines) => {
  const found = (path: string) => wordFaults([{ path, text }]).map(({ line }) => line);
  expect(found('src/core/history/x.ts')).toEqual(lines);
  expect(found('src/core/import/x.ts')).toEqual(lines);
  expect(found('src/core/db/x.ts')).toEqual(lines);
  expect(found('src/core/db/migrations/0001-x.ts')).toEqual([]);
});

test.each([
  ['What a sync\nneeds. It tells what\nis there.', [2]],
  ['It goes on anew.\n\nCopies are made by\n  themselves.', [1, 1, 3]],
  ['An import under way is told to somebody.', [1, 1, 1]],
  ['It was sent in vain, and is cancelled.', [1, 1]],
  ['The copy lies\n  in the folder, so that it stays for ever.', [1, 2, 2]],
])('a construction does not come back into a document: %j', (text, lines) => {
  const found = (path: string) => wordFaults([{ path, text }]).map(({ line }) => line);
  expect(found('README.md').sort()).toEqual(lines);
  expect(found('.github/CHANGELOG.md').sort()).toEqual(lines);
  expect(found('src/core/outbox/x.ts')).toEqual([]);
});

test.each([
  'The run is `cancelled`.',
  '### What cannot be a sample',
  'A stand-in in `test/sandbox`.',
  'A fake stands in for the clock.',
  'Foundry isn’t told.',
])('not a construction kept from documents: %s', (text) => {
  expect(wordFaults([{ path: 'README.md', text }])).toEqual([]);
});

test('code beside comments that were read is let be', () => {
  const text = "say('what is'); // Fine for a stand-in.\nconst anew = 1;";
  expect(wordFaults([{ path: 'src/core/log/x.ts', text }])).toEqual([]);
});
