import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PreferencesFile } from '../../../src/main/preferences-file.ts';
import { RecentExports } from '../../../src/main/recent-exports.ts';
import { scratchDir } from '../data/scratch.ts';

vi.mock('electron', () => ({}));
const { knownName } = await import('../../../src/main/menu.ts');

function scene(platform: NodeJS.Platform) {
  const dir = scratchDir();
  const named: string[] = [];
  const faults: unknown[] = [];
  const preferences = new PreferencesFile(join(dir, 'kept/preferences.json'));
  const make = () =>
    new RecentExports({
      app: { addRecentDocument: (path) => void named.push(path) },
      preferences: new PreferencesFile(join(dir, 'kept/preferences.json')),
      platform,
      onFault: (error) => void faults.push(error),
    });
  const file = (name: string) => {
    writeFileSync(join(dir, name), '');
    return join(dir, name);
  };
  return { dir, named, faults, preferences, make, file };
}

test('the latest comes first, each once, and the next start knows them', async () => {
  const { make, file, named } = scene('linux');
  const [a, b] = [file('a.zip'), file('b.zip')];
  const recent = make();
  for (const path of [a, b, a]) recent.note(path);
  expect(await make().existing()).toEqual([a, b]);
  expect(named).toEqual([a, b, a]);
});

test('ten are kept', async () => {
  const { make, file } = scene('win32');
  const recent = make();
  const paths = Array.from({ length: 12 }, (_each, index) => file(`${index}.zip`));
  for (const path of paths) recent.note(path);
  expect(await recent.existing()).toEqual(paths.slice(2).reverse());
});

test('what is gone is left out, and is there again when it is back', async () => {
  const { make, file } = scene('linux');
  const recent = make();
  const [a, b] = [file('a.zip'), file('b.zip')];
  for (const path of [a, b]) recent.note(path);
  rmSync(b);
  expect(await recent.existing()).toEqual([a]);
  mkdirSync(b);
  expect(await recent.existing()).toEqual([b, a]);
});

test('cleared, none is left, in the file either', async () => {
  const { make, file } = scene('linux');
  const recent = make();
  recent.note(file('a.zip'));
  recent.clear();
  expect([await recent.existing(), await make().existing()]).toEqual([[], []]);
});

test('macOS keeps its own list, and the app none', async () => {
  const { make, file, named } = scene('darwin');
  const recent = make();
  recent.note(file('a.zip'));
  expect(await recent.existing()).toEqual([]);
  expect(named).toHaveLength(1);
});

test('a list that can’t be kept stops nothing', () => {
  const { dir, make, file, faults } = scene('linux');
  writeFileSync(join(dir, 'kept'), '');
  make().note(file('a.zip'));
  expect(faults).toMatchObject([{ code: 'app.not_kept' }]);
});

test.each([
  ['/home/ada/Downloads/export.zip', '/home/ada', '~/Downloads/export.zip'],
  ['/home/adam/export.zip', '/home/ada', '/home/adam/export.zip'],
  ['/media/stick/export.zip', '/home/ada', '/media/stick/export.zip'],
])('%s of %s is shown as %s', (path, home, name) => {
  expect(knownName(path, home, '/')).toBe(name);
});
