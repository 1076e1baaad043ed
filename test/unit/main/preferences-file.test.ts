import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PreferencesFile } from '../../../src/main/preferences-file.ts';
import { expectMode } from '../data/scratch.ts';

const defaults = {
  theme: 'system',
  language: 'system',
  closesToTray: false,
  looksForUpdates: false,
  isTrayExplained: false,
  notifies: true,
  recentExports: [],
};
let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-preferences-'));
  path = join(dir, 'electron', 'preferences.json');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('nothing is written before something is chosen', () => {
  expect(new PreferencesFile(path).get()).toEqual(defaults);
  expect(readdirSync(dir)).toEqual([]);
});

test('what was chosen is there the next time, for the owner alone', () => {
  const file = new PreferencesFile(path);
  const heard: unknown[] = [];
  file.onChange(({ theme }) => heard.push(theme));
  file.set({ theme: 'dark' });
  file.set({ closesToTray: true });
  expect(heard).toEqual(['dark', 'dark']);
  expect(new PreferencesFile(path).get()).toEqual({ ...defaults, theme: 'dark', closesToTray: true });
  expectMode(path, '600');
  expect(readdirSync(join(dir, 'electron'))).toEqual(['preferences.json']);
});

test.each([
  ['', defaults],
  ['{"theme":"dark"', defaults],
  ['[]', defaults],
  ['null', defaults],
  ['7', defaults],
  ['{"theme":"neon","closesToTray":"yes","notifies":false}', { ...defaults, notifies: false }],
  ['{"__proto__":{"closesToTray":true},"more":1}', defaults],
])('a file that reads %j does not keep the app from starting', (content, expected) => {
  mkdirSync(join(dir, 'electron'));
  writeFileSync(path, content);
  expect(new PreferencesFile(path).get()).toEqual(expected);
});

test('a choice that cannot be kept does not count', () => {
  writeFileSync(join(dir, 'electron'), 'a file where the folder should be');
  const file = new PreferencesFile(path);
  expect(() => file.set({ theme: 'dark' })).toThrow(expect.objectContaining({ code: 'app.not_kept' }));
  expect(file.get()).toEqual(defaults);
});

test('a failed write leaves the file as it was', () => {
  const file = new PreferencesFile(path);
  file.set({ theme: 'light' });
  mkdirSync(`${path}.new`);
  expect(() => file.set({ theme: 'dark' })).toThrow();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ theme: 'light' });
});

test('forgotten, everything is as it was at first', () => {
  const file = new PreferencesFile(path);
  file.set({ theme: 'dark' });
  file.forget();
  file.forget();
  expect(file.get()).toEqual(defaults);
  expect(readdirSync(join(dir, 'electron'))).toEqual([]);
});
