import type { TargetId } from '../../shared/domain/sync.ts';

/** Tokens from a script. They're kept in memory for the run, never stored and never printed; opaque ones count as valid. */
export const tokenVariables: Readonly<Record<TargetId, string>> = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
};

export type Tokens = Partial<Readonly<Record<TargetId, string>>>;

/** The tokens that are set; only one target's if it's named: the others then count as signed out and send nothing. */
export function tokensIn(env: Readonly<Record<string, string | undefined>>, only?: TargetId): Tokens {
  const found: Partial<Record<TargetId, string>> = {};
  for (const [target, variable] of Object.entries(tokenVariables) as [TargetId, string][]) {
    const token = env[variable]?.trim() ?? '';
    if (token !== '' && (only === undefined || only === target)) found[target] = token;
  }
  return found;
}

/** Passphrase of backups, which are encrypted if it's set. On the command line it would appear in the shell's history and in every process list. */
export const passphraseVariable = 'HEALTH_RELAY_PASSPHRASE';

/** Null: not set. */
export function passphraseIn(env: Readonly<Record<string, string | undefined>>): string | null {
  return env[passphraseVariable] || null;
}
