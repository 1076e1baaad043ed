import type { Credential } from '../../../shared/domain/account.ts';
import type { TargetId } from '../../../shared/domain/sync.ts';

/** The settings of the sign-in services that a sign-in belongs to. */
type Services = Readonly<
  Record<'auth0Domain' | 'auth0ClientId' | 'auth0Audience' | 'foundryClientId', string>
>;

/** Targets whose sign-in ends once the settings are saved: it belongs to the service as it was (session/account-calls.ts). */
export function endedSignIns(
  before: Services,
  after: Services,
  credentials: readonly Credential[],
): TargetId[] {
  const isOther = (key: keyof Services) => before[key] !== after[key].trim();
  const isAuth0Other = isOther('auth0Domain') || isOther('auth0ClientId') || isOther('auth0Audience');
  return credentials
    .filter(({ state }) => state === 'signed_in')
    .filter(
      ({ method }) =>
        (method === 'auth0' && isAuth0Other) || (method === 'oauth' && isOther('foundryClientId')),
    )
    .map(({ target }) => target);
}
