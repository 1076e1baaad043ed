// All the far sides at once, on one clock: for the demo, for tests and for `npm run sandbox`.
import { type AtlasOptions, type AtlasSandbox, startAtlas } from './atlas/start-atlas.ts';
import { rowsIn } from './foundry/held-records.ts';
import { type FoundryOptions, type FoundrySandbox, startFoundry } from './foundry/start-foundry.ts';
import { createClock, type SandboxClock } from './http/clock.ts';
import { startTrendy, type TrendyOptions, type TrendySandbox } from './trendy/start-trendy.ts';

export interface SandboxOptions {
  readonly clock?: SandboxClock;
  readonly trendy?: Omit<TrendyOptions, 'clock'>;
  readonly atlas?: Omit<AtlasOptions, 'clock'>;
  readonly foundry?: Omit<FoundryOptions, 'clock'>;
}

/** What a dataset holds: records by uuid, and how many lie there more than once. */
export interface HeldSamples {
  readonly samples: number;
  readonly doubled: number;
}

export interface Sandbox {
  readonly trendy: TrendySandbox;
  readonly atlas: AtlasSandbox;
  readonly foundry: FoundrySandbox;
  /** Counts of what has arrived: events of Trendy's owner, samples of Atlas and of Foundry's first dataset. */
  holdings(): {
    readonly trendy: { readonly events: number };
    readonly atlas: HeldSamples;
    readonly foundry: HeldSamples;
  };
  close(): Promise<void>;
}

/** Starts Trendy, Atlas and Foundry, each on a port of its own on loopback; if one fails to start the others are stopped. */
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
    const trendy = keep(await startTrendy({ ...options.trendy, clock }));
    const atlas = keep(await startAtlas({ ...options.atlas, clock }));
    const foundry = keep(await startFoundry({ ...options.foundry, clock }));
    const holdings = () => ({
      trendy: { events: trendy.events().length },
      atlas: countHeld(atlas.files.flatMap(({ rows }) => rows)),
      foundry: countHeld(rowsIn(foundry.files())),
    });
    return { trendy, atlas, foundry, holdings, close };
  } catch (error) {
    await close();
    throw error;
  }
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
