import { expect, test } from 'vitest';
import {
  accountsWith,
  readSecret,
  removeSecret,
  writeSecret,
} from '../../../../src/core/secret-store/split-secret.ts';
import { memoryEntries } from './memory-entries.ts';

const long = (letter: string) => letter.repeat(3000);

test.each([
  ['nothing', '', 1],
  ['a short one', 'short', 1],
  ['one beyond ASCII', 'ümläut ✓', 1],
  ['the longest that fits', 'x'.repeat(895), 1],
  ['one letter more', 'x'.repeat(896), 2],
  ['one of 3000 letters', long('y'), 5],
])('%s comes back as it was, in entries that Windows takes', (_, secret, count) => {
  const { entries, stored } = memoryEntries();
  writeSecret(entries, 'p:atlas', secret);
  expect(readSecret(entries, 'p:atlas')).toBe(secret);
  expect(stored.size).toBe(count);
  for (const text of stored.values()) expect(Buffer.byteLength(text, 'utf16le')).toBeLessThanOrEqual(2560);
});

test('what is not there is null', () => {
  expect(readSecret(memoryEntries().entries, 'p:atlas')).toBeNull();
});

test('a rotation leaves nothing of the former secret, whichever was longer', () => {
  const { entries, stored } = memoryEntries();
  for (const secret of [long('a'), long('b'), 'short', long('c'), '']) {
    writeSecret(entries, 'p:atlas', secret);
    expect(readSecret(entries, 'p:atlas')).toBe(secret);
  }
  expect([...stored.keys()]).toEqual(['p:atlas']);
});

test('a secret with a part missing, altered or of another length is none', () => {
  const { entries, stored } = memoryEntries();
  writeSecret(entries, 'p:atlas', long('a'));
  const whole = new Map(stored);
  for (const name of [...whole.keys()].filter((one) => one.includes('#'))) {
    for (const change of [null, 'AAAA', `${whole.get(name)}A`]) {
      stored.clear();
      for (const [key, text] of whole) stored.set(key, text);
      if (change === null) stored.delete(name);
      else stored.set(name, change);
      expect(readSecret(entries, 'p:atlas')).toBeNull();
    }
  }
  stored.set('p:atlas', 'of another program');
  expect(readSecret(entries, 'p:atlas')).toBeNull();
});

test('a write cut off anywhere leaves the former secret or the new one whole, and removal takes every part', () => {
  for (let cut = 1; ; cut += 1) {
    let left = Number.POSITIVE_INFINITY;
    const { entries, stored } = memoryEntries(() => {
      left -= 1;
      if (left < 0) throw new Error('killed');
    });
    writeSecret(entries, 'p:atlas', long('a'));
    left = cut;
    let isCut = false;
    try {
      writeSecret(entries, 'p:atlas', long('b'));
    } catch {
      isCut = true;
    }
    left = Number.POSITIVE_INFINITY;
    expect([long('a'), long('b')]).toContain(readSecret(entries, 'p:atlas'));
    if (!isCut) expect(readSecret(entries, 'p:atlas')).toBe(long('b'));
    expect(accountsWith(entries, 'p:')).toEqual(['p:atlas']);
    const isDone = cut > 30;
    expect(removeSecret(entries, 'p:atlas')).toBe(true);
    expect([...stored.keys()]).toEqual([]);
    if (isDone) break;
  }
});

test('parts whose account is gone are still listed by it and removed with it, and no other account is touched', () => {
  const { entries, stored } = memoryEntries();
  writeSecret(entries, 'p:atlas', long('a'));
  writeSecret(entries, 'p:atlas-2', 'of another');
  stored.delete('p:atlas');
  expect(accountsWith(entries, 'p:')).toEqual(['p:atlas', 'p:atlas-2']);
  expect(accountsWith(entries, 'q:')).toEqual([]);
  expect(removeSecret(entries, 'p:atlas')).toBe(true);
  expect(removeSecret(entries, 'p:atlas')).toBe(false);
  expect(readSecret(entries, 'p:atlas-2')).toBe('of another');
});

test('a removal that fails leaves the account listed, to be tried again', () => {
  const { entries } = memoryEntries((act, name) => {
    if (act === 'remove' && name.endsWith('.2')) throw new Error('locked');
  });
  writeSecret(entries, 'p:atlas', long('a'));
  expect(() => removeSecret(entries, 'p:atlas')).toThrow('locked');
  expect(accountsWith(entries, 'p:')).toEqual(['p:atlas']);
});
