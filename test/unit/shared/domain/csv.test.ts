import { expect, test } from 'vitest';
import { csvLine, jsonRow } from '../../../../src/shared/domain/csv.ts';

test.each([
  [['a', 1, null, true], 'a,1,,true'],
  [['a,b', 'c"d', 'e\r\nf', 'g\nh'], '"a,b","c""d","e\r\nf","g\nh"'],
  [[' a', 'b ', ''], '" a","b ",'],
  [[0.1, 1e21, -0.000_000_1, 12_345.5], '0.1,1e+21,-1e-7,12345.5'],
  [['Größe', '歩数', '=1+1'], 'Größe,歩数,=1+1'],
] as const)('%o', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
});

test('a row of JSON keeps the order of its columns and every name', () => {
  expect(jsonRow(['b', 'a', '__proto__', '1'], [1, 'x"', null, Number.NaN])).toBe(
    '{"b":1,"a":"x\\"","__proto__":null,"1":"NaN"}',
  );
});
