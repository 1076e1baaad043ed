import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../../../../src/core/db/open.ts';
import { ArrivalLog } from '../../../../../src/core/import/writer/arrival-log.ts';
import type { Chunk, ChunkStore } from '../../../../../src/core/outbox/chunk-store.ts';
import type { LineForm } from '../../../../../src/core/outbox/chunks/chunk-cutter.ts';
import { setScope } from '../../../../../src/core/outbox/chunks/cursor-rows.ts';
import { Spool } from '../../../../../src/core/outbox/chunks/spool.ts';
import { makeChunkStore } from '../../../../../src/core/outbox/chunks/sqlite-chunk-store.ts';
import { type DestinationRow, toDestination } from '../../../../../src/core/outbox/destination-store.ts';
import type { Clock, Destination } from '../../../../../src/core/outbox/target.ts';
import type { ArrivalClass } from '../../../../../src/shared/domain/sync.ts';
import { expectCounted } from '../../../../support/outbox-recount.ts';

export const day = 86_400;
export const firstStart = 19_000 * day;

export interface FakeClock extends Clock {
  advance(ms: number): void;
}

export function fakeClock(seed = 1): FakeClock {
  let now = 1_760_000_000_000;
  let state = seed;
  return {
    nowMs: () => now,
    random: () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

/** A history in a folder of its own with dictionary rows 1, and destinations that take chunks from it. */
export class ChunkScene {
  readonly dir = mkdtempSync(join(tmpdir(), 'health-relay-chunks-'));
  readonly spoolDir = join(this.dir, 'spool');
  readonly spool = new Spool(this.spoolDir);
  readonly clock: FakeClock;
  writer!: Writer;

  private constructor(clock: FakeClock) {
    this.clock = clock;
  }

  static async open(clock = fakeClock()): Promise<ChunkScene> {
    const scene = new ChunkScene(clock);
    mkdirSync(scene.spoolDir);
    scene.writer = openWriter(scene.path);
    await migrate(scene.writer, join(scene.dir, 'backups'));
    scene.writer.exec(`INSERT INTO record_type (id, name) VALUES (1, 'HKQuantityTypeIdentifierStepCount'), (2, 'HKCategoryTypeIdentifierSleepAnalysis');
      INSERT INTO source (id, folded, name) VALUES (1, 'watch', 'Watch'), (2, 'phone', 'Phone');
      INSERT INTO origin (id, unit, source_version, device) VALUES (1, 'count', '10.1', 'name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.1')`);
    return scene;
  }

  get path(): string {
    return join(this.dir, 'history.sqlite');
  }

  /** As after a crash: another connection to the same file. */
  reopen(): void {
    this.writer.close();
    this.writer = openWriter(this.path);
  }

  close(): void {
    expectCounted(this.writer);
    this.writer.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  addRun(isClosed = true): number {
    return Number(
      this.writer
        .prepare<[number]>(
          `INSERT INTO import_run (state, name, is_incoming, same_person, started_at, closed) VALUES ('running', 'export.zip', 0, 0, 0, ?)`,
        )
        .run(isClosed ? 1 : 0).lastInsertRowid,
    );
  }

  closeRun(run: number): void {
    this.writer.prepare<[number]>('UPDATE import_run SET closed = 1 WHERE id = ?').run(run);
  }

  /** Records of `days` from `firstStart` on, one a day unless `perDay` says more; returns the ids. */
  addRecords(
    days: readonly number[],
    options: { run?: number; perDay?: number; metadata?: string; class?: ArrivalClass } = {},
  ): number[] {
    const run = options.run ?? this.addRun();
    const insert = this.writer
      .prepare<unknown[], number>(
        `INSERT INTO record (type, start, duration, source, value_key, value, origin, created, run, metadata) VALUES (1, ?, 60, 1, ?, ?, 1, NULL, ?, ?) RETURNING id`,
      )
      .pluck();
    const ids: number[] = [];
    this.writer.transaction(() => {
      for (const at of days) {
        for (let i = 0; i < (options.perDay ?? 1); i++) {
          const value = i % 50;
          const start = firstStart + at * day + i;
          ids.push(insert.get(start, value + 0.5, value + 0.5, run, options.metadata ?? null) as number);
        }
      }
      new ArrivalLog(this.writer, run).appendAll(options.class ?? 'record', ids);
    })();
    return ids;
  }

  addDestination(
    kinds: readonly string[] = ['record'],
    startDay: string | null = null,
    target = 'atlas',
  ): number {
    const id = Number(
      this.writer
        .prepare<unknown[]>(
          `INSERT INTO destination (target, base_url, dataset, branch, account, is_current, is_enabled) VALUES (?, ?, '', '', 'me', 1, 1)`,
        )
        .run(target, `https://example.invalid/${Math.random()}`).lastInsertRowid,
    );
    this.consent(id, kinds, startDay);
    return id;
  }

  consent(id: number, kinds: readonly string[], startDay: string | null): void {
    this.writer
      .prepare<[string, number]>('UPDATE destination SET consent = ? WHERE id = ?')
      .run(JSON.stringify({ kinds, startDay, at: 0 }), id);
    const { kinds: set, fromDay } = this.destination(id);
    setScope(this.writer, id, set, fromDay);
  }

  destination(id: number): Destination {
    const row = this.writer
      .prepare<[number], DestinationRow>('SELECT * FROM destination WHERE id = ?')
      .get(id);
    if (!row) throw new Error('no such destination');
    return toDestination(row);
  }

  store(id: number, lineForm?: LineForm): ChunkStore {
    return makeChunkStore({
      writer: this.writer,
      destination: () => this.destination(id),
      spool: this.spool,
      clock: this.clock,
      ...(lineForm ? { lineForm } : {}),
    });
  }

  column<T>(sql: string, ...parameters: unknown[]): T[] {
    return this.writer
      .prepare<unknown[], T>(sql)
      .pluck()
      .all(...parameters);
  }

  /** Sends everything that is due as if the server took it; returns the parsed lines. */
  async drain(store: ChunkStore): Promise<Record<string, unknown>[]> {
    const lines: Record<string, unknown>[] = [];
    for (;;) {
      await store.cut(5);
      const due = store.due(this.clock.nowMs(), 5);
      if (due.length === 0) return lines;
      store.claim(due);
      for (const chunk of due) {
        lines.push(...parseLines(await store.read(chunk)));
        store.delivered(chunk, {});
      }
    }
  }
}

export function parseLines(bytes: Buffer): Record<string, unknown>[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function onlyChunk(chunks: readonly Chunk[]): Chunk {
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1) throw new Error(`${chunks.length} chunks`);
  return chunk;
}

/** A folder of its name: no read gets through, as where another program holds the file. Returns what frees it. */
export function lockFile(path: string): () => void {
  renameSync(path, `${path}.held`);
  mkdirSync(path);
  return () => {
    rmdirSync(path);
    renameSync(`${path}.held`, path);
  };
}
