import { expect, test } from 'vitest';
import { describeError } from '../../../src/data/describe-error.ts';

test('the log gets names, codes and places, and no text', () => {
  const cause = Object.assign(new TypeError('heart rate 72 in a secret file'), { code: 'ENOENT' });
  const described = describeError(new Error('the value 180', { cause }));
  expect(described).toMatch(/^Error\n {4}at /);
  expect(described).toContain('caused by TypeError ENOENT');
  expect(described).toContain('describe-error.test.ts');
  expect(described).not.toMatch(/72|180|secret/);
});

test('what is no error is named by its kind', () => {
  expect(describeError('a secret')).toBe('thrown: string');
});
