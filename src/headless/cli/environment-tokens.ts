import type { TargetId } from '../../shared/domain/sync.ts';

/** Tokens that a script gives. They are kept in memory for the run, never stored and never printed; opaque ones are valid. */
export const tokenVariables: Readonly<Record<TargetId, string>> = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
};

export type Tokens = Partial<Readonly<Record<TargetId, string>>>;

/** What of them is set; of one target alone when it is named: the others then count as signed out and send nothing. */
export function tokensIn(env: Readonly<Record<string, string | undefined>>, only?: TargetId): Tokens {
  const found: Partial<Record<TargetId, string>> = {};
  for (const [target, variable] of Object.entries(tokenVariables) as [TargetId, string][]) {
    const token = env[variable]?.trim() ?? '';
    if (token !== '' && (only === undefined || only === target)) found[target] = token;
  }
  return found;
}

/** Of backups, which are encrypted where it is set. On the command line it would stand in the shell's history and in every list of processes. */
export const passphraseVariable = 'HEALTH_RELAY_PASSPHRASE';

/** Null: none is set. */
export function passphraseIn(env: Readonly<Record<string, string | undefined>>): string | null {
  return env[passphraseVariable] || null;
}
