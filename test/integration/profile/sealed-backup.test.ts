import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { seal, unseal } from '../../../src/core/db/sealed-backup.ts';
import { recordsIn, writeSmallExport } from '../../contract/small-export.ts';
import { openAge } from '../../support/age-reader.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';

/** `age --passphrase` of age 1.1.1 wrote it (https://github.com/FiloSottile/age), with the passphrase of these tests. */
const madeByAge = {
  plain: 'made by age 1.1.1\n',
  file: Buffer.from(
    'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA2dEo3RWJrRVFOV25yVHl3anRsb1JnIDE4CmxjaGlWZCt2akR6ODE0cWFaZ3JYbElJd3FxSU9YZjZYNmtCSnVSSUdZZ00KLS0tIDZpS1JqOEpRU2ROM3Y5dmJDdnJnb3BKZWd5VDNoWW14bGxEZlI1VkxyWkkKvTLaPCUOSM42IKea5e3rr90RwyL5o8I3FU7WNc8b7P1YybRZ/pX1pf5yzdm6ur7/GTo=',
    'base64',
  ),
};
const secret = { HEALTH_RELAY_PASSPHRASE: 'correct horse battery staple' };

test('an encrypted backup: age opens it, a wrong passphrase and a changed byte do not, and it brings the history back', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const file = join(dir, 'health.sqlite.age');
  const rest = ['--profile', profile, '--json'];
  await runCli(['import', writeSmallExport(dir), ...rest]);
  const made = await runCli(['backup', file, ...rest], secret);
  expect(made).toMatchObject({ code: 0, lines: [{ isEncrypted: true, records: recordsIn(20) }] });
  expect(made.stdout + made.stderr).not.toContain(secret.HEALTH_RELAY_PASSPHRASE);

  // By a reader that isn't the writer's, as `age --decrypt` isn't.
  const opened = join(dir, 'opened.sqlite');
  writeFileSync(opened, openAge(readFileSync(file), secret.HEALTH_RELAY_PASSPHRASE));
  const reader = openReader(opened);
  expect(reader.prepare<[], number>('SELECT count(*) FROM record').pluck().get()).toBe(recordsIn(20));
  reader.close();
  expect(readFileSync(file).includes('HKQuantityType')).toBe(false);
  // The copy that was encrypted is nowhere any more.
  expect(readdirSync(join(profile, 'incoming'))).toEqual([]);

  expect(await runCli(['restore', file, '--yes', ...rest])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('encrypted'),
  });
  const wrong = await runCli(['restore', file, '--yes', ...rest], { HEALTH_RELAY_PASSPHRASE: 'wrong' });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('doesn’t open') });
  const changed = join(dir, 'changed.age');
  const bytes = readFileSync(file);
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  writeFileSync(changed, bytes);
  expect(await runCli(['restore', changed, '--yes', ...rest], secret)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('damaged'),
  });

  const empty = ['--profile', join(dir, 'other'), '--json'];
  expect(await runCli(['restore', file, '--yes', ...empty], secret)).toMatchObject({
    code: 0,
    lines: [{ records: recordsIn(20) }],
  });
  expect((await runCli(['status', ...empty])).lines[0]).toMatchObject({ records: recordsIn(20) });
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test('what age itself encrypted opens here, and by the reader that stands for age in these tests', async () => {
  const dir = scratchDir();
  const [file, plain] = [join(dir, 'theirs.age'), join(dir, 'theirs.txt')];
  writeFileSync(file, madeByAge.file);
  await unseal(file, plain, secret.HEALTH_RELAY_PASSPHRASE);
  expect(readFileSync(plain, 'utf8')).toBe(madeByAge.plain);
  expect(openAge(madeByAge.file, secret.HEALTH_RELAY_PASSPHRASE).toString()).toBe(madeByAge.plain);
  expect(() => openAge(madeByAge.file, 'wrong')).toThrow(/authenticate/);
});

test('a file of exactly two chunks has two, the last one marked and none empty; any letters make a passphrase', async () => {
  const dir = scratchDir();
  const [from, to] = [join(dir, 'plain'), join(dir, 'sealed.age')];
  const content = Buffer.alloc(2 * 65_536, 'health');
  writeFileSync(from, content);
  expect(await seal(from, to, 'Füße ⌚️')).toEqual({ bytes: readFileSync(to).length });
  expect(openAge(readFileSync(to), 'Füße ⌚️').equals(content)).toBe(true);
});
