import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/index.ts';
import type { TargetId } from '../../src/shared/domain/sync.ts';
import type { Result } from '../../src/shared/errors.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { settingsOf, tokenVariables } from '../sandbox/setup-lines.ts';

const monthS = 30 * 24 * 3600;

/** Stand-ins of Trendy, Atlas and Foundry with every limit of theirs on, and tokens that outlast the demo. */
export function startServers(): Promise<Sandbox> {
  return startSandbox({ trendy: { tokenLifetimeS: monthS } });
}

/** A call of the contract by whatever door, its value taken. Throws an Error with the code of a refusal. */
export type Ask = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

export function askThrough(send: (name: string, input: unknown) => Promise<unknown>): Ask {
  return async <N extends CallName>(name: N, input: CallInput<N>) =>
    resultValue((await send(name, input)) as Result<CallOutput<N>>);
}

export function resultValue<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${result.error.code}`);
}

/** Enters the addresses and tokens that a person would type into Settings. Nothing is turned on. */
export async function enterTargets(ask: Ask, sandbox: Sandbox): Promise<void> {
  const settings = settingsOf(sandbox);
  const tokens = tokenVariables(sandbox);
  const variables = { trendy: 'TRENDY_ACCESS_TOKEN', atlas: 'ATLAS_ACCESS_TOKEN', foundry: 'FOUNDRY_TOKEN' };
  for (const [target, variable] of Object.entries(variables) as [TargetId, string][]) {
    const baseUrl = settings[`${target}.baseUrl`] ?? '';
    const dataset = target === 'foundry' ? { datasetRid: settings['foundry.datasetRid'] ?? '' } : {};
    await ask('settings.configureTarget', { target, baseUrl, ...dataset });
    await ask('settings.setToken', { target, token: tokens[variable] ?? '' });
  }
}
