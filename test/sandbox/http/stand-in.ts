import type { SandboxClock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { LoggedRequest } from './request-log.ts';

/** What every stand-in that runs offers to tests. */
export interface StandIn<Fault> {
  readonly clock: SandboxClock;
  /** By route, or `*` for all. */
  readonly faults: FaultPlan<Fault>;
  readonly requests: readonly LoggedRequest[];
  close(): Promise<void>;
}
