import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openWriter, type Writer } from '../../../src/core/db/open.ts';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { recoverChunks } from '../../../src/core/outbox/chunks/recover-chunks.ts';
import { Spool } from '../../../src/core/outbox/chunks/spool.ts';
import { DestinationStore, toDestination } from '../../../src/core/outbox/destination-store.ts';
import type { NoToken, Step, TargetContext, TargetRunner } from '../../../src/core/outbox/target.ts';
import { signedOut } from '../../../src/core/outbox/target.ts';
import { makeFoundryRunner } from '../../../src/core/targets/foundry/foundry-runner.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';
import { type FoundrySandbox, startFoundry } from '../../sandbox/foundry/start-foundry.ts';
import type { SandboxClock } from '../../sandbox/http/clock.ts';
import { type ChunkFigures, chunkFigures } from './chunk-figures.ts';
import { addRecords, seedProfile } from './seed-profile.ts';

export const userId = 'auth0|scene';
export const yearMs = 366 * 86_400_000;
const maxSteps = 3000;

export interface SceneOptions {
  readonly records?: number;
  readonly http?: HttpClient;
  /** One that stands still where what happens must not depend on how long it takes. */
  readonly clock?: SandboxClock;
}

/** A profile with records in the backlog of one Foundry destination, and the server, by whose clock both go. */
export interface FoundryScene {
  readonly far: FoundrySandbox;
  readonly writer: Writer;
  readonly path: string;
  readonly spoolDir: string;
  readonly runner: TargetRunner;
  readonly destinations: DestinationStore;
  /** Pauses met while draining, in their order. */
  readonly pauses: string[];
  token: string | null;
  /** What `renew` gives; null: signed out. */
  nextToken: string | null;
  /** Why there is none, where there is none. */
  noToken: NoToken;
  requests: number;
  /** More arrivals of one closed import run. */
  add(records: number): void;
  step(signal?: AbortSignal): Promise<Step>;
  /** Steps until nothing is due; waits are over at once. Ends early at a pause without an end or one that `isEnd` picks. */
  drain(isEnd?: (step: Step) => boolean): Promise<Step>;
  /** As after a crash: recovers the queue and begins with a new runner. */
  restart(): Promise<void>;
  /** The person agrees to abort what they were asked about (`sync.abortTransaction`). */
  agree(): void;
  state(): Readonly<Record<string, unknown>>;
  chunks(): ChunkFigures;
}

export async function openFoundryScene(options: SceneOptions = {}): Promise<FoundryScene> {
  const far = await startFoundry(options.clock ? { clock: options.clock } : {});
  onTestFinished(() => far.close());
  const dir = mkdtempSync(join(tmpdir(), 'foundry-scene-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'health.sqlite');
  const spoolDir = join(dir, 'spool');
  mkdirSync(spoolDir);
  seedProfile(path, options.records ?? 0);
  const writer = openWriter(path);
  onTestFinished(() => void writer.close());
  const destinations = new DestinationStore(writer);
  const { id } = destinations.makeCurrent('foundry', {
    baseUrl: far.baseUrl,
    dataset: far.datasetRid,
    branch: 'master',
    account: userId,
  });
  destinations.enable(id, { kinds: ['record'], startDay: null, at: 0 });
  const row = () => {
    const found = destinations.row(id);
    if (!found) throw new Error('the destination is gone');
    return found;
  };

  const context: TargetContext = {
    writer,
    destination: () => toDestination(row()),
    http: options.http ?? new NodeHttpClient(),
    credentials: {
      token: async () => (scene.token === null ? scene.noToken : { isOk: true, token: scene.token }),
      renew: async () => {
        if (scene.nextToken === null) return { kind: 'ended', reason: scene.noToken };
        scene.token = scene.nextToken;
        return { kind: 'renewed', token: scene.nextToken };
      },
    },
    clock: { nowMs: () => far.clock.now(), random: Math.random },
    saveState: (patch) => destinations.saveState(id, patch),
    phase: () => {},
    countRequest: () => void scene.requests++,
  };
  const spool = new Spool(spoolDir);
  const makeRunner = makeFoundryRunner(spool);
  let runner = makeRunner(context);
  const steadySignal = new AbortController().signal;

  const scene: FoundryScene = {
    far,
    writer,
    path,
    spoolDir,
    destinations,
    get runner() {
      return runner;
    },
    pauses: [],
    token: far.token({ expiresInMs: yearMs }),
    nextToken: null,
    noToken: signedOut,
    requests: 0,
    add: (records) => addRecords(writer, records),
    step: (signal = steadySignal) => runner.step(signal),
    async drain(isEnd = () => false) {
      for (let steps = 0; steps < maxSteps; steps++) {
        const step = await scene.step();
        if (step.kind === 'pause') {
          scene.pauses.push(step.code);
          destinations.countFailure(id);
        }
        if (isEnd(step)) return step;
        if (step.kind === 'did') continue;
        const untilMs = step.kind === 'pause' ? step.untilMs : step.dueAtMs;
        if (untilMs === null) return step;
        far.clock.advance(Math.max(0, untilMs - far.clock.now()));
      }
      throw new Error('it never comes to rest');
    },
    async restart() {
      await recoverChunks(writer, spool, Math.floor(far.clock.now() / 1000));
      runner = makeRunner(context);
    },
    agree: () => destinations.saveState(id, { mayAbort: true, question: null }),
    state: () => JSON.parse(row().state) as Record<string, unknown>,
    chunks: () => chunkFigures(writer),
  };
  return scene;
}
