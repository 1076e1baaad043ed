import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { expect, test } from 'vitest';
import { recordsIn, writeSmallExport } from '../../contract/small-export.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';

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

  // By the library itself, as `age --decrypt` would: nothing of ours in between.
  const age = new Decrypter();
  age.addPassphrase(secret.HEALTH_RELAY_PASSPHRASE);
  const plain = Buffer.from(await age.decrypt(readFileSync(file)));
  expect(plain.subarray(0, 15).toString()).toBe('SQLite format 3');
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
