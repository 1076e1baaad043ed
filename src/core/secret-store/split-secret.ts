import { createHash, randomBytes } from 'node:crypto';

/** The entries of a keychain under one service name: short texts by name. Blocking; throws the platform's errors. */
export interface KeychainEntries {
  read(name: string): string | null;
  write(name: string, text: string): void;
  remove(name: string): boolean;
  names(): string[];
}

/**
 * Characters in one entry. Windows takes 2560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h) of UTF-16, so 1280; the same everywhere,
 * so there is only one form of a stored secret.
 */
const entryLimit = 1200;
const whole = 'whole:';
/** split:GENERATION:NUMBER OF PARTS:SHA-256 of the encoded secret */
const splitForm = /^split:([\w-]{8}):(\d+):([\w-]{43})$/;
const partMark = '#';

const encode = (secret: string): string => Buffer.from(secret, 'utf8').toString('base64url');
const decode = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const partNames = (account: string, generation: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${account}${partMark}${generation}.${i}`);

/**
 * Keeps the secret of an account, over several entries when one is too short (a refresh token may be a long JWT). The parts of a new
 * secret are written under new names, then the entry that names them: whenever this is cut off, the former secret or the new
 * one is complete. Throws the platform's errors.
 */
export function writeSecret(entries: KeychainEntries, account: string, secret: string): void {
  const text = encode(secret);
  const former = namesOfParts(account, entries.read(account));
  if (whole.length + text.length <= entryLimit) {
    entries.write(account, whole + text);
  } else {
    const parts = text.match(new RegExp(`.{1,${entryLimit}}`, 'g')) ?? [];
    const generation = randomBytes(6).toString('base64url');
    const names = partNames(account, generation, parts.length);
    try {
      for (const [i, name] of names.entries()) entries.write(name, parts[i] ?? '');
      entries.write(account, `split:${generation}:${parts.length}:${digest(text)}`);
    } catch (error) {
      removeQuietly(entries, names);
      throw error;
    }
  }
  removeQuietly(entries, former);
}

/** The secret of an account; null when there is none or a part of it is missing or altered. Throws the platform's errors. */
export function readSecret(entries: KeychainEntries, account: string): string | null {
  const head = entries.read(account);
  if (head?.startsWith(whole)) return decode(head.slice(whole.length));
  const parts: string[] = [];
  for (const name of namesOfParts(account, head)) {
    const part = entries.read(name);
    if (part === null) return null;
    parts.push(part);
  }
  const text = parts.join('');
  return parts.length > 0 && splitForm.exec(head ?? '')?.[3] === digest(text) ? decode(text) : null;
}

/** Removes the secret of an account with every part that a cut-off write may have left. True when there was anything. */
export function removeSecret(entries: KeychainEntries, account: string): boolean {
  const parts = entries.names().filter((name) => name.startsWith(account + partMark));
  // The entry that names the parts goes last: until then the account is known to have something left.
  return [...parts, account].map((name) => entries.remove(name)).includes(true);
}

/** Accounts with names that begin with `prefix`, sorted; including those with only parts left, so they can be removed. */
export function accountsWith(entries: KeychainEntries, prefix: string): string[] {
  const accounts = entries.names().map((name) => name.split(partMark, 1)[0] ?? name);
  return [...new Set(accounts)].filter((account) => account.startsWith(prefix)).sort();
}

function namesOfParts(account: string, head: string | null): string[] {
  const [, generation, count] = splitForm.exec(head ?? '') ?? [];
  return generation === undefined ? [] : partNames(account, generation, Number(count));
}

/** Parts that cannot be removed now are removed with their account: the secret itself is kept, or refused, anyway. */
function removeQuietly(entries: KeychainEntries, names: readonly string[]): void {
  try {
    for (const name of names) entries.remove(name);
  } catch {
    // removeSecret finds them by name.
  }
}
