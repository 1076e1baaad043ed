import { describe, expect, it } from 'vitest';
import { readUuid } from '../../../sandbox/trendy/database-error.ts';
import { formatTimestamp, parseTimestamp, zeroTime } from '../../../sandbox/trendy/timestamps.ts';

const render = (text: string) => {
  const at = parseTimestamp(text);
  return at === null ? null : formatTimestamp(at);
};

describe('instants as the backend reads and writes them (trendy/README §1.6)', () => {
  it.each([
    ['2025-01-15T08:00:00Z', '2025-01-15T08:00:00Z'],
    ['2025-01-15T08:00:00+01:00', '2025-01-15T07:00:00Z'],
    ['2024-12-31T23:30:00-05:30', '2025-01-01T05:00:00Z'],
    ['2025-01-15T08:00:00.500Z', '2025-01-15T08:00:00.5Z'],
    ['2025-01-15T08:00:00.1234567Z', '2025-01-15T08:00:00.123457Z'],
    ['1969-12-31T23:59:59.25Z', '1969-12-31T23:59:59.25Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ])('%s is %s', (text, rendered) => expect(render(text)).toBe(rendered));

  it.each([
    '2025-01-15',
    '2025-01-15 08:00:00Z',
    '2025-01-15T08:00:00',
    '2025-02-29T08:00:00Z',
    '2025-01-15T24:00:00Z',
  ])('%s is none', (text) => expect(parseTimestamp(text)).toBeNull());

  it('knows the zero time', () => expect(parseTimestamp('0001-01-01T00:00:00Z')).toBe(zeroTime));
});

describe('uuids as Postgres reads them', () => {
  const canonical = '0194f1c2-0000-7000-8000-00000000000a';
  it.each([canonical, canonical.toUpperCase(), `{${canonical}}`, canonical.replaceAll('-', '')])(
    'takes %s',
    (text) => expect(readUuid(text)).toBe(canonical),
  );
  it.each(['', 'abc', `${canonical}0`, `{${canonical}`])('refuses %j', (text) =>
    expect(() => readUuid(text)).toThrow(/invalid input syntax for type uuid/),
  );
});
