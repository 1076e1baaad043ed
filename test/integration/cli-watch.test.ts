import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProfile } from '../../src/core/profile/open-profile.ts';
import { recordsIn, writeSmallExport } from '../contract/small-export.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { configured, samplesIn } from './cli-sync-scene.ts';
import { runCli, runCliProcess } from './run-cli.ts';

function folderAndProfile() {
  const dir = scratchDir();
  const folder = join(dir, 'Downloads');
  mkdirSync(folder);
  return { folder, made: writeSmallExport(dir), rest: ['--profile', join(dir, 'profile'), '--json'] };
}

test('--once imports what lies there, and nothing the second time', async () => {
  const { folder, made, rest } = folderAndProfile();
  copyFileSync(made, join(folder, 'export.zip'));
  const first = await runCli(['watch', folder, '--once', ...rest]);
  expect(first).toMatchObject({
    code: 0,
    lines: [{ state: 'completed', records: { added: recordsIn(20) } }],
  });
  expect(first.stderr).not.toBe('');
  const second = await runCli(['watch', folder, '--once', ...rest]);
  expect(second).toMatchObject({ code: 0, stdout: '' });
});

test('--quiet leaves the result alone', async () => {
  const { folder, made, rest } = folderAndProfile();
  copyFileSync(made, join(folder, 'export.zip'));
  const { code, lines, stderr } = await runCli(['watch', folder, '--once', '--quiet', ...rest]);
  expect({ code, count: lines.length, stderr }).toEqual({ code: 0, count: 1, stderr: '' });
});

test('until Ctrl-C: what comes into the folder is imported', async () => {
  const { folder, made, rest } = folderAndProfile();
  const end = await runCliProcess(['watch', folder, ...rest], (child) => {
    child.stderr?.once('data', () => copyFileSync(made, join(folder, 'export.zip')));
    // One object a line: the import has ended.
    return new Promise<void>((resolve) => {
      child.stdout?.once('data', () => {
        child.kill('SIGINT');
        resolve();
      });
    });
  });
  expect(end.lines).toMatchObject([{ state: 'completed', records: { added: recordsIn(20) } }]);
  expect(end.code).toBe(0);
});

test('what is no folder is refused with a sentence', async () => {
  const { made, rest } = folderAndProfile();
  const { code, stderr } = await runCli(['watch', made, ...rest]);
  expect(code).toBe(2);
  expect(stderr).toContain('This folder doesn’t exist');
});

test('--once sends what is pending without a new export, and ends as sync does', async () => {
  const scene = await configured();
  const folder = scratchDir();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const mend = scene.sandbox.atlas.faults.every('*', { kind: 'htmlError', status: 503 });
  const failing = await scene.run(['watch', folder, '--once']);
  expect(failing).toMatchObject({ code: 3, stdout: '' });
  mend();
  expect(scene.sandbox.holdings()).toMatchObject({ atlas: { samples: 0 } });
  expect((await scene.run(['watch', folder, '--once', '--no-sync'])).code).toBe(0);
  expect(scene.sandbox.holdings()).toMatchObject({ atlas: { samples: 0 } });
  const app = openProfile(scene.profile);
  expect(await scene.run(['watch', folder, '--once'])).toMatchObject({ code: 4, stdout: '' });
  app.close();
  const { stdout, stderr } = await scene.done('watch', folder, '--once');
  expect(stdout).toBe('');
  expect(stderr).toContain(`${samplesIn} delivered`);
  expect(scene.sandbox.holdings()).toMatchObject({ atlas: { samples: samplesIn, doubled: 0 } });
});

test('--quiet still says on stderr what couldn’t be sent: watch ends with 3, import with the code of the import', async () => {
  const scene = await configured();
  const folder = scratchDir();
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  scene.sandbox.atlas.faults.every('*', { kind: 'htmlError', status: 503 });
  // The counts, and why, indented beneath them.
  const stderr = expect.stringMatching(new RegExp(`${samplesIn} (pending|uncertain).*\\n {2}\\S`));
  expect(await scene.run(['import', scene.exportPath, '--quiet'])).toMatchObject({ code: 0, stderr });
  expect(await scene.run(['watch', folder, '--once', '--quiet'])).toMatchObject({
    code: 3,
    stdout: '',
    stderr,
  });
});

test('--once sends what it imported, once for all files', async () => {
  const scene = await configured();
  const folder = scratchDir();
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  copyFileSync(scene.exportPath, join(folder, 'export.zip'));
  const { lines } = await scene.done('watch', folder, '--once', '--json');
  expect(lines).toMatchObject([{ state: 'completed' }]);
  expect(scene.sandbox.holdings()).toMatchObject({ atlas: { samples: samplesIn, doubled: 0 } });
});

test('a file that comes while the app has the history is imported once the app has closed it', async () => {
  const { folder, made, rest } = folderAndProfile();
  const profile = rest[1] ?? '';
  await runCli(['watch', folder, '--once', ...rest]);
  const app = openProfile(profile);
  const end = await runCliProcess(['watch', folder, ...rest], (child) => {
    child.stderr?.once('data', () => copyFileSync(made, join(folder, 'export.zip')));
    return new Promise<void>((resolve) => {
      // The first line is the refusal, the second the import.
      child.stdout?.once('data', () => {
        app.close();
        child.stdout?.once('data', () => {
          child.kill('SIGINT');
          resolve();
        });
      });
    });
  });
  expect(end.lines).toMatchObject([
    { state: 'refused', code: 'profile.in_use' },
    { state: 'completed', records: { added: recordsIn(20) } },
  ]);
  expect(end.code).toBe(0);
});
