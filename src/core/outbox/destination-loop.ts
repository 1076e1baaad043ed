import type { ErrorCode } from '../../shared/errors.ts';
import type { Phase, Step, TargetRunner } from '../targets/target.ts';
import { WakeSignal } from './wake-signal.ts';

/** Codes after which the next failure waits longer; success resets the count. */
const failures: ReadonlySet<ErrorCode> = new Set([
  'sync.offline',
  'sync.network',
  'sync.cert_untrusted',
  'sync.cert_date',
  'sync.cert_host',
  'sync.timeout',
  'sync.cut_short',
  'sync.not_their_answer',
  'sync.redirected',
  'sync.server_error',
  'sync.far_side_failing',
  'sync.forbidden',
] as const);

const internalRetryMs = 60_000;

export interface LoopOptions {
  readonly runner: TargetRunner;
  /** Why nothing may be sent now, and until when where a time is known. */
  readonly pause: () => { readonly code: ErrorCode; readonly untilMs: number | null } | null;
  /** Comes before every step: the queue is in line with what was agreed to. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  readonly hold: (code: ErrorCode | null, untilMs: number | null) => void;
  readonly countFailure: () => void;
  /** A step was done; `startedMs` tells what it delivered. */
  readonly stepped: (startedMs: number) => void;
  readonly changed: () => void;
  readonly nowMs: () => number;
  readonly fault: (error: unknown) => void;
}

/** Runs one destination's steps one after another, sleeping in between; never two at once. */
export class DestinationLoop {
  phase: Phase = 'idle';
  progress: { done: number; total: number } | null = null;
  dueAtMs: number | null = null;
  /** Nothing is due before something changes or a time comes. */
  isResting = false;
  requests = 0;
  readonly #options: LoopOptions;
  readonly #wake = new WakeSignal();
  readonly #abort = new AbortController();
  readonly #onRest = new Set<() => void>();
  #work: Promise<void> | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work ??= this.#run();
  }

  wake(): void {
    this.isResting = false;
    this.#wake.wake();
  }

  /** Resolves when the loop rests: paused, or nothing due by itself within `patienceMs`. */
  async whenResting(patienceMs = 0): Promise<void> {
    while (!this.#abort.signal.aborted && !this.#isDone(patienceMs)) {
      await new Promise<void>((resolve) => this.#onRest.add(resolve));
    }
  }

  /** Aborts the request under way; its outcome is what the rows say. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#wake.wake();
    await this.#work;
    this.#rest(null);
  }

  #isDone(patienceMs: number): boolean {
    if (!this.isResting) return false;
    return this.dueAtMs === null || this.dueAtMs - this.#options.nowMs() > patienceMs;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const paused = this.#options.pause();
      if (paused) await this.#sleep(paused.untilMs);
      else await this.#follow(await this.#step(signal));
    }
  }

  async #step(signal: AbortSignal): Promise<Step> {
    const startedMs = this.#options.nowMs();
    try {
      await this.#options.prepare(signal);
      const step = await this.#options.runner.step(signal);
      this.#options.stepped(startedMs);
      return step;
    } catch (error) {
      if (!signal.aborted) this.#options.fault(error);
      return { kind: 'pause', code: 'internal', untilMs: this.#options.nowMs() + internalRetryMs };
    }
  }

  async #follow(step: Step): Promise<void> {
    if (this.#abort.signal.aborted) return;
    if (step.kind === 'did') {
      this.#options.hold(null, null);
      this.#options.changed();
      return;
    }
    if (step.kind === 'pause') {
      if (failures.has(step.code)) this.#options.countFailure();
      // An item failed for the network; a destination that nothing reaches is offline, whichever target says it.
      this.#options.hold(step.code === 'sync.network' ? 'sync.offline' : step.code, step.untilMs);
    }
    await this.#sleep(step.kind === 'pause' ? step.untilMs : step.dueAtMs);
  }

  async #sleep(untilMs: number | null): Promise<void> {
    this.phase = 'idle';
    this.progress = null;
    this.#rest(untilMs);
    this.#options.changed();
    await this.#wake.sleep(untilMs === null ? null : untilMs - this.#options.nowMs());
    this.isResting = false;
  }

  #rest(untilMs: number | null): void {
    this.dueAtMs = untilMs;
    this.isResting = true;
    for (const resolve of this.#onRest) resolve();
    this.#onRest.clear();
  }
}
