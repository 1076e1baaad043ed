import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands, options, readArguments } from '../../../../src/headless/cli/arguments.ts';
import { commandShapes, completionFor } from '../../../../src/headless/cli/completion.ts';
import { usage } from '../../../../src/headless/cli/usage.ts';
import { scratchDir } from '../../data/scratch.ts';

const isThere = (shell: string) => spawnSync(shell, ['-c', ':']).error === undefined;

/** What bash would offer for each of these lines, whose last word is the one that is typed. */
function offered(lines: readonly (readonly string[])[], cwd = scratchDir()): string[][] {
  const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const asked = lines.map(
    (words) => `COMP_WORDS=(health-relay ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}
_health_relay; printf '%s\\n' "\${COMPREPLY[@]}" --end--`,
  );
  const script = `${completionFor('bash')}\n${asked.join('\n')}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .split('--end--\n')
    .slice(0, -1)
    .map((part) => part.split('\n').filter((line) => line !== ''));
}

// The script runs in bash itself, which not every computer has.
test.runIf(isThere('bash'))(
  'bash offers commands, then what the command takes, then what its option takes',
  () => {
    const [first, events, category, targets, config, acts, from, quiet] = offered([
      [''],
      ['events', ''],
      ['events', '--category', 's'],
      ['sync', '--target', ''],
      ['config', ''],
      ['answer', 't'],
      ['records', '--from', ''],
      ['sync', '-'],
    ]);
    expect(first).toEqual([...Object.keys(commands), 'help']);
    expect(events).toEqual(['--profile', '--json', '--category', '--from', '--to', '--help', '-h']);
    expect(category).toEqual(['steps', 'sleep']);
    expect(targets).toEqual(['trendy', 'atlas', 'foundry']);
    expect(config).toEqual(['get', 'set', '--profile', '--json', '--help', '-h']);
    expect(acts).toEqual(['transaction']);
    expect(from).toEqual([]);
    expect(quiet).toContain('-q');
  },
);

// It needs bash, too.
test.runIf(isThere('bash'))('bash offers files where files go, also those with spaces in their names', () => {
  const dir = scratchDir();
  writeFileSync(join(dir, 'my export.zip'), '');
  mkdirSync(join(dir, 'folder'));
  const [files, folder, flags] = offered(
    [
      ['import', 'm'],
      ['status', '--profile', 'f'],
      ['import', '--q'],
    ],
    dir,
  );
  expect(files).toEqual(['my export.zip']);
  expect(folder).toEqual(['folder']);
  expect(flags).toEqual(['--quiet']);
});

test('everything that is offered is taken, and everything that is taken is offered', () => {
  const shapes = commandShapes();
  expect(shapes.map(({ name }) => name)).toEqual(Object.keys(commands));
  const known = new Set(shapes.flatMap((shape) => shape.options.map(({ word }) => word.slice(2))));
  expect([...known].sort()).toEqual(Object.keys(options).sort());
  for (const { name, options: taken } of shapes) {
    expect(usage).toContain(` ${name}`);
    for (const { word, value } of taken) {
      const tried = () => readArguments([name, word, ...(value === null ? [] : [value.words[0] ?? '1'])]);
      // What else it lacks is told; that the option is none of this command would be told first.
      expect(reasonOf(tried)).not.toMatch(/not for this command|Unknown option|argument missing/);
    }
  }
});

function reasonOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const shells = ['bash', 'zsh', 'fish'] as const;

test.each(shells)('the script for %s names every command', (shell) => {
  const script = completionFor(shell);
  for (const name of Object.keys(commands)) expect(script).toContain(name);
});

// Only a shell can read its own script, and not every computer has all three. .ci/run installs them.
test.each(shells.filter(isThere))('%s finds no fault in its script', (shell) => {
  const file = join(scratchDir(), 'completion');
  writeFileSync(file, completionFor(shell));
  const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
