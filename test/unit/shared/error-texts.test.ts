import { expect, test } from 'vitest';
import { bytesInWords, textFor } from '../../../src/shared/error-texts.ts';
import { errorCodes } from '../../../src/shared/errors.ts';

test.each(errorCodes)('%s is said in whole sentences, without its code, blame or alarm', (code) => {
  for (const details of [{}, { percent: 71.4, kept: 5, needed: 3e9, free: 1e6, found: 9 }]) {
    const { title, text } = textFor(code, details);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(text).toMatch(/^[A-Z0-9].*\.$/);
    expect(`${title} ${text}`).not.toMatch(
      /!|undefined|NaN|null|[a-z]+\.[a-z]+_[a-z]+|\b(oops|sorry|you did)\b/i,
    );
    expect(text).not.toContain(code);
  }
});

test('a cut file says where it ends, what was kept and what to do', () => {
  expect(textFor('import.truncated_xml', { percent: 71.9, kept: 1204 }).text).toBe(
    `The file ends in the middle of a record (at 71%). ${(1204).toLocaleString()} records were kept. Export again on the iPhone and import: only missing data is added.`,
  );
});

test('one record and none are said as such', () => {
  expect(textFor('cancelled', { kept: 1 }).text).toContain('1 record was kept.');
  expect(textFor('cancelled', { kept: 0 }).text).toContain('No records were read');
});

test('a full disk says how much is needed only when that is known', () => {
  expect(textFor('disk.full', { needed: 3.4e9 }).text).toContain('It needs about 3.4');
  expect(textFor('disk.full').text).not.toContain('about');
});

test.each([
  [0, '0'],
  [999, '999'],
  [1_500, '1.5'],
  [12_300_000, '12'],
  [2_000_000_000_000_000, '2,000'],
])('%d bytes', (bytes, figure) => {
  expect(bytesInWords(bytes)).toContain(Number(figure.replace(',', '')).toLocaleString());
});

test('a pause names who asked for it and when sending goes on', () => {
  const untilMs = new Date(2026, 0, 14, 14, 5).getTime();
  const { title, text } = textFor('sync.rate_limited', { target: 'Trendy', untilMs });
  expect(title).toBe('Trendy asked us to slow down');
  expect(text).toMatch(/^Nothing is lost; sending resumes at (14|2):05/);
  expect(textFor('sync.rate_limited').text).toContain('automatically');
});

test('a refused address says what is wrong with it', () => {
  const texts = ['not_https', 'user_info', 'query', 'not_a_web_address'].map(
    (reason) => textFor('settings.bad_address', { reason }).text,
  );
  expect(new Set(texts).size).toBe(4);
});
