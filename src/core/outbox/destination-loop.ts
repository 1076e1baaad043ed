import type { ErrorCode } from '../../shared/errors.ts';
import { msPerDay } from '../../shared/time.ts';
import { asCoded } from '../db/as-coded.ts';
import { wayCodes } from '../network/http-client.ts';
import type { DestinationRow } from './destination-store.ts';
import type { Clock, Phase, Step, TargetRunner } from './target.ts';

/** Codes after which the next failure waits longer; success resets the count. */
const failures: ReadonlySet<ErrorCode> = new Set([
  'sync.offline',
  'sync.network',
  ...wayCodes,
  'sync.timeout',
  'sync.cut_short',
  'sync.not_their_answer',
  'sync.redirected',
  'sync.server_error',
  'sync.far_side_failing',
  'sync.forbidden',
] as const);

const internalRetryMs = 60_000;

/** Why nothing is sent, and until when (UTC milliseconds) where a time is known. */
export interface Hold {
  readonly code: ErrorCode;
  readonly untilMs: number | null;
}

/** What a turn of one destination's loop consists of. */
export interface Turn {
  /** Why nothing may be sent now, and until when where a time is known. */
  pause(): Hold | null;
  /** Runs before every step: the queue matches the consent. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Starts over, as after the end of the program: items that an earlier runner left as being sent are queued again. */
  newRunner(): TargetRunner;
  /** Called after a step; its deliveries are those since `startedMs`. */
  stepped(startedMs: number): void;
}

/** The stored part of one destination's waiting. */
export interface Wait {
  hold(code: ErrorCode | null, untilMs: number | null): void;
  countFailure(): void;
  /** How often a user action or a restored network ended the destination's wait. */
  releases(): number;
  /** Ends the wait once more, for the destination and its items. A rate limit is kept. */
  makeDue(): void;
}

export interface LoopReports {
  /** Something that the Sync page shows may have changed. */
  changed(): void;
  /** Our own fault, for the log: never shown raw. */
  fault(error: unknown): void;
}

/** Runs one destination's steps one after another, sleeping in between; never two at once. */
export class DestinationLoop {
  phase: Phase = 'idle';
  progress: { done: number; total: number } | null = null;
  dueAtMs: number | null = null;
  /** Nothing is due before something changes or a time comes. */
  isResting = false;
  requests = 0;
  readonly #turns: Turn;
  readonly #wait: Wait;
  readonly #clock: Clock;
  readonly #reports: LoopReports;
  readonly #wake = new WakeSignal();
  readonly #abort = new AbortController();
  readonly #onRest = new Set<() => void>();
  #work: Promise<void> | null = null;
  #runner: TargetRunner | null = null;
  #unstored: Hold | null = null;

  constructor(turns: Turn, wait: Wait, clock: Clock, reports: LoopReports) {
    this.#turns = turns;
    this.#wait = wait;
    this.#clock = clock;
    this.#reports = reports;
  }

  /** The reason that nothing is sent now, if it could not be stored. */
  memoryHold(): Hold | null {
    const hold = this.#unstored;
    return hold?.untilMs != null && hold.untilMs > this.#clock.nowMs() ? hold : null;
  }

  /** The user wants it tried now. A rate limit is kept. */
  forgetHold(): void {
    if (this.#unstored?.code !== 'sync.rate_limited') this.#unstored = null;
  }

  start(): void {
    this.#work ??= this.#run();
  }

  wake(): void {
    this.isResting = false;
    this.#wake.wake();
  }

  /** Resolves when the loop rests: paused, or nothing due automatically within `patienceMs`. */
  async whenResting(patienceMs = 0): Promise<void> {
    while (!this.#abort.signal.aborted && !this.#isDone(patienceMs)) {
      await new Promise<void>((resolve) => this.#onRest.add(resolve));
    }
  }

  /** Aborts the request in progress; the rows have its outcome. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#wake.wake();
    await this.#work;
    this.#rest(null);
  }

  #isDone(patienceMs: number): boolean {
    if (!this.isResting) return false;
    return this.dueAtMs === null || this.dueAtMs - this.#clock.nowMs() > patienceMs;
  }

  /** Ends with `close` alone: an error of a turn pauses the destination, and the turn is tried again. */
  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.#turn(signal);
      } catch (error) {
        if (!signal.aborted) await this.#fail(error);
      }
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const released = this.#wait.releases();
    const paused = this.memoryHold() ?? this.#turns.pause();
    if (paused) {
      await this.#sleep(paused.untilMs);
      return;
    }
    const startedMs = this.#clock.nowMs();
    await this.#turns.prepare(signal);
    this.#runner ??= this.#turns.newRunner();
    const step = await this.#runner.step(signal);
    this.#turns.stepped(startedMs);
    if (!signal.aborted) await this.#follow(step, released);
  }

  async #follow(step: Step, released: number): Promise<void> {
    if (step.kind === 'did') {
      this.#wait.hold(null, null);
      this.#reports.changed();
      return;
    }
    if (step.kind === 'idle') {
      await this.#sleep(step.dueAtMs, step.checkAtMs);
      return;
    }
    // An item failed for the network; a destination that nothing reaches is offline, whichever target says it.
    const code = step.code === 'sync.network' ? 'sync.offline' : step.code;
    this.#hold(code, step.untilMs, failures.has(step.code));
    if (this.#wait.releases() === released) {
      await this.#sleep(step.untilMs);
      return;
    }
    // The wait was ended while this turn was failing, so the failure may be outdated.
    this.#wait.makeDue();
    this.#reports.changed();
  }

  /** Our own fault, or a disk that takes nothing more: the destination waits under the code of it, and tries again. */
  async #fail(error: unknown): Promise<void> {
    const untilMs = this.#clock.nowMs() + internalRetryMs;
    // Its position is unknown: its rows and memory may no longer match.
    this.#runner = null;
    this.#reports.fault(error);
    this.#hold(asCoded(error).code, untilMs, false);
    await this.#sleep(untilMs);
  }

  /** A hold that cannot be stored is kept in memory: the same disk may be why there is one. */
  #hold(code: ErrorCode, untilMs: number | null, isFailure: boolean): void {
    this.#unstored = null;
    try {
      this.#wait.hold(code, untilMs);
      if (isFailure) this.#wait.countFailure();
    } catch (error) {
      this.#reports.fault(error);
      this.#unstored = { code, untilMs: untilMs ?? this.#clock.nowMs() + internalRetryMs };
    }
  }

  /** `checkAtMs`: a look that nobody waits for. */
  async #sleep(untilMs: number | null, checkAtMs: number | null = null): Promise<void> {
    this.phase = 'idle';
    this.progress = null;
    // Woken in the middle of the turn: it looks again at once, and does not report that it rests.
    if (this.#wake.isSet) this.dueAtMs = untilMs;
    else this.#rest(untilMs);
    this.#reports.changed();
    const wakeAtMs =
      untilMs === null || checkAtMs === null ? (untilMs ?? checkAtMs) : Math.min(untilMs, checkAtMs);
    await this.#wake.sleep(wakeAtMs === null ? null : wakeAtMs - this.#clock.nowMs());
    this.isResting = false;
  }

  #rest(untilMs: number | null): void {
    this.dueAtMs = untilMs;
    this.isResting = true;
    for (const resolve of this.#onRest) resolve();
    this.#onRest.clear();
  }
}

export interface PauseFacts {
  readonly nowMs: number;
  readonly isEverythingPaused: boolean;
  readonly hasToken: boolean;
  readonly hasHomeZone: boolean;
  /** Someone other than the destination's account is signed in. */
  readonly isOtherAccount: boolean;
  /** A hold that could not be stored: the disk is full, or not readable. None where no loop runs. */
  readonly unstored?: ErrorCode | null;
}

/** Why a destination sends nothing now, the lasting reasons first; null when it may. Pauses touch no row of the queue. */
export function pauseOf(row: DestinationRow, facts: PauseFacts): ErrorCode | null {
  if (row.is_current === 0) return facts.isOtherAccount ? 'sync.wrong_account' : 'sync.replaced';
  if (row.base_url === '' || (row.target === 'foundry' && row.dataset === '')) return 'sync.needs_address';
  if (row.is_enabled === 0) return 'sync.off';
  if (facts.isEverythingPaused || row.paused_by_person === 1) return 'sync.paused_by_you';
  if (row.target === 'trendy' && !facts.hasHomeZone) return 'sync.needs_home_zone';
  if (!facts.hasToken) return 'sync.signed_out';
  if (facts.isOtherAccount) return 'sync.wrong_account';
  if (facts.unstored) return facts.unstored;
  const isHeld =
    row.not_before_code !== null && (row.not_before_ms === null || row.not_before_ms > facts.nowMs);
  // Without a time it holds until the user changes something: a token, an address, or "Sync now".
  if (isHeld) return row.not_before_code as ErrorCode;
  return null;
}

/** Lets a loop sleep until a time or until something happens, whichever is first. A wake while nobody sleeps is kept. */
class WakeSignal {
  #isSet = false;
  #resolve: (() => void) | null = null;

  /** The next sleep ends at once. */
  get isSet(): boolean {
    return this.#isSet;
  }

  wake(): void {
    this.#isSet = true;
    this.#resolve?.();
  }

  /** `ms` null: until woken. Timers do not keep the process alive. */
  async sleep(ms: number | null): Promise<void> {
    if (!this.#isSet) {
      let timer: NodeJS.Timeout | null = null;
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        // Longer than setTimeout can count: look again after a day.
        if (ms !== null) timer = setTimeout(resolve, Math.min(Math.max(ms, 0), msPerDay)).unref();
      });
      if (timer) clearTimeout(timer);
    }
    this.#isSet = false;
    this.#resolve = null;
  }
}
