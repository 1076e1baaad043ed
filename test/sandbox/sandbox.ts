// All the servers at once, on one clock: for the demo, for tests and for `npm run sandbox`.
import { type AtlasOptions, type AtlasSandbox, startAtlas } from './atlas/start-atlas.ts';
import { rowsIn } from './foundry/held-records.ts';
import { type FoundryOptions, type FoundrySandbox, startFoundry } from './foundry/start-foundry.ts';
import { createClock, type SandboxClock } from './http/clock.ts';
import type { IdentityOptions, IdentitySandbox } from './identity/identity-sandbox.ts';
import { findPerson, personOf } from './identity/people.ts';
import { fetchVerifier } from './identity/signed-tokens.ts';
import { startIdentity } from './identity/start-identity.ts';
import { startTrendy, type TrendyOptions, type TrendySandbox } from './trendy/start-trendy.ts';

export interface SandboxOptions {
  readonly clock?: SandboxClock;
  /** An identity provider too; Atlas takes its tokens. */
  readonly identity?: true | Omit<IdentityOptions, 'clock'>;
  /** Whether Trendy takes its tokens as well, as some deployments do; it does unless told. */
  readonly trendyTakesIdentity?: boolean;
  readonly trendy?: Omit<TrendyOptions, 'clock'>;
  readonly atlas?: Omit<AtlasOptions, 'clock'>;
  readonly foundry?: Omit<FoundryOptions, 'clock'>;
}

/** What a dataset holds: records by uuid, and how many lie there more than once. */
export interface HeldSamples {
  readonly samples: number;
  readonly doubled: number;
}

/** What one person's tokens did and left at a server. */
export interface PersonAt<Held> {
  /** Requests with a token of theirs that was good. */
  readonly requests: number;
  readonly held: Held;
}

export interface Sandbox {
  readonly identity: IdentitySandbox | null;
  readonly trendy: TrendySandbox;
  readonly atlas: AtlasSandbox;
  readonly foundry: FoundrySandbox;
  /** Counts of what has arrived: events of Trendy's owner, samples of Atlas and of Foundry's first dataset. */
  holdings(): {
    readonly trendy: { readonly events: number };
    readonly atlas: HeldSamples;
    readonly foundry: HeldSamples;
  };
  /** The same for one of `people`, by who brought it; Trendy's user has the person's id as name. */
  holdingsOf(person: string): {
    readonly trendy: PersonAt<{ readonly events: number }>;
    readonly atlas: PersonAt<HeldSamples>;
    readonly foundry: PersonAt<HeldSamples>;
  };
  close(): Promise<void>;
}

export type SandboxWithIdentity = Sandbox & { readonly identity: IdentitySandbox };

/**
 * Starts Trendy, Atlas and Foundry and, where asked for, an identity provider, each on a port of its own on loopback; if one
 * fails to start the others are stopped.
 */
export async function startSandbox(
  options: SandboxOptions & { readonly identity: NonNullable<SandboxOptions['identity']> },
): Promise<SandboxWithIdentity>;
export async function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createClock();
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(started.map((each) => each.close()));
  };
  const keep = <Each extends { close(): Promise<void> }>(each: Each): Each => {
    started.push(each);
    return each;
  };
  try {
    const identity = options.identity
      ? keep(await startIdentity({ ...(options.identity === true ? {} : options.identity), clock }))
      : null;
    const claimsOf = identity && (await acceptedClaims(identity));
    const takesIdentity = options.trendyTakesIdentity ?? true;
    const userOf = (token: string) => findPerson(claimsOf?.(token)?.['sub'])?.id ?? null;
    const trendy = keep(
      await startTrendy({
        ...(claimsOf && takesIdentity ? { acceptToken: userOf } : {}),
        ...options.trendy,
        clock,
      }),
    );
    const atlas = keep(
      await startAtlas({ ...(claimsOf ? { acceptToken: claimsOf } : {}), ...options.atlas, clock }),
    );
    const foundry = keep(await startFoundry({ ...options.foundry, clock }));
    const holdings = () => ({
      trendy: { events: trendy.events().length },
      atlas: countHeld(atlas.files.flatMap(({ rows }) => rows)),
      foundry: countHeld(rowsIn(foundry.files())),
    });
    const holdingsOf: Sandbox['holdingsOf'] = (person) => {
      const { id, sub } = personOf(person);
      const files = atlas.files.filter(({ origin }) => origin.sub === sub);
      const uploads = foundry.files().filter(({ account }) => account === id);
      return {
        trendy: { requests: trendy.seen.requestsOf(id), held: { events: trendy.events(id).length } },
        atlas: { requests: atlas.seen.requestsOf(sub), held: countHeld(files.flatMap(({ rows }) => rows)) },
        foundry: { requests: foundry.access.seen.requestsOf(id), held: countHeld(rowsIn(uploads)) },
      };
    };
    return { identity, trendy, atlas, foundry, holdings, holdingsOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server checks by the published keys (atlas/README §2); that a token was ended before its time only a sandbox can know. */
async function acceptedClaims(identity: IdentitySandbox) {
  const { issuer, audience, clock } = identity;
  const verify = await fetchVerifier({ issuer, audience, now: () => clock.now() });
  return (token: string) => {
    const claims = verify(token);
    return claims === null || identity.isEnded(claims) ? null : claims;
  };
}

/** Keeps nothing but the uuids: there may be hundreds of thousands of rows. */
function countHeld(rows: Iterable<{ readonly uuid?: unknown }>): HeldSamples {
  const once = new Set<string>();
  const doubled = new Set<string>();
  for (const row of rows) {
    const uuid = String(row.uuid ?? '');
    if (once.has(uuid)) doubled.add(uuid);
    else once.add(uuid);
  }
  return { samples: once.size, doubled: doubled.size };
}
