import type { WireFault } from '../http/wire-faults.ts';

/** Everything that can be made to go wrong with one request (trendy/README §6.3). */
export type TrendyFault =
  | WireFault
  /** Batch: the regular group is committed, then 500; the HealthKit group is not attempted. */
  | { readonly kind: 'failAfterRegularGroup' }
  /** 500 with an empty body, as a recovered panic; with `afterCommit` the work was done. */
  | { readonly kind: 'panic'; readonly afterCommit?: boolean }
  /** GoTrue does not answer: 401 for this request, the token stays good. */
  | { readonly kind: 'unauthorized' }
  /** The user is signed out everywhere: 401 now and from then on, refresh refused. */
  | { readonly kind: 'signedOut' }
  /** 429 for this request, whatever the counter says. */
  | { readonly kind: 'tooManyRequests' }
  /** The rows are written, the change rows of this request are not, and nobody is told. */
  | { readonly kind: 'changeLogSilent' }
  /** The change rows of this request take their ids now and become visible only on `phone.releaseLateChanges()`. */
  | { readonly kind: 'changeLogLate' }
  /** Batch: between lookup and insert the phone inserts an event with the first new sample id (23505, 500). */
  | { readonly kind: 'phoneTakesSampleId' }
  /** Batch: the phone inserts the first event's content under its own sample id, before or after the lookups. */
  | { readonly kind: 'phoneAddsSameEvent'; readonly when: 'beforeLookup' | 'beforeInsert' }
  /** POST /event-types: the phone creates the type of this name just before. */
  | { readonly kind: 'phoneCreatesType' }
  /** Before the request, the change log is cut to the newest rows. */
  | { readonly kind: 'changeLogTruncated'; readonly keepNewest: number }
  /** Before the request, a poisoned update row of the user's newest event is written (trendy/README §0.1). */
  | { readonly kind: 'poisonedChange' }
  /** The answer of this request is not kept under its idempotency key. */
  | { readonly kind: 'idempotencyNotKept' };

/** What the wire or a proxy does for a moment. */
export const passingWireFaults: readonly WireFault[] = [
  { kind: 'dropBeforeCommit' },
  { kind: 'commitThenDrop' },
  { kind: 'cutAnswer' },
  { kind: 'truncatedJson' },
  { kind: 'captivePortal' },
  { kind: 'htmlError', status: 502 },
  { kind: 'htmlError', status: 503, afterCommit: true },
];

/** The faults that leave the caller unsure or refused for a moment and heal by themselves: what a random run draws from. */
export const transientFaults: readonly TrendyFault[] = [
  ...passingWireFaults,
  { kind: 'panic' },
  { kind: 'panic', afterCommit: true },
  { kind: 'failAfterRegularGroup' },
  { kind: 'unauthorized' },
  { kind: 'changeLogSilent' },
];
