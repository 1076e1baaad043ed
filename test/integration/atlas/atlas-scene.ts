import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { recoverChunks } from '../../../src/core/outbox/chunks/recover-chunks.ts';
import { DestinationStore } from '../../../src/core/outbox/destination-store.ts';
import {
  type Step,
  signedOut,
  type TargetContext,
  type TargetRunner,
  type TokenAnswer,
} from '../../../src/core/outbox/target.ts';
import { makeAtlasRunner } from '../../../src/core/targets/atlas/atlas-runner.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { type AtlasOptions, type AtlasSandbox, startAtlas } from '../../sandbox/atlas/start-atlas.ts';
import { createSteppedClock } from '../../sandbox/http/clock.ts';
import { ChunkScene, fakeClock } from '../../unit/core/outbox/chunks/chunk-scene.ts';

export const batchRoute = 'POST /api/v1/healthkit/export/batch';

const failures: ReadonlySet<ErrorCode> = new Set([
  'sync.offline',
  'sync.not_their_answer',
  'sync.redirected',
  'sync.far_side_failing',
] as const);

/** A history, the sandbox of the proxy, and the runner between them, on one clock that only tests move. */
export class AtlasScene {
  readonly atlas: AtlasSandbox;
  readonly chunks: ChunkScene;
  readonly id: number;
  readonly http: HttpClient = new NodeHttpClient();
  readonly pauses: ErrorCode[] = [];
  token: string | null;
  /** Why there is none, where there is none. */
  noToken = signedOut;
  /** Gives the token after a refused one; null: signed out. */
  renewed: () => string | null = () => null;
  requests = 0;
  runner: TargetRunner;

  private constructor(atlas: AtlasSandbox, chunks: ChunkScene) {
    this.atlas = atlas;
    this.chunks = chunks;
    // Longer than any test's waits.
    this.token = atlas.token('auth0|sandbox', { expiresInMs: 1e9 });
    this.id = chunks.addDestination();
    chunks.writer
      .prepare<[string, number]>('UPDATE destination SET base_url = ? WHERE id = ?')
      .run(atlas.baseUrl, this.id);
    this.runner = this.makeRunner(this.context());
  }

  static async open(options: AtlasOptions = {}, seed = 1): Promise<AtlasScene> {
    const clock = createSteppedClock(1_760_000_000_000);
    const { random } = fakeClock(seed);
    const ours = { nowMs: () => clock.now(), random, advance: (ms: number) => clock.advance(ms) };
    return new AtlasScene(
      await startAtlas({ format: 'ndjson', ...options, clock }),
      await ChunkScene.open(ours),
    );
  }

  async close(): Promise<void> {
    await this.atlas.close();
    this.chunks.close();
  }

  makeRunner(context: TargetContext): TargetRunner {
    return makeAtlasRunner(this.chunks.spool)(context);
  }

  context(http: HttpClient = this.http): TargetContext {
    const { chunks, id } = this;
    return {
      writer: chunks.writer,
      destination: () => chunks.destination(id),
      http,
      credentials: {
        token: async () => this.#answer(),
        renew: async () => {
          this.token = this.renewed();
          const next = this.#answer();
          return next.isOk ? { kind: 'renewed', token: next.token } : { kind: 'ended', reason: next };
        },
      },
      clock: chunks.clock,
      saveState: (patch) => new DestinationStore(chunks.writer).saveState(id, patch),
      phase: () => {},
      countRequest: () => {
        this.requests++;
      },
    };
  }

  #answer(): TokenAnswer {
    return this.token === null ? this.noToken : { isOk: true, token: this.token };
  }

  /** Sends through `http` from now on. */
  use(http: HttpClient): void {
    this.runner = this.makeRunner(this.context(http));
  }

  /** As the loop of a destination: steps until nothing is due by itself, its waits skipped. Returns the last step. */
  async run(most = 300): Promise<Step> {
    let step: Step = { kind: 'did' };
    for (let i = 0; i < most; i++) {
      const before = this.count('delivered');
      step = await this.runner.step(new AbortController().signal);
      const store = new DestinationStore(this.chunks.writer);
      if (this.count('delivered') > before) store.succeeded(this.id, 0);
      if (step.kind === 'did') continue;
      if (step.kind === 'pause') {
        this.pauses.push(step.code);
        if (failures.has(step.code)) store.countFailure(this.id);
      }
      const until = step.kind === 'pause' ? step.untilMs : step.dueAtMs;
      if (until === null) return step;
      this.chunks.clock.advance(Math.max(0, until - this.chunks.clock.nowMs()));
    }
    return step;
  }

  /** As after the program died: another connection, another runner. */
  async restart(): Promise<void> {
    this.chunks.reopen();
    await recoverChunks(this.chunks.writer, this.chunks.spool, 0);
    this.runner = this.makeRunner(this.context());
  }

  /** Chunks in a state. */
  count(state: string): number {
    return this.chunks.column<number>('SELECT count(*) FROM chunk WHERE state = ?', state)[0] ?? 0;
  }

  lines(state: string): number {
    return (
      this.chunks.column<number>(
        'SELECT coalesce(sum(line_count), 0) FROM chunk WHERE state = ?',
        state,
      )[0] ?? 0
    );
  }

  /** Records that lie there more than once although their chunk is not marked as a possible repeat. */
  unmarkedRepeats(): string[] {
    const marked = new Set<string>();
    const rows = this.chunks.writer
      .prepare<[], { members: string }>('SELECT members FROM chunk WHERE may_be_repeated = 1')
      .all();
    for (const { members } of rows)
      for (const [row, count] of JSON.parse(members) as [number, number, number][])
        for (let i = 0; i < count; i++) marked.add(this.startOf(row + i));
    return [...this.atlas.records().values()]
      .filter(({ count }) => count > 1)
      .map(({ rows: [first] }) => String(first?.start_date))
      .filter((start) => !marked.has(start));
  }

  startOf(row: number): string {
    const [start] = this.chunks.column<number>('SELECT start FROM record WHERE id = ?', row);
    return new Date((start ?? 0) * 1000).toISOString().replace('.000Z', 'Z');
  }
}

/** A line of 12 KB, so that a few hundred records make several chunks. */
export const bulky = `[["note","${'x'.repeat(12_000)}"]]`;
