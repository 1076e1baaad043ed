import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands, options, readArguments } from '../../../../src/headless/cli/arguments.ts';
import { commandShapes, completionFor } from '../../../../src/headless/cli/completion.ts';
import { configKeys } from '../../../../src/headless/cli/read-config.ts';
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

const foundryKeys = [
  ...[
    'baseUrl',
    'branch',
    'clientId',
    'datasetRid',
    'enabled',
    'format',
    'isPaused',
    'kinds',
    'redirectPort',
  ],
  ...['startDay', 'userId'],
].map((part) => `foundry.${part}`);

// The script runs in bash itself, which not every computer has.
test.runIf(isThere('bash'))(
  'bash offers commands, then what the command takes, then what its option takes',
  () => {
    const [first, events, category, targets, config, acts, from, quiet, keys, formats, kinds, text] = offered(
      [
        [''],
        ['events', ''],
        ['events', '--category', 's'],
        ['sync', '--target', ''],
        ['config', ''],
        ['answer', 't'],
        ['records', '--from', ''],
        ['sync', '-'],
        ['config', 'set', 'foundry.'],
        ['config', 'set', 'foundry.format', ''],
        ['config', 'set', 'trendy.kinds', 's'],
        ['config', 'set', 'foundry.branch', ''],
      ],
    );
    expect(first).toEqual([...Object.keys(commands), 'help']);
    expect(events).toEqual(['--profile', '--json', '--category', '--from', '--to', '--help', '-h']);
    expect(category).toEqual(['steps', 'sleep']);
    expect(targets).toEqual(['trendy', 'atlas', 'foundry']);
    expect(config).toEqual(['get', 'set', '--profile', '--json', '--help', '-h']);
    expect(acts).toEqual(['transaction']);
    expect(from).toEqual([]);
    expect(quiet).toContain('-q');
    expect(keys).toEqual(foundryKeys);
    expect(formats).toEqual(['ndjson', 'parquet']);
    expect(kinds).toEqual(['steps', 'sleep']);
    expect(text).toEqual([]);
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

test('set offers only keys that it takes; get offers all', () => {
  const config = commandShapes().find(({ name }) => name === 'config');
  const [get, set] = config?.followers ?? [];
  expect(get?.words).toEqual(configKeys.map(({ name }) => name));
  expect(get?.words.filter((key) => !set?.words.includes(key))).toEqual([
    'answeredExports',
    'watchedFolders',
  ]);
});

// Like the others: a run without fish names it (test/support/test-verdict.ts).
test.runIf(isThere('fish'))('fish offers what follows config', () => {
  const script = join(scratchDir(), 'completion.fish');
  writeFileSync(script, completionFor('fish'));
  const offeredBy = (line: string) => {
    const { stdout } = spawnSync('fish', ['-N', '-c', `source ${script}; complete -C '${line}'`], {
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((word) => word !== '');
  };
  expect(offeredBy('health-relay config ')).toEqual(['get', 'set']);
  expect(offeredBy('health-relay config set foundry.')).toEqual(foundryKeys);
  expect(offeredBy('health-relay config set foundry.format ')).toEqual(['ndjson', 'parquet']);
});

// A zsh in a terminal of its own, with the lines of --help; it needs zsh with its terminal module.
const hasTerminals = spawnSync('zsh', ['-fc', 'zmodload zsh/zpty']).status === 0;

test.runIf(hasTerminals)('zsh completes by the setup in --help', () => {
  const dir = scratchDir();
  writeFileSync(join(dir, 'completion'), completionFor('zsh'));
  // Stands in for the program, which takes seconds to start.
  writeFileSync(join(dir, 'npm'), `#!/bin/sh\n[ "$7 $8" = 'completion zsh' ] && cat '${dir}/completion'\n`, {
    mode: 0o755,
  });
  const define = usage.match(/^ *(health-relay\(\) .*)$/m)?.[1] ?? '';
  const load = usage.match(/eval "\$\(health-relay completion zsh\)"/)?.[0] ?? '';
  const setup = [
    'PS1= PS2=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -u -D',
    define.replace('DIR', dir),
    load,
    // Shows the line as completed, and begins another.
    'show() { print -r -- "<<$BUFFER>>"; BUFFER=; }; zle -N show; bindkey "^G" show; print -r -- re""ady',
  ];
  writeFileSync(join(dir, 'setup'), `${setup.join('\n')}\n`);
  const typed = [
    ['health-relay wa', 'health-relay watch '],
    ['health-relay sync --tar', 'health-relay sync --target '],
    ['health-relay sync --target f', 'health-relay sync --target foundry '],
    ['health-relay config set foundry.fo', 'health-relay config set foundry.format '],
    ['health-relay config set foundry.format p', 'health-relay config set foundry.format parquet '],
  ] as const;
  const script = [
    'zmodload zsh/zpty; zpty z zsh -f -i',
    `zpty -w z 'source ${dir}/setup'; zpty -r z out '*ready*'`,
    ...typed.map(
      ([words]) => `zpty -w -n z $'${words}\\t\\C-g'; zpty -r z out '*<<*>>*'; print -r -- "\${out##*<<}"`,
    ),
    'zpty -d z',
  ];
  const { stdout } = spawnSync('zsh', ['-fc', script.join('\n')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dir}:${process.env['PATH']}`, TERM: 'dumb', HOME: dir },
    timeout: 60_000,
  });
  expect(stdout.match(/[^\n]*(?=>>)/g)?.filter((line) => line !== '')).toEqual(
    typed.map(([, whole]) => whole),
  );
});
