// What the identity provider was asked, by route and by person.
import type { Provider } from 'oidc-provider';
import type { LoggedRequest } from '../http/request-log.ts';
import { people } from './people.ts';

export interface PersonHoldings {
  /** Codes exchanged. */
  readonly signIns: number;
  /** Refresh tokens exchanged. */
  readonly refreshes: number;
  /** Families that can still be refreshed. */
  readonly grants: number;
}

export interface IdentityHoldings extends PersonHoldings {
  /** Requests to `/oauth/token` that the provider itself refused. */
  readonly refusals: number;
  readonly requests: Readonly<Record<string, number>>;
  /** By the person's id. */
  readonly people: Readonly<Record<string, PersonHoldings>>;
}

type Exchange = 'signIns' | 'refreshes';

export class IdentityLog {
  readonly requests: LoggedRequest[] = [];
  readonly #exchanges: { readonly kind: Exchange; readonly sub: string }[] = [];
  #refusals = 0;

  /** Counts what `/oauth/token` of this provider exchanges and refuses. */
  watch(provider: Provider): void {
    provider.on('grant.success', (ctx) => {
      const kind = ctx.oidc.params?.['grant_type'] === 'refresh_token' ? 'refreshes' : 'signIns';
      this.#exchanges.push({ kind, sub: ctx.oidc.entities.Account?.accountId ?? '' });
    });
    provider.on('grant.error', () => {
      this.#refusals += 1;
    });
  }

  /** `active`: the account of every living family. */
  holdings(active: readonly string[]): IdentityHoldings {
    const of = (isOf: (sub: string) => boolean): PersonHoldings => {
      const count = (kind: Exchange) =>
        this.#exchanges.filter((each) => each.kind === kind && isOf(each.sub)).length;
      return { signIns: count('signIns'), refreshes: count('refreshes'), grants: active.filter(isOf).length };
    };
    const requests: Record<string, number> = {};
    for (const { route } of this.requests) requests[route] = (requests[route] ?? 0) + 1;
    return {
      ...of(() => true),
      refusals: this.#refusals,
      requests,
      people: Object.fromEntries(people.map(({ id, sub }) => [id, of((each) => each === sub)])),
    };
  }
}
