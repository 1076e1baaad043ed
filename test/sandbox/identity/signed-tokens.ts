// Signed tokens (RS256): made by the identity provider, checked by the servers with the keys it publishes.
import { createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

export type TokenClaims = Readonly<Record<string, unknown>>;

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** A public key as `/.well-known/jwks.json` shows it. */
export type PublishedKey = JsonWebKey & { readonly kid?: string };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function signToken(claims: TokenClaims, { kid, privateKey }: SigningKey): string {
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** The claims of a token, nothing checked; null for what is not a token. */
export function readToken(token: string): { header: TokenClaims; claims: TokenClaims } | null {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const [header, claims] = parts
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    return { header, claims };
  } catch {
    return null;
  }
}

export interface TokenRules {
  /** Exactly, with its slash at the end (atlas/README §2). */
  readonly issuer: string;
  /** Must be `aud` or among it. */
  readonly audience: string;
  readonly now: () => number;
}

/** A server's check of an access token: RS256, key, issuer, audience, end. One verdict for every fault (atlas/README §2). */
export function tokenVerifier(
  keys: readonly PublishedKey[],
  { issuer, audience, now }: TokenRules,
): (token: string) => TokenClaims | null {
  const known = keys.map((jwk) => ({ kid: jwk.kid, key: createPublicKey({ key: jwk, format: 'jwk' }) }));
  return (token) => {
    const read = readToken(token);
    if (read === null || read.header['alg'] !== 'RS256') return null;
    const { header, claims } = read;
    // Without a kid the only key is meant (atlas/README §2).
    const key =
      header['kid'] === undefined && known.length === 1
        ? known[0]?.key
        : known.find(({ kid }) => kid === header['kid'])?.key;
    const at = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(at + 1), 'base64url');
    if (!key || !verify('RSA-SHA256', Buffer.from(token.slice(0, at)), key, signature)) return null;
    if (claims['iss'] !== issuer || ![claims['aud']].flat().includes(audience)) return null;
    return typeof claims['exp'] === 'number' && now() < claims['exp'] * 1000 ? claims : null;
  };
}

/** As a server does on its first request: the keys over HTTP. Throws when they cannot be read. */
export async function fetchVerifier(rules: TokenRules): Promise<(token: string) => TokenClaims | null> {
  const response = await fetch(`${rules.issuer}.well-known/jwks.json`);
  if (!response.ok) throw new Error(`no keys at ${rules.issuer}: ${response.status}`);
  const { keys } = (await response.json()) as { keys: readonly PublishedKey[] };
  return tokenVerifier(keys, rules);
}
