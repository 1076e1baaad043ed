import { CodedError } from '../../../shared/errors.ts';
import { type Chunk, maxAttempts } from '../../outbox/chunk-store.ts';
import type { Step } from '../../outbox/target.ts';
import { hasSize } from './dataset-shapes.ts';
import { type FoundryParts, fileOf, pathOf, retryAtMs } from './foundry-parts.ts';
import { recordStored } from './look-first.ts';
import { ensureSchema, isReadBackDue, readBack, SentRows } from './read-back.ts';
import { pauseFor, type RequestFailure, takenBack } from './request-failure.ts';

const abortMs = 10_000;
/** A step ends within 3 s of being stopped (target.ts). */
const shutdownAbortTimeoutMs = 2_000;
/** So many refused, and none taken: it is not the chunks. */
const refusedTogether = 3;

interface Refused {
  readonly chunk: Chunk;
  readonly failure: RequestFailure;
}

/**
 * One of our open transactions and the claimed chunks that go into it (foundry/README §3). It is left committed or aborted, or
 * its rid stays stored.
 */
export class DatasetTransaction {
  readonly #parts: FoundryParts;
  readonly #rid: string;
  readonly #signal: AbortSignal;
  /** With the size of its file. */
  readonly #uploaded = new Map<Chunk, number>();
  readonly #refused: Refused[] = [];
  /** Claimed, and neither uploaded nor refused. */
  readonly #left: Set<Chunk>;
  /** The uploaded rows, if this commit is one to read back. */
  readonly #sent: SentRows | null;

  constructor(parts: FoundryParts, rid: string, chunks: readonly Chunk[], signal: AbortSignal) {
    this.#parts = parts;
    this.#rid = rid;
    this.#signal = signal;
    this.#left = new Set(chunks);
    this.#sent = isReadBackDue(parts) ? new SentRows() : null;
  }

  async send(): Promise<Step> {
    const { context } = this.#parts;
    const total = this.#left.size;
    for (const chunk of [...this.#left]) {
      context.phase('sending', this.#uploaded.size + this.#refused.length, total);
      const failure = await this.#take(chunk);
      if (failure) return failure === takenBack ? this.#takeBack() : this.#giveUp(failure);
    }
    if (this.#uploaded.size === 0) return this.#nothingUploaded();
    return this.#commit(true);
  }

  /** Uploads one chunk. A returned failure ends the transaction; a chunk that fails alone is put aside. */
  async #take(chunk: Chunk): Promise<RequestFailure | null> {
    const bytes = await this.#read(chunk);
    if (!bytes) return null;
    const file = await fileOf(this.#parts, bytes);
    const failure = await this.#upload(chunk, file);
    if (!failure) {
      this.#left.delete(chunk);
      this.#uploaded.set(chunk, file.length);
      this.#sent?.add(bytes);
      return null;
    }
    const isOwn = ['too_large', 'rejected', 'file_exists', 'failing'].includes(failure.meaning);
    if (!isOwn || failure === sizeDiffers) return failure;
    this.#left.delete(chunk);
    this.#refused.push({ chunk, failure });
    return this.#refused.length > 1 && this.#isServerFailing() ? failure : null;
  }

  /** Nothing passes, and nothing says that it is the chunks: of each of those it is known that it failed while others passed. */
  #isServerFailing(): boolean {
    const isKnown = ({ chunk, failure }: Refused) => chunk.attempts > 0 && isItemSpecific(failure);
    return (
      this.#uploaded.size === 0 &&
      this.#refused.every(({ failure }) => failure.meaning === 'failing') &&
      !this.#refused.every(isKnown)
    );
  }

  /** A file that cannot be read now ends the transaction: nothing of it is in doubt. */
  async #read(chunk: Chunk): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = await unlessLost(this.#parts.store.read(chunk)).catch(async (error: unknown) => {
      await this.#takeBack();
      throw error;
    });
    if (bytes) return new Uint8Array(bytes);
    this.#left.delete(chunk);
    return null;
  }

  /** When the outcome is unknown the transaction itself says whether the file is in it: the same path twice may be refused. */
  async #upload(chunk: Chunk, bytes: Uint8Array<ArrayBuffer>): Promise<RequestFailure | null> {
    const { api, store } = this.#parts;
    const path = pathOf(this.#parts, chunk);
    for (const isLast of [false, true]) {
      const mayLeave = () => store.mayLeave([chunk]);
      const upload = await api.upload(this.#rid, path, bytes, this.#signal, mayLeave);
      if (upload.isOk) return hasSize(upload.value, bytes.length) ? null : sizeDiffers;
      const { failure } = upload;
      if (!failure.isUnknown || failure.meaning === 'cancelled') return failure;
      const look = await api.file(path, this.#rid, this.#signal);
      if (look.isOk) return hasSize(look.value, bytes.length) ? null : sizeDiffers;
      if (look.failure.meaning !== 'file_missing') return look.failure;
      if (isLast) return failure;
    }
    return null;
  }

  async #commit(mayRepeat: boolean): Promise<Step> {
    const { api, context, store } = this.#parts;
    // Nothing is stored before this: chunks that the user took back since are dropped with the transaction.
    if (mayRepeat && !store.mayLeave([...this.#uploaded.keys()])) return this.#takeBack();
    const commit = await api.commit(this.#rid, this.#signal);
    if (commit.isOk && commit.value.status === 'COMMITTED') return this.#verify();
    if (!commit.isOk && commit.failure.meaning === 'file_exists') {
      // An APPEND over a file that is there: looking first finds it the next time.
      return this.#uncommitted('sync.unknown_outcome', commit.failure);
    }
    const isRefused = !commit.isOk && !commit.failure.isUnknown && commit.failure.meaning !== 'not_open';
    if (isRefused) return this.#giveUp(commit.failure);
    const found = await api.transaction(this.#rid, this.#signal);
    if (found.isOk && found.value.status === 'COMMITTED') return this.#verify();
    if (found.isOk && found.value.status === 'OPEN' && mayRepeat) return this.#commit(false);
    if (found.isOk && found.value.status === 'ABORTED') context.saveState({ transaction: null });
    // Unknown: the rid stays stored, and nothing new is opened before it is resolved.
    const failure = found.isOk && !commit.isOk ? commit.failure : found.isOk ? null : found.failure;
    return this.#uncommitted('sync.unknown_outcome', failure);
  }

  /** Compares the committed files with the sent ones. */
  async #verify(): Promise<Step> {
    const { context, api, store } = this.#parts;
    context.saveState({ transaction: null, limited: null });
    context.phase('checking');
    const files = await api.filesOf(this.#rid, this.#signal);
    if (!files.isOk) return this.#uncommitted('sync.unknown_outcome', files.failure);
    const byPath = new Map(files.value.map((file) => [file.path, file]));
    for (const [chunk, bytes] of this.#uploaded) {
      const file = byPath.get(pathOf(this.#parts, chunk));
      if (file) recordStored(this.#parts, chunk, file, bytes);
      else store.waiting(chunk, 'sync.not_stored', retryAtMs(this.#parts, chunk), {});
    }
    for (const each of this.#refused) await this.#putBack(each);
    store.release([...this.#left]);
    if (this.#sent !== null) await this.#makeReadable(this.#sent);
    return { kind: 'did' };
  }

  async #makeReadable(sent: SentRows): Promise<void> {
    const fault = await ensureSchema(this.#parts, this.#rid, this.#signal);
    const { context } = this.#parts;
    const readRows = { rid: this.#rid, rows: sent.kept() };
    if (fault !== null) context.saveState({ readBack: { atMs: context.clock.nowMs(), ...fault }, readRows });
    else await readBack(this.#parts, this.#rid, sent, this.#signal);
  }

  /** The uploaded chunks may or may not be stored: sent again after looking, which is free. */
  async #uncommitted(code: 'sync.unknown_outcome', failure: RequestFailure | null): Promise<Step> {
    const { context, store } = this.#parts;
    if (failure?.meaning === 'file_exists') await this.#abort();
    const step: Step = failure ? pauseFor(failure, context) : { kind: 'did' };
    for (const chunk of this.#uploaded.keys()) {
      store.waiting(chunk, code, retryAtMs(this.#parts, chunk), failure?.report ?? {});
    }
    store.release([...this.#left, ...this.#refused.map(({ chunk }) => chunk)]);
    return failure?.meaning === 'file_exists' ? { kind: 'did' } : step;
  }

  /** Nothing of it was committed, and the reason is no chunk's: they go back as they were. */
  async #giveUp(failure: RequestFailure): Promise<Step> {
    const { context, store } = this.#parts;
    await this.#abort();
    store.release([...this.#left, ...this.#uploaded.keys(), ...this.#refused.map(({ chunk }) => chunk)]);
    return pauseFor(failure, context);
  }

  async #takeBack(): Promise<Step> {
    await this.#abort();
    this.#parts.store.release([
      ...this.#left,
      ...this.#uploaded.keys(),
      ...this.#refused.map(({ chunk }) => chunk),
    ]);
    return { kind: 'did' };
  }

  async #nothingUploaded(): Promise<Step> {
    const [first] = this.#refused;
    const isNotTheChunks =
      this.#refused.length >= refusedTogether &&
      this.#refused.every(({ failure }) => failure.meaning === 'rejected');
    if (first && (isNotTheChunks || this.#isServerFailing())) return this.#giveUp(first.failure);
    await this.#abort();
    for (const each of this.#refused) await this.#putBack(each);
    return { kind: 'did' };
  }

  /** A refusal that is the chunk's own: bisected when permanent, waiting otherwise. */
  async #putBack({ chunk, failure }: Refused): Promise<void> {
    const { store } = this.#parts;
    const isPermanent = failure.meaning === 'too_large' || failure.meaning === 'rejected';
    const isAttempt = isItemSpecific(failure);
    const isWornOut = isAttempt && chunk.attempts + 1 >= maxAttempts;
    const code = failure.meaning === 'failing' ? 'sync.server_error' : failure.code;
    if (isPermanent || isWornOut) await unlessLost(store.rejected(chunk, code, failure.report));
    else store.waiting(chunk, code, retryAtMs(this.#parts, chunk), failure.report, isAttempt);
  }

  /** As well as can be: while it is not certain, the rid stays stored and the next step resolves it. */
  async #abort(): Promise<void> {
    const { api, context } = this.#parts;
    const isHurried = this.#signal.aborted;
    const ms = isHurried ? shutdownAbortTimeoutMs : abortMs;
    const aborted = await api.abort(this.#rid, isHurried ? AbortSignal.timeout(ms) : this.#signal, ms);
    if (aborted.isOk && aborted.value.status === 'ABORTED') context.saveState({ transaction: null });
  }
}

/** 502–504 speak for Foundry as a whole, never for one chunk (foundry/README §4). */
function isItemSpecific(failure: RequestFailure): boolean {
  return failure.meaning === 'failing' && failure.status === 500;
}

/** Null when the bytes are gone: the store has dealt with that chunk. */
async function unlessLost<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CodedError && error.code === 'sync.spool_lost') return null;
    throw error;
  }
}

/** The transaction has a file that differs from the sent one, so it must not be committed. */
const sizeDiffers: RequestFailure = {
  meaning: 'failing',
  code: 'sync.count_mismatch',
  isUnknown: false,
  retryAfterMs: null,
  status: null,
  report: { error: 'stored with another size' },
};
