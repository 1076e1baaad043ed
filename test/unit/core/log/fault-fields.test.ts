import { expect, test } from 'vitest';
import { describeError } from '../../../../src/core/log/fault-fields.ts';

test('a terminal gets names, codes and places of ours, and no text', () => {
  const cause = Object.assign(new TypeError('heart rate 72 in a secret file'), { code: 'ENOENT' });
  const described = describeError(new Error('the value 180', { cause }));
  const place = 'at test/unit/core/log/fault-fields.test.ts:\\d+';
  expect(described).toMatch(new RegExp(`^Error ${place}; caused by TypeError ENOENT ${place}$`));
});

test('what is no error is said to be none', () => {
  expect(describeError('a secret')).toBe('not an error');
});
