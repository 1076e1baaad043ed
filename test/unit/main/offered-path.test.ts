import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf, offeredPath } from '../../../src/main/opened-things.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'health-relay-offered-'));
  await mkdir(join(dir, 'export', 'routes'), { recursive: true });
  await writeFile(join(dir, 'export', 'routes', 'a.gpx'), 'x');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('a file, a dropped folder, and the folder a chosen file came with', async () => {
  const file = join(dir, 'export', 'routes', 'a.gpx');
  expect(await offeredPath(file, null)).toBe(file);
  expect(await offeredPath(join(dir, 'export'), null)).toBe(join(dir, 'export'));
  expect(await offeredPath(file, 'export/routes/a.gpx')).toBe(join(dir, 'export'));
  expect(await offeredPath(file, 'routes/a.gpx')).toBe(join(dir, 'export', 'routes'));
});

test.each([
  ['', null],
  ['export', null],
  [7, null],
  [null, null],
  ['/nowhere/at/all', null],
])('%j is nothing to import', async (path, relative) => {
  await expect(offeredPath(path, relative)).rejects.toMatchObject({ code: 'import.not_found' });
});

test.each(['a.gpx', 'other/a.gpx', '../a.gpx', 'xport/routes/a.gpx', ''])(
  '%j does not belong to the file',
  (relative) => {
    expect(folderOf('/home/me/export/routes/a.gpx', relative)).toBeNull();
  },
);
