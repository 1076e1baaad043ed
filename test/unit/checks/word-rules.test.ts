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
  ['const chartColours = 1;\n// It is recognised by its neighbour.', [1, 2, 2]],
])('a retired word is found: %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

test.each([
  "'sync.far_side_failing'",
  '// not far ending',
  'farEndpoint',
  'wishedTo',
  '// Problems.',
  'aria-labelledby',
  '// Organism',
])('not a retired word: %j', (text) => {
  expect(linesOf(text)).toEqual([]);
});
