import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createDataProgram } from '../../src/data/program.ts';
import { targetIds } from '../../src/shared/domain/sync.ts';
import { writeSmallExport } from '../contract/small-export.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { settingsOf, tokenVariables } from '../sandbox/setup-lines.ts';
import { memorySecrets } from '../support/memory-secrets.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { type CliEnd, runCli } from './run-cli.ts';

/** Its records, the blood pressure and the workout; the route is off by default. */
export const samplesIn = 20 + 3 + 2;

export interface CliScene {
  readonly sandbox: Sandbox;
  readonly profile: string;
  readonly exportPath: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** With every token in the environment, unless another environment is given. */
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliEnd>;
  /** `run`, which must end with 0. */
  done(...words: string[]): Promise<CliEnd>;
}

/** A profile of its own and the servers; no token may ever stand in what a command prints. */
export async function cliScene(): Promise<CliScene> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const tokens = tokenVariables(sandbox);
  const run = async (words: readonly string[], env = tokens) => {
    const end = await runCli([...words, '--profile', profile], env);
    for (const token of Object.values(tokens)) expect(end.stdout + end.stderr).not.toContain(token);
    return end;
  };
  const done = async (...words: string[]) => {
    const end = await run(words);
    expect([words, end.code, end.stderr]).toEqual([words, 0, end.stderr]);
    return end;
  };
  return { sandbox, profile, exportPath: writeSmallExport(dir), tokens, run, done };
}

/** Addresses and home zone set, nothing turned on. Not by the command line: each command takes a process. */
export async function configured(): Promise<CliScene> {
  const scene = await cliScene();
  const startThread = () => {
    throw new Error('nothing is imported here');
  };
  const program = await createDataProgram({
    profileDir: scene.profile,
    threads: { startImport: startThread, openSecrets: memorySecrets().open },
    push: () => {},
    relaying: 'on_request',
  });
  const settings = settingsOf(scene.sandbox);
  for (const target of targetIds) {
    const datasetRid = settings[`${target}.datasetRid`];
    const baseUrl = settings[`${target}.baseUrl`] ?? '';
    program.sync.targets.configure({ target, baseUrl, datasetRid });
  }
  program.sync.settings.set('homeZone', 'Europe/Berlin');
  await program.close();
  return scene;
}
