import { hash } from 'node:crypto';
import { arrivalClasses } from '../../../shared/domain/sync.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { asCoded } from '../../db/as-coded.ts';
import type { NoPromise, Writer } from '../../db/open.ts';
import { type Chunk, type ChunkStore, maxResends, type ServerReport } from '../chunk-store.ts';
import type { Clock, Destination } from '../target.ts';
import { secondsOfDays } from './arrival-rows.ts';
import { bisect } from './bisect.ts';
import { ChunkCutter, type LineForm, maxChunkBytes } from './chunk-cutter.ts';
import { type Change, type ChunkRow, changeChunk, chunkRows, insertChunk } from './chunk-rows.ts';
import { alignRanges, type CursorRange, isInScope, type Scope } from './cursor-ranges.ts';
import { advance, align, loadRanges, type StoredRange } from './cursor-rows.ts';
import { DiscardedRows, keepWithDiscarded } from './discarded-rows.ts';
import { loseChunk, outOfScope } from './return-members.ts';
import type { Spool } from './spool.ts';

export interface ChunkStoreOptions {
  readonly writer: Writer;
  readonly destination: () => Destination;
  readonly spool: Spool;
  readonly clock: Clock;
  /** Converts a record's line for this destination; by default the line is unchanged. */
  readonly lineForm?: LineForm;
  /** The largest single line that the destination accepts; 1.9 MiB by default. */
  readonly maxLineBytes?: number;
}

const fileRetryMs = 60_000;

/** One that was in doubt keeps the reason that it was given then. */
const doubtCode = ({ state }: Chunk) =>
  state === 'uncertain' ? {} : ({ code: 'sync.unknown_outcome' } as const);

/** `chunk` as it was before its claim. */
const resendsOnceClaimed = ({ state, resends }: Chunk) => resends + (state === 'uncertain' ? 1 : 0);

export function makeChunkStore(options: ChunkStoreOptions): ChunkStore {
  return new SqliteChunkStore(options);
}

class SqliteChunkStore implements ChunkStore {
  readonly #writer: Writer;
  readonly #destination: () => Destination;
  readonly #clock: Clock;
  readonly #cutter: ChunkCutter;
  readonly #discarded: DiscardedRows;
  readonly #spool: Spool;
  readonly #id: number;

  constructor({ writer, destination, spool, clock, lineForm, maxLineBytes }: ChunkStoreOptions) {
    this.#writer = writer;
    this.#destination = destination;
    this.#clock = clock;
    this.#cutter = new ChunkCutter(writer, lineForm ?? null, maxLineBytes ?? maxChunkBytes);
    this.#discarded = new DiscardedRows(writer);
    this.#spool = spool;
    this.#id = destination().id;
  }

  async cut(count: number): Promise<void> {
    while (this.#queued() < count) {
      const next = this.#nextRange();
      if (next === null) return;
      await this.#cutRange(next.range, next.toSeq);
    }
  }

  due(nowMs: number, limit: number): Chunk[] {
    const { sql, parameters } = this.#inScope();
    // A chunk that failed moves behind the others, so one that always fails holds up no other.
    return chunkRows(
      this.#writer,
      `WHERE ${sql} AND (state = 'queued' OR (state = 'waiting' AND coalesce(next_at_ms, 0) <= ?)
         OR (state = 'uncertain' AND next_at_ms <= ?)) ORDER BY coalesce(next_at_ms, 0), id LIMIT ?`,
      ...parameters,
      nowMs,
      nowMs,
      limit,
    );
  }

  nextDueMs(): number | null {
    const { sql, parameters } = this.#inScope();
    return (
      this.#writer
        .prepare<unknown[], number | null>(
          `SELECT min(next_at_ms) FROM chunk WHERE ${sql} AND state IN ('waiting', 'uncertain')`,
        )
        .pluck()
        .get(...parameters) ?? null
    );
  }

  mayLeave(chunks: readonly Chunk[]): boolean {
    const { sql, parameters } = this.#inScope();
    const find = this.#writer.prepare<unknown[], unknown>(`SELECT 1 FROM chunk WHERE ${sql} AND id = ?`);
    return chunks.every(({ id }) => find.get(...parameters, id) !== undefined);
  }

  hasBacklog(): boolean {
    if (!this.#isEnabled()) return false;
    // A query: the cursors of the scope are written when something is cut.
    const scope = this.#destination();
    return this.#firstOf(alignRanges<CursorRange>(loadRanges(this.#writer, this.#id), scope), scope) !== null;
  }

  claim(chunks: readonly Chunk[]): boolean {
    // Chunks about to be sent must survive a power cut; other commits may wait for their sync.
    this.#writer.pragma('synchronous = FULL');
    try {
      return this.#inTransaction(() => {
        if (!chunks.every(({ id, state }) => this.#row(id)?.state === state)) return false;
        for (const chunk of chunks) {
          const counted = { tries: chunk.tries + 1, resends: resendsOnceClaimed(chunk) };
          this.#change(chunk.id, 'claim', { nextAtMs: null, ...counted });
        }
        return true;
      });
    } finally {
      this.#writer.pragma('synchronous = NORMAL');
    }
  }

  async read(chunk: Chunk): Promise<Buffer> {
    const row = this.#row(chunk.id);
    if (row === null) throw new CodedError('sync.spool_lost');
    const bytes = row.spool === null ? null : await this.#spool.read(row.spool);
    if (bytes !== null && hash('sha256', bytes, 'hex') === row.sha256) return bytes;
    // A claim counts its try before any byte is sent, so the try in progress does not count as sent.
    loseChunk(this.#writer, row, row.tries > (row.state === 'sending' ? 1 : 0), this.#at());
    if (row.spool !== null) await this.#spool.remove(row.spool);
    throw new CodedError('sync.spool_lost');
  }

  delivered(chunk: Chunk, report: ServerReport): void {
    const row = this.#row(chunk.id);
    const isDone = this.#change(chunk.id, 'deliver', { nextAtMs: null, code: null, report, spool: null });
    // Should the program die here, the file has no row and goes at the next start.
    if (isDone && row?.spool) this.#spool.removeLater(row.spool);
  }

  waiting(
    chunk: Chunk,
    code: ErrorCode,
    nextAtMs: number,
    report: ServerReport,
    isItemSpecific = false,
  ): void {
    const attempts = chunk.attempts + (isItemSpecific ? 1 : 0);
    const { resends } = chunk;
    // The outcome of this try says nothing about an earlier one.
    if (chunk.mayBeRepeated || report.mayBeRepeated)
      this.#doubt(chunk, { nextAtMs, report, attempts, resends, ...doubtCode(chunk) });
    else this.#change(chunk.id, 'wait', { nextAtMs, code, report, attempts, resends });
  }

  uncertain(chunk: Chunk, code: ErrorCode, nextAtMs: number, report: ServerReport): void {
    const next = resendsOnceClaimed(chunk) >= maxResends ? null : nextAtMs;
    this.#doubt(chunk, { nextAtMs: next, code, report, mayBeRepeated: true });
  }

  /** One that left the consent meanwhile is not tried again (`withdrawChunks`), also where the target is off and has no turns. */
  #doubt(chunk: Chunk, change: Change): void {
    const left = this.mayLeave([chunk]) ? null : outOfScope;
    this.#change(chunk.id, 'doubt', { ...change, ...left });
  }

  async rejected(chunk: Chunk, code: ErrorCode, report: ServerReport): Promise<void> {
    const row = this.#row(chunk.id);
    if (row === null) return;
    if (row.lineCount > 1) await this.#bisect(row, chunk, report);
    else this.#change(chunk.id, 'fail', { nextAtMs: null, code, report, attempts: row.attempts + 1 });
  }

  /** Files that cannot be read or written just now leave the chunk waiting: it is rejected and bisected another time. */
  async #bisect(row: ChunkRow, chunk: Chunk, report: ServerReport): Promise<void> {
    try {
      await bisect({ writer: this.#writer, spool: this.#spool }, row, await this.read(chunk), this.#at());
    } catch (error) {
      const { code } = asCoded(error);
      if (code !== 'profile.unreadable' && code !== 'disk.full') throw error;
      this.waiting(chunk, code, this.#clock.nowMs() + fileRetryMs, report);
    }
  }

  release(chunks: readonly Chunk[]): void {
    this.#inTransaction(() => {
      for (const chunk of chunks) {
        const { id, tries, resends, mayBeRepeated } = chunk;
        if (!mayBeRepeated) this.#change(id, 'release', { nextAtMs: null, tries, resends });
        else this.#doubt(chunk, { nextAtMs: this.#clock.nowMs(), tries, resends, ...doubtCode(chunk) });
      }
    });
  }

  /** The scope that the consent allows now; empty while the target is off. */
  #inScope(): { readonly sql: string; readonly parameters: readonly (string | number)[] } {
    const { kinds, fromDay } = this.#destination();
    const sql = `destination = ? AND class IN (SELECT value FROM json_each(?)) AND first_at >= ?
      AND (SELECT is_enabled FROM destination WHERE destination.id = chunk.destination) = 1`;
    const [fromAt] = secondsOfDays(fromDay, null);
    return { sql, parameters: [this.#id, JSON.stringify([...kinds]), fromAt] };
  }

  #isEnabled(): boolean {
    const find = this.#writer.prepare<[number], number>('SELECT is_enabled FROM destination WHERE id = ?');
    return find.pluck().get(this.#id) === 1;
  }

  #queued(): number {
    return (
      this.#writer
        .prepare<[number], number>("SELECT count(*) FROM chunk WHERE destination = ? AND state = 'queued'")
        .pluck()
        .get(this.#id) ?? 0
    );
  }

  /** The range to cut next and where it must stop; null when nothing in scope is left. */
  #nextRange(): { range: StoredRange; toSeq: number } | null {
    if (!this.#isEnabled()) return null;
    const scope = this.#destination();
    return this.#firstOf(align(this.#writer, this.#id, scope), scope);
  }

  #firstOf<R extends CursorRange>(all: readonly R[], scope: Scope): { range: R; toSeq: number } | null {
    const ranges = all.filter((range) => isInScope(range, scope));
    for (const name of arrivalClasses) {
      const own = ranges.filter((range) => range.class === name).sort((a, b) => a.nextSeq - b.nextSeq);
      for (const range of own) {
        // A range that starts behind stops at the position of the next one, so they continue as one.
        const ahead =
          range.endSeq ??
          own.find((other) => other.endSeq === null && other.nextSeq > range.nextSeq)?.nextSeq;
        const toSeq = ahead ?? Infinity;
        const arrival = this.#cutter.log.next(name, range.nextSeq);
        if (Number.isFinite(toSeq) || (arrival !== null && arrival.seq < toSeq)) return { range, toSeq };
      }
    }
    return null;
  }

  async #cutRange(range: StoredRange, toSeq: number): Promise<void> {
    const discarded = this.#discarded.of(this.#id, range.class);
    const cut = await this.#cutter.cut(range, toSeq, discarded);
    const spool = cut.bytes === null || cut.lineCount === 0 ? null : await this.#spool.write(cut.bytes);
    const isStored = this.#inTransaction(() => {
      if (!this.#isEnabled() || !isInScope(range, this.#destination())) return false;
      // The user may have discarded some of it meanwhile, or taken a discard back.
      if (this.#discarded.of(this.#id, range.class) !== discarded) return false;
      if (!advance(this.#writer, range, cut.nextSeq)) return false;
      keepWithDiscarded(this.#writer, this.#id, range.class, cut.passed);
      if (cut.lineCount === 0) return true;
      const isTooLarge = cut.bytes === null;
      const { members, lineCount, byteCount, sha256, firstAt, lastAt } = cut;
      const kept = { members, lineCount, bytes: byteCount, sha256, spool, firstAt, lastAt };
      const code = isTooLarge ? ('sync.too_large' as const) : null;
      const mayBeRepeated = range.mayBeRepeated === 1;
      const chunk = { destination: this.#id, class: range.class, ...kept, code, mayBeRepeated };
      insertChunk(this.#writer, isTooLarge ? 'tooLarge' : 'cut', chunk, this.#at());
      return true;
    });
    if (!isStored && spool !== null) await this.#spool.remove(spool);
  }

  #change(id: number, event: Parameters<typeof changeChunk>[2], change: Change): boolean {
    return changeChunk(this.#writer, id, event, change, this.#at());
  }

  #inTransaction<T extends NoPromise<T>>(body: () => T): T {
    return this.#writer.transaction(body)();
  }

  #row(id: number): ChunkRow | null {
    return chunkRows(this.#writer, 'WHERE id = ?', id)[0] ?? null;
  }

  #at(): number {
    return Math.floor(this.#clock.nowMs() / 1000);
  }
}
