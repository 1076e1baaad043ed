import type { OutboxState } from '../../shared/domain/sync.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** A row of `chunk` as a runner needs it. */
export interface Chunk {
  readonly id: number;
  readonly class: string;
  readonly state: OutboxState;
  readonly lineCount: number;
  /** Of NDJSON, before gzip. */
  readonly bytes: number;
  readonly sha256: string;
  /** Times that it was sent, whatever the outcome. */
  readonly tries: number;
  /** Rejections of this chunk alone; at `maxAttempts` it has failed. A failing server or network costs none. */
  readonly attempts: number;
  /** Times that it was claimed while its outcome was unknown, but for those of which nothing can have been stored. */
  readonly resends: number;
  readonly mayBeRepeated: boolean;
}

/** Rejections of one item alone before it is `failed` (outbox/README, States). */
export const maxAttempts = 5;
/** Resends of one in doubt before it is left to the user (outbox/README, Uncertain). */
export const maxResends = 3;

/** The server's response about a chunk, for its details on the page; `error` and `answer` carry no credentials. */
export interface ServerReport {
  readonly requestId?: string | null;
  readonly answer?: string | null;
  readonly error?: string | null;
  readonly remotePath?: string | null;
  readonly transactionRid?: string | null;
  readonly warning?: ErrorCode | null;
  /** The server may hold it already; the mark stays after a later delivery. */
  readonly mayBeRepeated?: boolean;
}

/**
 * Chunks of one destination (outbox/README, Guarantees). Cutting: bytes gzipped to spool/ (0600) and synced, then one
 * transaction writes the row and advances the cursors. Every method that changes rows is one transaction. A chunk is
 * given to the methods as `due` gave it.
 */
export interface ChunkStore {
  /** Cuts up to `count` chunks from the backlog, so at least that many are queued; each ≤ 1.9 MiB of NDJSON, one class. */
  cut(count: number): Promise<void>;
  /**
   * Due queued, waiting and uncertain chunks, oldest first, as far as the consent allows them now; `sending` ones
   * never overlap with them.
   */
  due(nowMs: number, limit: number): Chunk[];
  /** The earliest time at which a waiting chunk is due, null when none waits. */
  nextDueMs(): number | null;
  /** Whether the consent still allows claimed chunks: the user may have narrowed it since. */
  mayLeave(chunks: readonly Chunk[]): boolean;
  hasBacklog(): boolean;
  /**
   * Marks as sending, before any byte leaves, and counts the resend of one in doubt: the program may not live to do it later. False, with nothing marked, when one of them is no longer as `due` gave it: the
   * user discarded it or sends it again.
   */
  claim(chunks: readonly Chunk[]): boolean;
  /**
   * The NDJSON bytes, checked against sha-256. Errors: sync.spool_lost (the chunk was dealt with as the design says),
   * profile.unreadable (nothing was done: the file is there, and another program has it open).
   */
  read(chunk: Chunk): Promise<Buffer>;
  delivered(chunk: Chunk, report: ServerReport): void;
  /**
   * Not stored for certain, or an idempotent resend is free: sent again at `nextAtMs`. `isItemSpecific` counts an attempt;
   * the caller that counts to `maxAttempts` calls `rejected`. A chunk with an unknown earlier outcome stays uncertain.
   */
  waiting(
    chunk: Chunk,
    code: ErrorCode,
    nextAtMs: number,
    report: ServerReport,
    isItemSpecific?: boolean,
  ): void;
  /**
   * Outcome unknown at a destination without idempotency: resent like waiting, at most `maxResends` times without the user,
   * regardless of what happened in between, and of who ended the request.
   */
  uncertain(chunk: Chunk, code: ErrorCode, nextAtMs: number, report: ServerReport): void;
  /** A permanent rejection of this chunk: bisected while it has more than one line, failed when it is alone. */
  rejected(chunk: Chunk, code: ErrorCode, report: ServerReport): Promise<void>;
  /** Back as they were: the request was never made, or it did not reach them. */
  release(chunks: readonly Chunk[]): void;
}
