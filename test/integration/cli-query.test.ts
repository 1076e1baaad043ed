import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../src/core/db/open.ts';
import { openProfile } from '../../src/core/profile/open-profile.ts';
import { openHistory } from '../../src/headless/cli/open-history.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { runCli } from './run-cli.ts';

async function profileWithTypes(): Promise<string> {
  const profile = openProfile(join(scratchDir(), 'profile'));
  openWriter(profile.database).close();
  profile.close();
  (await openHistory(profile.dir)).reader.close();
  const writer = openWriter(profile.database);
  writer.exec(`INSERT INTO source (id, name, folded) VALUES (7, 'Anna''s, "iPhone"', '')`);
  writer.close();
  return profile.dir;
}

test('query prints CSV with a header, JSON, and the tables', async () => {
  const profile = await profileWithTypes();
  const run = (...words: string[]) => runCli(['query', ...words, '--profile', profile]);
  const sql = 'SELECT id, name FROM source';
  expect(await run(sql)).toMatchObject({
    code: 0,
    stdout: 'id,name\r\n7,"Anna\'s, ""iPhone"""\r\n',
    stderr: '',
  });
  expect((await run(sql, '--json')).lines).toEqual([{ id: 7, name: 'Anna\'s, "iPhone"' }]);
  expect(await run(`${sql} WHERE id = 0`, '--csv')).toMatchObject({ code: 0, stdout: 'id,name\r\n' });
  expect((await run('--schema')).stdout).toContain('CREATE TABLE record_type');
});

test('query ends at its limit of rows and at its limit of time, and says so', async () => {
  const profile = await profileWithTypes();
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';
  const cut = await runCli([
    'query',
    `${endless} SELECT i FROM n`,
    '--limit',
    '20000',
    '--json',
    '--profile',
    profile,
  ]);
  expect(cut).toMatchObject({ code: 3, stderr: expect.stringContaining('--limit') });
  expect(cut.lines.map(({ i }) => i)).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  const late = await runCli([
    'query',
    `${endless} SELECT max(i) FROM n`,
    '--seconds',
    '1',
    '--profile',
    profile,
  ]);
  expect(late).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--seconds') });
});

test('query refuses what does not only read', async () => {
  const profile = await profileWithTypes();
  const refused = await runCli(['query', "ATTACH 'a.sqlite' AS a", '--profile', profile]);
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('Begin it with SELECT'),
  });
  const invalid = await runCli(['query', 'SELECT x', '--profile', profile]);
  expect(invalid).toMatchObject({ code: 2, stderr: expect.stringContaining('no such column: x') });
  expect(await runCli(['query', '--profile', profile])).toMatchObject({ code: 64 });
});

test.each([
  'query SELECT',
  'account',
  'backup a.sqlite',
  'backup --scheduled',
  'sync',
  'retry',
  'discard --target trendy',
  'queue-again',
  'remove trendy --yes',
  'undo',
  'answer',
])('%s creates no history in an empty folder', async (words) => {
  const folder = scratchDir();
  const [name = '', ...rest] = words.split(' ');
  expect(await runCli([name, ...rest, '--profile', folder])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'There’s no history in this folder.\n',
  });
  expect(readdirSync(folder)).toEqual([]);
});
