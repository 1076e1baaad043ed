import type { Account } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The claims of a JWT, unverified: the server verifies it, and we only need its owner. Null for an opaque token. */
export function claimsOf(token: string): Claims | null {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

/** The account of claims about a person (OpenID Connect Core §5.1); null without a subject. */
export function accountOfClaims(claims: Claims | null | undefined): Account | null {
  const id = textOf(claims?.['sub']);
  if (id === null) return null;
  const name = ['name', 'email', 'nickname'].map((key) => textOf(claims?.[key])).find((one) => one !== null);
  return { id, name: name ?? id };
}

/**
 * The account of a token, if it names one. Foundry's tokens carry the user's UUID as base64 of its 16 bytes
 * (palantir/auth-tokens, UnverifiedJsonWebToken); its other interfaces write it as text, and so do we.
 */
export function accountOfToken(target: TargetId, token: string): Account | null {
  const account = accountOfClaims(claimsOf(token));
  if (target !== 'foundry' || account === null) return account;
  const bytes = Buffer.from(account.id, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== account.id) return account;
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, name: account.name === account.id ? id : account.name };
}

/** How long a JWT is good for from its making, milliseconds; the difference of two server times does not need our clock. */
export function lifeOfToken(token: string): number | null {
  const claims = claimsOf(token);
  const { exp, iat } = { exp: claims?.['exp'], iat: claims?.['iat'] };
  return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? (exp - iat) * 1000 : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
