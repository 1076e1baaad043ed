// What a person types to point Health Relay at the sandbox.
import type { IdentitySandbox } from './identity/identity-sandbox.ts';
import { people } from './identity/people.ts';
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
    ...(sandbox.identity === null ? {} : signInSettings(sandbox, sandbox.identity)),
  };
}

/** What signing in needs, instead of tokens. */
const signInSettings = ({ trendy, foundry }: Sandbox, identity: IdentitySandbox) => ({
  'auth0.domain': identity.domain,
  'auth0.clientId': identity.clientId,
  'auth0.audience': identity.audience,
  'trendy.supabaseUrl': trendy.supabaseUrl,
  'trendy.supabaseAnonKey': trendy.anonKey,
  'foundry.clientId': foundry.clientId,
});

/** Lines for a POSIX shell: tokens first, then one `config set` a setting. */
export function setupLines(sandbox: Sandbox): string[] {
  return [
    ...Object.entries(tokenVariables(sandbox)).map(([name, token]) => `export ${name}='${token}'`),
    ...Object.entries(settingsOf(sandbox)).map(
      ([key, value]) => `npm run cli -- config set ${key} '${value}'`,
    ),
  ];
}

/** How a person signs in instead, one line a person. */
export function signInLines(sandbox: Sandbox): string[] {
  if (sandbox.identity === null) return [];
  return people.map(({ id, name }) => {
    const { email, password } = sandbox.trendy.user(id);
    return `# Or sign in: ${name} on the page that opens; at Trendy's own login ${email} with "${password}".`;
  });
}
