import { randomBytes } from 'node:crypto';

/** A token of three parts that reads like a JWT; its signature is random, so only a list of the issuer's makes it valid. */
export function tokenShaped(header: object, claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode(header)}.${encode(claims)}.${randomBytes(32).toString('base64url')}`;
}
