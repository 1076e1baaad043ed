import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/headless/cli/command-line.ts';
import { jsonLines, jsonVersion } from '../../src/headless/cli/json-lines.ts';

const cli = join(import.meta.dirname, '../../src/headless/cli.ts');

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON, one object a line. */
  readonly lines: Record<string, unknown>[];
}

type Variables = Readonly<Record<string, string>>;

// The variables of a command are those of the whole process meanwhile.
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command to its end in this process, one at a time: a start of Node takes longer than most commands. `env` adds to the
 * variables. What signals, pipes, locks between programs or a keychain are about takes `runCliProcess`.
 */
export function runCli(words: readonly string[], env: Variables = {}): Promise<CliEnd> {
  const ended = last.then(() => runHere(words, env));
  last = ended.catch(() => undefined);
  return ended;
}

async function runHere(words: readonly string[], env: Variables): Promise<CliEnd> {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  const said = { stdout: '', stderr: '' };
  Object.assign(process.env, env);
  try {
    const note = (line: string) => {
      said.stderr += `${line}\n`;
    };
    const code = await runCommandLine(words, {
      isClosed: false,
      result: async (line) => {
        said.stdout += `${line}\n`;
      },
      note,
      failure: note,
      progress: () => {},
    });
    return endOf(words, code, said);
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** Runs a command in a process of its own; `meanwhile` gets the process, `env` adds to what it inherits. */
export async function runCliProcess(
  words: readonly string[],
  meanwhile?: (child: ChildProcess) => unknown,
  env: Variables = {},
): Promise<CliEnd> {
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await meanwhile?.(child);
  return endOf(words, await ended, said);
}

/** Every line of `--json` in any test is one that the README describes, to the last field; `lines` are without the version. */
function endOf(
  words: readonly string[],
  code: number | null,
  said: { readonly stdout: string; readonly stderr: string },
): CliEnd {
  const printed = said.stdout.split('\n').filter((line) => line.startsWith('{'));
  const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
  const name = words.find((word) => !word.startsWith('-')) ?? '';
  const shapes = Object.entries(jsonLines).filter(([of]) => of.split(',')[0] === name);
  if (!words.includes('--json') || shapes.length === 0) return { code, ...said, lines };
  return {
    code,
    ...said,
    lines: lines.map(({ version, ...line }) => {
      expect(version).toBe(jsonVersion);
      const found = shapes.map(([, shape]) => shape.safeParse(line));
      const fits = found.find(({ success, data }) => success && isDeepStrictEqual(data, line));
      if (fits === undefined)
        expect.fail(
          `not a line of ${name}: ${JSON.stringify(line)} ${found.map(({ error }) => error?.message ?? 'more than is described').join()}`,
        );
      return line;
    }),
  };
}
