import { fieldsOf } from '../../../shared/lookup.ts';
import type { TargetContext } from '../../outbox/target.ts';

/** The proxy takes 7 chunks of 2 MiB (atlas/README §0.5). */
export const maxChunks = 7;
const successesToGrow = 3;
/** Half of the time after which we give up ourselves (atlas-requests.ts): chunks are not equally slow. */
const longestMs = 90_000;
/** A batch may take this share of the time after which one was given up. */
const shareOfPatience = 0.8;
/** How often growth is postponed because of an earlier timeout, before it is tried anyway: load balancers change. */
const refusalsToForget = 10;

interface Kept {
  limit: number;
  successes: number;
  /** Milliseconds that one chunk of the last batches took. */
  chunkMs: number;
  /** The shortest time after which an intermediary gave up a batch, milliseconds; 0: never. */
  patienceMs: number;
  refusals: number;
}

/** As much of a target's context as it takes. */
interface SizeContext extends Pick<TargetContext, 'saveState'> {
  readonly destination: () => { readonly state: Readonly<Record<string, unknown>> };
}

/**
 * How many chunks go into a request: half after one that was too large, that took too long or that was cut; one more after three
 * that passed, as far as the duration of the last ones allows. The proxy stores one chunk after another and continues when a
 * balancer in front of it gives up, so a batch that is too long is stored again and again. Kept in the destination's state.
 */
export class BatchSize {
  readonly #context: SizeContext;

  constructor(context: SizeContext) {
    this.#context = context;
  }

  get limit(): number {
    const kept = this.#kept();
    return Math.max(1, Math.min(kept.limit, fitting(kept)));
  }

  /** The request held `count` chunks; nothing is said about time. */
  halve(count: number): void {
    this.#save({ ...this.#kept(), limit: Math.max(1, Math.floor(count / 2)), successes: 0 });
  }

  /** Nobody saw the end of a request of `count` chunks within `ms`. */
  gaveUp(count: number, ms: number): void {
    const kept = this.#kept();
    const patienceMs = kept.patienceMs === 0 ? ms : Math.min(kept.patienceMs, ms);
    this.#save({ ...kept, patienceMs, limit: Math.max(1, Math.floor(count / 2)), successes: 0, refusals: 0 });
  }

  alone(): void {
    this.#save({ ...this.#kept(), limit: 1, successes: 0 });
  }

  /** `count` chunks got a response within `ms`. */
  succeeded(count: number, ms: number): void {
    const kept = this.#kept();
    const own = ms / Math.max(1, count);
    // The slower of the last two counts: growing too early costs more than growing late.
    kept.chunkMs = kept.chunkMs === 0 ? own : Math.max(own, (kept.chunkMs + own) / 2);
    kept.successes++;
    if (kept.successes >= successesToGrow && kept.limit < maxChunks) {
      kept.successes = 0;
      if (fitting(kept) > kept.limit) kept.limit++;
      else if (++kept.refusals >= refusalsToForget) Object.assign(kept, { patienceMs: 0, refusals: 0 });
    }
    this.#save(kept);
  }

  #kept(): Kept {
    const kept = fieldsOf(this.#context.destination().state['batch']);
    const number = (key: keyof Kept, otherwise: number) => {
      const value = kept[key];
      return typeof value === 'number' && value >= 0 ? value : otherwise;
    };
    return {
      limit: Math.min(maxChunks, Math.max(1, Math.floor(number('limit', maxChunks)))),
      successes: number('successes', 0),
      chunkMs: number('chunkMs', 0),
      patienceMs: number('patienceMs', 0),
      refusals: number('refusals', 0),
    };
  }

  #save(batch: Kept): void {
    this.#context.saveState({ batch });
  }
}

/** How many chunks fit into the time that there is. */
function fitting({ chunkMs, patienceMs }: Kept): number {
  if (chunkMs === 0) return maxChunks;
  const timeMs = patienceMs === 0 ? longestMs : Math.min(longestMs, patienceMs * shareOfPatience);
  return Math.floor(timeMs / chunkMs);
}
