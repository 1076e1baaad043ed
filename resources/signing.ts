import type { Configuration } from 'electron-builder';

type Environment = Readonly<Record<string, string | undefined>>;

/** Any of the three ways in which electron-builder lets Apple look at an app (its "Notarization"). */
const notaryKeys = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
] as const;

/** What is configured by keys that only whoever publishes has, and off without them. */
export interface Publishing {
  readonly mac: Pick<
    NonNullable<Configuration['mac']>,
    'identity' | 'hardenedRuntime' | 'notarize' | 'forceCodeSigning'
  >;
  readonly win: Pick<NonNullable<Configuration['win']>, 'signExecutable' | 'forceCodeSigning'>;
  readonly publish: NonNullable<Configuration['publish']> | null;
}

/**
 * Signs where a certificate is named (CSC_LINK or CSC_NAME, WIN_CSC_LINK on Windows), has Apple notarise where its keys are there
 * too, and writes where updates come from (latest*.yml, app-update.yml) where HEALTH_RELAY_UPDATES_URL is an https address. With keys,
 * an app that could not be signed is a failure; without, no certificate that happens to lie in a keychain is taken.
 */
export function publishingWith(env: Environment): Publishing {
  const isSignedOnMac = isSet(env, 'CSC_LINK') || isSet(env, 'CSC_NAME');
  const isSignedOnWindows = isSet(env, 'WIN_CSC_LINK') || isSet(env, 'CSC_LINK');
  const isNotarised = isSignedOnMac && notaryKeys.some((names) => names.every((name) => isSet(env, name)));
  const updates = env['HEALTH_RELAY_UPDATES_URL'];
  return {
    mac: {
      ...(isSignedOnMac ? {} : { identity: null }),
      hardenedRuntime: true,
      notarize: isNotarised,
      forceCodeSigning: isSignedOnMac,
    },
    win: { signExecutable: isSignedOnWindows, forceCodeSigning: isSignedOnWindows },
    publish: updates ? { provider: 'generic', url: httpsAddress(updates) } : null,
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
