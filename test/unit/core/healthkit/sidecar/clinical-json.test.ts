import { expect, it } from 'vitest';
import { checkJson } from '../../../../../src/core/healthkit/sidecar/clinical.ts';
import { pick, randomFor, whole } from '../../../../generator/random.ts';

const check = (text: string) => checkJson(Buffer.from(text));

it.each([
  ['', 'not_json'],
  [' ', 'not_json'],
  ['1', 'json'],
  ['-0.5e+10 ', 'json'],
  ['01', 'not_json'],
  ['1.', 'not_json'],
  ['"\\u00e9\\n"', 'json'],
  ['"\\x"', 'not_json'],
  ['"\t"', 'not_json'],
  ['[]', 'json'],
  ['[1,]', 'not_json'],
  ['{"a":[{}],"b":null}', 'json'],
  ['{"a"}', 'not_json'],
  ['{} {}', 'not_json'],
  ['[}', 'not_json'],
  ['nul', 'not_json'],
])('%s is %s', (text, expected) => {
  expect(check(text)).toBe(expected);
});

it('says of random texts what a parser says', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '.5',
    'e3',
    'true',
    'null',
    ' ',
    '\n',
    'é',
  ] as const;
  let valid = 0;
  for (let round = 0; round < 20_000; round++) {
    const random = randomFor(5, 'json', round);
    const text = Array.from({ length: whole(random, 1, 8) }, () => pick(random, pieces)).join('');
    let expected = 'json';
    try {
      JSON.parse(text);
      valid++;
    } catch {
      expected = 'not_json';
    }
    expect(check(text), text).toBe(expected);
  }
  expect(valid).toBeGreaterThan(100);
});

it('refuses what a parser could not hold, without building it', () => {
  expect(check('['.repeat(128) + ']'.repeat(128))).toBe('json');
  expect(check('['.repeat(129) + ']'.repeat(129))).toBe('too_large');
  expect(check('['.repeat(5_000_000))).toBe('too_large');
  expect(check(`[${'{},'.repeat(1_100_000)}1]`)).toBe('too_large');
});
