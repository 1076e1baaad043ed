import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../../src/core/db/open.ts';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import {
  type DestinationRow,
  DestinationStore,
  toDestination,
} from '../../../src/core/outbox/destination-store.ts';
import type { Holds } from '../../../src/core/outbox/mutations/event-holds.ts';
import { TrendySide } from '../../../src/core/outbox/mutations/trendy-side.ts';
import {
  type Destination,
  type NoToken,
  type Step,
  signedOut,
  type TargetContext,
  type TargetRunner,
} from '../../../src/core/outbox/target.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';
import { makeTrendyRunner } from '../../../src/core/targets/trendy/trendy-runner.ts';
import { eventCategories } from '../../../src/shared/domain/event-category.ts';
import type { OutboxState } from '../../../src/shared/domain/sync.ts';
import { createSteppedClock, type SandboxClock } from '../../sandbox/http/clock.ts';
import { seededRandom } from '../../sandbox/http/faults.ts';
import { startTrendy, type TrendySandbox } from '../../sandbox/trendy/start-trendy.ts';
import {
  type EventInput,
  type EventRow,
  eventRow,
  insertEvent,
  propertiesOf,
  startOfTests,
} from './scene-events.ts';

interface MutationRow {
  readonly id: number;
  readonly event: number;
  readonly operation: string;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly tries: number;
  readonly code: string | null;
  readonly error: string | null;
  readonly entity_id: string;
}

/** One profile with one Trendy destination against the stand-in, on a clock that only moves when something waits. */
export interface Scene {
  readonly trendy: TrendySandbox;
  readonly clock: SandboxClock;
  writer: Writer;
  side: TrendySide;
  holds: Holds;
  /** What the host's credentials answer. */
  token: string | null;
  /** Why there is none, where there is none. */
  noToken: NoToken;
  /** Called while a token is on its way to a request, as when it is renewed early. */
  tokenAsked: () => void;
  renewed: string | null;
  isAlive: boolean;
  /** Wraps the HTTP client from the next start on. */
  http: (client: HttpClient) => HttpClient;
  /** Codes of the pauses that were waited out. */
  readonly pauses: string[];
  readonly phases: string[];
  destination(): DestinationRow;
  /** As the runner and the queue see it. */
  target(): Destination;
  /** Derivation wrote this event: one transaction with its mutation. Gives its id. */
  put(event: EventInput): number;
  change(id: number, figure: number): void;
  /** As `change`, by other rules and not by other records. */
  rederive(id: number, figure: number): void;
  remove(id: number, cause?: 'records' | 'rules'): void;
  /** A new program over the same database. */
  restart(): void;
  /** What a changed scope or hold began is finished, as before every step. */
  enqueue(): Promise<void>;
  step(signal?: AbortSignal): Promise<Step>;
  /** Runs until nothing is due by itself, or until the person is needed; gives the code of that pause. */
  sync(maxSteps?: number): Promise<string | null>;
  mutations(): MutationRow[];
  count(state: OutboxState): number;
  close(): Promise<void>;
}

export async function openScene(options: { seed?: number; limiter?: 'on' | 'off' } = {}): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'hr-trendy-'));
  const path = join(folder, 'history.sqlite');
  const clock = createSteppedClock(startOfTests);
  const trendy = await startTrendy({ clock, ...(options.limiter ? { limiter: options.limiter } : {}) });
  const random = seededRandom(options.seed ?? 1);
  const client = new NodeHttpClient();
  let writer = openWriter(path);
  await migrate(writer, join(folder, 'backups'));
  let destinations = new DestinationStore(writer);
  const { id } = destinations.makeCurrent('trendy', {
    baseUrl: trendy.baseUrl.replace(/\/$/, ''),
    dataset: '',
    branch: '',
    account: 'owner',
  });
  destinations.enable(id, { kinds: [...eventCategories], startDay: null, at: 0 });
  let runner: TargetRunner | null = null;

  const row = () => destinations.row(id) as DestinationRow;
  const context = (): TargetContext => ({
    writer,
    destination: () => toDestination(row()),
    http: scene.http(client),
    credentials: {
      token: async () => {
        scene.tokenAsked();
        return scene.token === null ? scene.noToken : { isOk: true, token: scene.token };
      },
      renew: async () => {
        if (scene.renewed === null)
          return scene.isAlive ? { kind: 'alive' } : { kind: 'ended', reason: scene.noToken };
        scene.token = scene.renewed;
        return { kind: 'renewed', token: scene.renewed };
      },
    },
    clock: { nowMs: () => clock.now(), random },
    saveState: (patch) => destinations.saveState(id, patch),
    phase: (phase) => {
      if (scene.phases.at(-1) !== phase) scene.phases.push(phase);
    },
    countRequest: () => {},
  });
  const makeSide = () => new TrendySide({ writer, nowMs: () => clock.now(), holds: () => scene.holds });
  const notice = (event: EventRow, kind: 'created' | 'changed' | 'deleted', cause: 'records' | 'rules') =>
    scene.side.enqueueEvent(toDestination(row()), { kind, cause, event });
  const rewrite = (event: number, figure: number, cause: 'records' | 'rules') => {
    writer.transaction(() => {
      const was = eventRow(writer, event);
      writer
        .prepare<[string, string, number]>('UPDATE event SET properties = ?, notes = ? WHERE id = ?')
        .run(JSON.stringify(propertiesOf(was.category, figure)), `Auto-logged: ${figure}`, event);
      notice(was, 'changed', cause);
    })();
  };
  const scene: Scene = {
    trendy,
    clock,
    writer,
    side: makeSide(),
    holds: { of: () => null, from: null, key: '' },
    token: trendy.token(),
    noToken: signedOut,
    tokenAsked: () => {},
    renewed: null,
    isAlive: false,
    http: (plain) => plain,
    pauses: [],
    phases: [],
    destination: row,
    target: () => toDestination(row()),
    put(event) {
      return writer.transaction(() => {
        const added = insertEvent(writer, event);
        notice(eventRow(writer, added), 'created', 'records');
        return added;
      })();
    },
    change: (event, figure) => rewrite(event, figure, 'records'),
    rederive: (event, figure) => rewrite(event, figure, 'rules'),
    remove(event, cause = 'records') {
      writer.transaction(() => {
        const was = eventRow(writer, event);
        writer.prepare<[number]>('DELETE FROM event WHERE id = ?').run(event);
        notice(was, 'deleted', cause);
      })();
    },
    restart() {
      writer.close();
      writer = openWriter(path);
      scene.writer = writer;
      destinations = new DestinationStore(writer);
      scene.side = makeSide();
      scene.side.recover();
      runner = null;
    },
    enqueue: () => scene.side.enqueue(id, new AbortController().signal),
    async step(signal = new AbortController().signal) {
      await scene.side.enqueue(id, signal);
      runner ??= makeTrendyRunner(() => scene.holds)(context());
      const step = await runner.step(signal);
      if (step.kind === 'pause' && step.code !== 'sync.rate_limited') destinations.countFailure(id);
      return step;
    },
    async sync(maxSteps = 5_000) {
      for (let steps = 0; steps < maxSteps; steps++) {
        const step = await scene.step();
        if (step.kind === 'did') continue;
        const untilMs = step.kind === 'pause' ? step.untilMs : step.dueAtMs;
        if (step.kind === 'pause') scene.pauses.push(step.code);
        if (step.kind === 'pause' && untilMs === null) return step.code;
        const isWaiting = scene.count('queued') + scene.count('waiting') > 0;
        if (step.kind === 'idle' && !isWaiting) return null;
        clock.advance(Math.max(1, (untilMs ?? clock.now()) - clock.now()));
      }
      throw new Error(`still not at rest: ${JSON.stringify(scene.mutations().slice(0, 5))}`);
    },
    mutations: () => writer.prepare<[], MutationRow>('SELECT * FROM mutation ORDER BY id').all(),
    count: (state) =>
      writer.prepare<[string], number>('SELECT count(*) FROM mutation WHERE state = ?').pluck().get(state) ??
      0,
    async close() {
      writer.close();
      client.close();
      await trendy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return scene;
}
