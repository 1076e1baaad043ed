import { openReader } from '../../core/db/open.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import type { ConfigArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openHistory } from './open-history.ts';
import { openProgram } from './open-program.ts';
import type { Output } from './output.ts';
import { type ConfigValue, configKey, configKeys, configText, readConfig, scopeOf } from './read-config.ts';
import { setConfig } from './set-config.ts';

/** `config get [KEY]` and `config set KEY VALUE`. Tokens aren't settings: they come from the environment and are not stored. */
export async function runConfig(given: ConfigArguments, output: Output): Promise<ExitCode> {
  const [act, name, value] = given.paths;
  if (act === 'set' && name !== undefined && value !== undefined) await set(given, name, value, output);
  else await get(given, name, output);
  return exitCodes.done;
}

async function get(given: ConfigArguments, name: string | undefined, output: Output): Promise<void> {
  const wanted = name === undefined ? configKeys : [configKey(name)];
  const { reader } = await openHistory(given.profile);
  try {
    const values = wanted.map((key): [string, ConfigValue] => [key.name, readConfig(reader, key)]);
    if (given.json) return await output.result(jsonLine('config', Object.fromEntries(values)));
    for (const [key, value] of values) {
      await output.result(name === undefined ? `${key} ${configText(value)}`.trimEnd() : configText(value));
    }
  } finally {
    reader.close();
  }
}

async function set(given: ConfigArguments, name: string, text: string, output: Output): Promise<void> {
  const key = configKey(name);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    const { sync: parts } = program;
    const { destinations, settings } = parts;
    await setConfig(key, text, {
      parts,
      account: program.account,
      scope: (target) => scopeOf(target, destinations.current(target), settings.get('chosenScopes')),
      note: (line) => output.note(line),
    });
    // The changes to events are finished before the program ends; otherwise they'd be resumed later.
    await parts.service.whenResting(0);
  } finally {
    await program.close();
  }
  const reader = openReader(profilePaths(given.profile).database);
  try {
    const value = readConfig(reader, key);
    const line = `${name} ${configText(value)}`.trimEnd();
    await output.result(given.json ? jsonLine('config', { [name]: value }) : line);
  } finally {
    reader.close();
  }
}
