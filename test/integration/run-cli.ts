import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const cli = join(import.meta.dirname, '../../src/headless/cli.ts');

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON, one object a line. */
  readonly lines: Record<string, unknown>[];
}

/** Runs the command line to its end in a process of its own; `meanwhile` gets the process, `env` adds to what it inherits. */
export async function runCli(
  words: readonly string[],
  meanwhile?: (child: ChildProcess) => unknown,
  env: Readonly<Record<string, string>> = {},
): Promise<CliEnd> {
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await meanwhile?.(child);
  const code = await ended;
  const printed = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { code, stdout, stderr, lines: printed.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
