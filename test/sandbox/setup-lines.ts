// What a person types to point Health Relay at the sandbox.
import type { Sandbox } from './sandbox.ts';

const monthMs = 30 * 24 * 3_600_000;

/** Access tokens for scripts, by the variable the CLI reads; those of Atlas and Foundry are good for a month. */
export function tokenVariables(sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    TRENDY_ACCESS_TOKEN: sandbox.trendy.token(),
    ATLAS_ACCESS_TOKEN: sandbox.atlas.token('auth0|sandbox', { expiresInMs: monthMs }),
    FOUNDRY_TOKEN: sandbox.foundry.token({ expiresInMs: monthMs }),
  };
}

/** The settings, keys as the CLI's `config set` takes them. */
export function settingsOf(sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    'trendy.baseUrl': sandbox.trendy.baseUrl,
    'atlas.baseUrl': sandbox.atlas.baseUrl,
    'foundry.baseUrl': sandbox.foundry.baseUrl,
    'foundry.datasetRid': sandbox.foundry.datasetRid,
  };
}

/** Lines for a POSIX shell: tokens first, then one `config set` a setting. */
export function setupLines(sandbox: Sandbox): string[] {
  return [
    ...Object.entries(tokenVariables(sandbox)).map(([name, token]) => `export ${name}='${token}'`),
    ...Object.entries(settingsOf(sandbox)).map(
      ([key, value]) => `npm run cli -- config set ${key} '${value}'`,
    ),
  ];
}
