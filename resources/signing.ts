import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';

type Environment = Readonly<Record<string, string | undefined>>;

/** Any of the three ways in which electron-builder lets Apple look at an app (its "Notarization"). */
const notaryKeys = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
] as const;

/** The parts that are configured by the publisher's keys, and off without them. */
export interface Publishing {
  readonly mac: Pick<
    NonNullable<Configuration['mac']>,
    'identity' | 'hardenedRuntime' | 'notarize' | 'forceCodeSigning'
  >;
  readonly win: Pick<NonNullable<Configuration['win']>, 'signExecutable' | 'forceCodeSigning'>;
  readonly publish: NonNullable<Configuration['publish']> | null;
  /** What package.json says of updates in the package, where the archive's integrity vouches for it (src/main/updater.ts reads it). */
  readonly updates: { readonly url: string; readonly key: string } | null;
}

/**
 * Signs where a certificate is named (CSC_LINK or CSC_NAME, WIN_CSC_LINK on Windows), has Apple notarise where its keys are there
 * too, and names where updates come from (latest*.yml, app-update.yml, package.json) where HEALTH_RELAY_UPDATES_URL is an https address and
 * HEALTH_RELAY_UPDATES_KEY the key that they are signed with. With keys, an app that could not be signed is a failure; without, no
 * certificate that happens to be in a keychain is taken.
 */
export function publishingWith(env: Environment): Publishing {
  const isSignedOnMac = isSet(env, 'CSC_LINK') || isSet(env, 'CSC_NAME');
  const isSignedOnWindows = isSet(env, 'WIN_CSC_LINK') || isSet(env, 'CSC_LINK');
  const isNotarised = isSignedOnMac && notaryKeys.some((names) => names.every((name) => isSet(env, name)));
  const address = env['HEALTH_RELAY_UPDATES_URL'];
  const url = address ? httpsAddress(address) : null;
  return {
    mac: {
      ...(isSignedOnMac ? {} : { identity: null }),
      hardenedRuntime: true,
      notarize: isNotarised,
      forceCodeSigning: isSignedOnMac,
    },
    win: { signExecutable: isSignedOnWindows, forceCodeSigning: isSignedOnWindows },
    publish: url === null ? null : { provider: 'generic', url },
    updates:
      url === null
        ? null
        : {
            url,
            key: createPublicKey(updatesKey(env)).export({ format: 'der', type: 'spki' }).toString('base64'),
          },
  };
}

function isSet(env: Environment, name: string): boolean {
  return Boolean(env[name]);
}

/** Throws an Error on everything else: an update that anybody on the way could replace is none. */
function httpsAddress(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:')
    throw new Error('HEALTH_RELAY_UPDATES_URL is no https address');
  return text;
}

/**
 * The publisher's private key: Ed25519 (RFC 8410), PKCS #8 in base64. Throws an Error when there is none: the app believes nothing unsigned, so
 * packages without it would look for updates and never find one.
 */
function updatesKey(env: Environment): KeyObject {
  const given = env['HEALTH_RELAY_UPDATES_KEY'];
  if (!given) throw new Error('HEALTH_RELAY_UPDATES_URL needs HEALTH_RELAY_UPDATES_KEY to sign with');
  const key = createPrivateKey({ key: Buffer.from(given, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('HEALTH_RELAY_UPDATES_KEY is no Ed25519 key');
  return key;
}

/** Signs what electron-builder wrote about updates in `dir`: `latest….yml.sig` beside each. Returns the names signed. */
export function signUpdates(dir: string, env: Environment): string[] {
  if (!isSet(env, 'HEALTH_RELAY_UPDATES_URL')) return [];
  const key = updatesKey(env);
  const names = readdirSync(dir).filter((name) => /^latest.*\.yml$/.test(name));
  for (const name of names)
    writeFileSync(
      join(dir, `${name}.sig`),
      sign(null, readFileSync(join(dir, name)), key).toString('base64'),
    );
  return names;
}
