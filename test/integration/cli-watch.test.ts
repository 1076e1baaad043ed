import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordsIn, writeSmallExport } from '../contract/small-export.ts';
import { scratchDir } from '../unit/data/scratch.ts';
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
