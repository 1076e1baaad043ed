import { expect, test } from 'vitest';
import { tokensIn } from '../../../../src/headless/cli/open-program.ts';

const env = {
  TRENDY_ACCESS_TOKEN: 'opaque-1',
  ATLAS_ACCESS_TOKEN: ' opaque-2\n',
  FOUNDRY_TOKEN: '',
  OTHER: 'x',
};

test('what is set is taken, blanks around it and empty ones are not', () => {
  expect(tokensIn(env)).toEqual({ trendy: 'opaque-1', atlas: 'opaque-2' });
  expect(tokensIn({})).toEqual({});
});

test('a named target is signed in alone', () => {
  expect(tokensIn(env, 'atlas')).toEqual({ atlas: 'opaque-2' });
  // Its account is the name that the data has at Foundry.
  expect(tokensIn(env, 'foundry')).toEqual({ atlas: 'opaque-2' });
  expect(tokensIn(env, 'trendy')).toEqual({ trendy: 'opaque-1' });
});
