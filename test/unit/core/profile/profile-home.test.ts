import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeOf, ProfileHome } from '../../../../src/core/profile/profile-home.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

const coded = (code: string) => expect.objectContaining({ code });

test('a home alone is one profile, called by its folder', () => {
  const dir = join(scratchDir(), 'Mine');
  expect(new ProfileHome(dir).list()).toEqual([{ id: 'main', name: 'Mine', dir }]);
});

test('profiles are made beside each other, closed to others, and listed by name', () => {
  const home = new ProfileHome(join(scratchDir(), 'home'));
  expect(home.create('Zoë & Ömer').id).toBe('zoe-omer');
  expect(home.create('Ada').id).toBe('ada');
  expect(home.list().map(({ id, name }) => [id, name])).toEqual([
    ['main', 'home'],
    ['ada', 'Ada'],
    ['zoe-omer', 'Zoë & Ömer'],
  ]);
  const ada = home.find('ada');
  expectMode(ada.dir, '700');
  expectMode(join(ada.dir, 'profile.json'), '600');
});

test.each([
  ['../../etc', 'etc'],
  ['CON', 'profile-con'],
  ['main', 'profile-main'],
  ['日本', 'profile'],
  ['...', 'profile'],
  ['a'.repeat(80), 'a'.repeat(40)],
  ['<script>', 'script'],
])('%j gets the folder %s', (name, id) => {
  expect(new ProfileHome(scratchDir()).create(name).id).toBe(id);
});

test('two names that make one folder get two', () => {
  const home = new ProfileHome(scratchDir());
  expect([home.create('Ada!').id, home.create('Ada?').id]).toEqual(['ada', 'ada-2']);
});

test('a name that a person would take for another is refused, when made and when renamed', () => {
  const home = new ProfileHome(scratchDir());
  const { id } = home.create('Ada');
  home.create('Ben');
  expect(() => home.create(' ada ')).toThrow(coded('profile.name_taken'));
  expect(() => home.rename(id, 'BEN')).toThrow(coded('profile.name_taken'));
  home.rename(id, 'ADA');
  expect(home.find(id).name).toBe('ADA');
});

test('the one that was opened last is opened next, as long as it is there', () => {
  const home = new ProfileHome(scratchDir());
  expect(home.lastOpened().id).toBe('main');
  const { id } = home.create('Ada');
  home.rename('main', 'First');
  home.rememberOpened(id);
  expect(home.lastOpened().id).toBe(id);
  expect(home.find('main').name).toBe('First');
  home.rememberOpened('gone');
  expect(home.lastOpened().id).toBe('main');
});

test.each(['..', '../x', 'Ada', '', '/', 'main/../x', 'nobody'])('%j is no profile', (id) => {
  expect(() => new ProfileHome(scratchDir()).find(id)).toThrow(coded('profile.unknown'));
});

test('folders of others and damaged labels do no harm', () => {
  const dir = scratchDir();
  const home = new ProfileHome(dir);
  for (const name of ['.hidden', 'Upper', 'ok']) mkdirSync(join(dir, 'profiles', name), { recursive: true });
  writeFileSync(join(dir, 'profiles', 'file'), '');
  for (const text of ['{', '[]', '{"name": 5}', `{"name": "${'x'.repeat(200)}"}`, 'null']) {
    writeFileSync(join(dir, 'profiles', 'ok', 'profile.json'), text);
    expect(home.list().map(({ id, name }) => [id, name])[1]).toEqual(['ok', 'ok']);
  }
  expect(home.list()).toHaveLength(2);
  home.rename('ok', 'Fine');
  expect(JSON.parse(readFileSync(join(dir, 'profiles', 'ok', 'profile.json'), 'utf8'))).toEqual({
    name: 'Fine',
  });
});

test('a profile knows its home', () => {
  const home = new ProfileHome(scratchDir());
  const { dir } = home.create('Ada');
  expect(homeOf(dir).dir).toBe(home.dir);
  expect(homeOf(home.dir).dir).toBe(home.dir);
  const other = join(scratchDir(), 'profiles', 'mine');
  expect(homeOf(other).dir).toBe(other);
});
