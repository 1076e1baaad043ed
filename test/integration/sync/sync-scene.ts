import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { noLog } from '../../../src/core/log/open-log.ts';
import { dispatch } from '../../../src/data/dispatch.ts';
import { createDataProgram } from '../../../src/data/program.ts';
import type { ConnectedDataProgram, PushListener } from '../../../src/data/protocol/client.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import {
  type Consent,
  type DestinationCard,
  type SyncOverview,
  type TargetId,
  usualKinds,
} from '../../../src/shared/domain/sync.ts';
import { ask, importFile, startProgram } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import type { ExportOptions } from '../../generator/options.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { settingsOf, tokenVariables } from '../../sandbox/setup-lines.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { expectCounted } from '../../support/outbox-recount.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

const tokenNames = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
} as const;

type OpenSecrets = ReturnType<typeof memorySecrets>['open'];

export type Ask = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

/** The data program as its hosts run it, over a profile of its own, and all servers. */
export interface SyncScene {
  readonly sandbox: Sandbox;
  readonly dir: string;
  readonly profile: string;
  /** Where its imports wait. */
  readonly gate: ImportGate;
  readonly ask: Ask;
  client(): ConnectedDataProgram;
  stderr(): string;
  import(path: string): Promise<Receipt>;
  token(target: TargetId): string;
  /** Address and token, nothing turned on; `baseUrl` instead of the sandbox's own. */
  configure(target: TargetId, baseUrl?: string): Promise<void>;
  review(target: TargetId, scope?: Partial<ScopeOf>): Promise<CallOutput<'settings.reviewTarget'>>;
  /** "Send", with the review's own count. Returns that count. */
  enable(target: TargetId, scope?: Partial<ScopeOf>): Promise<number>;
  card(target: TargetId): Promise<DestinationCard>;
  /** The overview once it is so. */
  until(isSo: (overview: SyncOverview) => boolean): Promise<SyncOverview>;
  /** The current card of a target once nothing of it is pending. */
  settled(target: TargetId): Promise<DestinationCard>;
  /** Resolves when nothing is derived or sent any more. Of a program in this process alone. */
  whenResting(): Promise<void>;
  /** Ends the program with SIGKILL. */
  kill(): Promise<void>;
  /** Ends the program in order. */
  stop(): Promise<void>;
  /** A new program on the same profile, which knows no token; in this process (`isHere`), with a keychain of its own. */
  restart(openSecrets?: OpenSecrets): Promise<void>;
  /** The same, in this process whatever the one before was: it can be waited for until it rests. */
  restartHere(): Promise<void>;
}

export interface ScopeOf {
  readonly kinds: Consent['kinds'];
  readonly startDay: string | null;
}

interface Running {
  readonly client: ConnectedDataProgram;
  stderr(): string;
  whenResting(): Promise<void>;
  kill(): Promise<void>;
}

const elsewhere = () => Promise.reject(new Error('only a program in this process can be asked'));

function forked(profile: string, env: Readonly<Record<string, string>>): Running {
  const { child, client, stderr } = startProgram(profile, env);
  const kill = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return { client, stderr, whenResting: elsewhere, kill };
}

/** The same program in this process, where a test can wait until its sync rests: what was not sent by then is not sent. */
async function here(profile: string, openSecrets = memorySecrets().open): Promise<Running> {
  const listeners = new Set<PushListener>();
  const faults: unknown[] = [];
  const program = await createDataProgram({
    profileDir: profile,
    threads: { startImport: () => startImportThread(importThread), openSecrets },
    push: (name, payload) => {
      for (const listener of listeners) listener(name, payload);
    },
    log: { fault: (error) => void faults.push(error), event: noLog },
  });
  onTestFinished(() => program.close());
  const answer = (kind: 'call' | 'host') => (name: string, input: unknown) =>
    dispatch(program, { kind, name, input }, (error) => void faults.push(error));
  return {
    client: {
      started: Promise.resolve({ isReady: true }),
      closed: program.closed,
      call: answer('call'),
      host: answer('host') as ConnectedDataProgram['host'],
      onPush: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    stderr: () => faults.map(String).join('\n'),
    whenResting: () => program.sync.service.whenResting(),
    kill: elsewhere,
  };
}

const histories = new Map<string, Promise<string>>();

/** A profile with some weeks, imported and derived in Berlin: made once for all tests of a file, which get copies. */
function importedHistory(weeks: ExportOptions): Promise<string> {
  const key = JSON.stringify(weeks);
  const made = histories.get(key) ?? makeHistory(weeks);
  histories.set(key, made);
  return made;
}

async function makeHistory(weeks: ExportOptions): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-history-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const profile = join(dir, 'profile');
  const { client, whenResting } = await here(profile);
  await ask(client, 'settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await importFile(client, await someWeeks(dir, weeks));
  await whenResting();
  await client.host('host.stop', {});
  return profile;
}

export interface SceneOptions extends SandboxOptions {
  /** What the profile holds from the start on, imported and derived in Berlin: `someWeeks` with these options. */
  readonly history?: ExportOptions;
  /** The program runs in this process, and can be waited for until it rests; it cannot be killed or held at a gate. */
  readonly isHere?: boolean;
}

export async function syncScene({
  isHere = false,
  history,
  ...options
}: SceneOptions = {}): Promise<SyncScene> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const gate = new ImportGate(join(dir, 'gate'));
  if (history) cpSync(await importedHistory(history), profile, { recursive: true });
  const start = async (openSecrets?: OpenSecrets) =>
    isHere ? here(profile, openSecrets) : forked(profile, gate.env);
  // Before the folder goes: whatever the test did, imports, kills and removals included, the queues are counted right.
  onTestFinished(() => {
    const reader = openReader(join(profile, 'history.sqlite'));
    try {
      expectCounted(reader);
    } finally {
      reader.close();
    }
  });
  let program = await start();
  const tokens = tokenVariables(sandbox);
  const call: Ask = (name, input) => ask(program.client, name, input);
  const token = (target: TargetId) => tokens[tokenNames[target]] ?? '';
  const scopeOf = (target: TargetId, scope: Partial<ScopeOf> = {}) => ({
    target,
    kinds: usualKinds(target),
    startDay: null,
    ...scope,
  });
  const review = (target: TargetId, scope?: Partial<ScopeOf>) =>
    call('settings.reviewTarget', scopeOf(target, scope));
  const until = (isSo: (overview: SyncOverview) => boolean) =>
    vi.waitUntil(
      async () => {
        const overview = await call('sync.overview', {});
        return isSo(overview) && overview;
      },
      { interval: 40 },
    );
  const find = (overview: SyncOverview, target: TargetId) =>
    overview.destinations.find((card) => card.isCurrent && card.target === target);
  return {
    sandbox,
    dir,
    profile,
    gate,
    ask: call,
    client: () => program.client,
    stderr: () => program.stderr(),
    import: (path) => importFile(program.client, path),
    token,
    review,
    until,
    async configure(target, baseUrl = settingsOf(sandbox)[`${target}.baseUrl`] ?? '') {
      const foundry = { datasetRid: sandbox.foundry.datasetRid, userId: 'auth0|sandbox' };
      await call('settings.configureTarget', { target, baseUrl, ...(target === 'foundry' && foundry) });
      await call('settings.setToken', { target, token: token(target) });
    },
    async enable(target, scope) {
      const { items } = await review(target, scope);
      await call('settings.enableTarget', { ...scopeOf(target, scope), items });
      return items;
    },
    async card(target) {
      const card = find(await call('sync.overview', {}), target);
      if (!card) throw new Error(`no current destination of ${target}`);
      return card;
    },
    async settled(target) {
      const isSettled = (overview: SyncOverview) =>
        overview.daysToDerive === 0 && find(overview, target)?.pending === 0;
      const card = find(await until(isSettled), target);
      if (!card) throw new Error(`no current destination of ${target}`);
      return card;
    },
    whenResting: () => program.whenResting(),
    kill: () => program.kill(),
    async stop() {
      await program.client.host('host.stop', {});
    },
    async restart(openSecrets) {
      program = await start(openSecrets);
      await program.client.started;
    },
    async restartHere() {
      program = await here(profile);
    },
  };
}

/** A zip of some weeks of one person, with an element of every kind. */
export async function someWeeks(dir: string, options: ExportOptions = {}): Promise<string> {
  const zip = join(dir, 'export.zip');
  await generateExport({ zip, days: 40, density: 0.05, seed: 5, ...options });
  return zip;
}

/** Addresses, tokens and home zone for all three, nothing turned on. */
export async function configuredScene(options: SceneOptions = {}): Promise<SyncScene> {
  const scene = await syncScene(options);
  await scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  for (const target of ['trendy', 'atlas', 'foundry'] as const) await scene.configure(target);
  return scene;
}
