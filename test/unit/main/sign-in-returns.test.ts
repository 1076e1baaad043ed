import { expect, test } from 'vitest';
import { SignInReturns } from '../../../src/main/deep-link.ts';

test('what came before anybody listened is given in order, then each as it comes', () => {
  const returns = new SignInReturns();
  returns.add('1');
  returns.add('2');
  const got: string[] = [];
  returns.onReturn((url) => got.push(url));
  returns.add('3');
  expect(got).toEqual(['1', '2', '3']);
});

test('no more than five are kept', () => {
  const returns = new SignInReturns();
  for (let n = 0; n < 9; n += 1) returns.add(String(n));
  const got: string[] = [];
  returns.onReturn((url) => got.push(url));
  expect(got).toEqual(['0', '1', '2', '3', '4']);
});
