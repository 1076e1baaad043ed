import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { noLog } from '../../../src/core/log/open-log.ts';
import { dispatch } from '../../../src/data/dispatch.ts';
import { createDataProgram, type DataProgram } from '../../../src/data/program.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import type { CallbackOutcome, Credential } from '../../../src/shared/domain/account.ts';
import { type DestinationCard, type TargetId, usualKinds } from '../../../src/shared/domain/sync.ts';
import { personOf } from '../../sandbox/identity/people.ts';
import { signIn } from '../../sandbox/identity/sign-in.ts';
import { type SandboxOptions, type SandboxWithIdentity, startSandbox } from '../../sandbox/sandbox.ts';
import { settingsOf } from '../../sandbox/setup-lines.ts';
import { type MemorySecrets, memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { NativeClient } from '../../unit/sandbox/identity/native-client.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

export interface AccountScene {
  readonly sandbox: SandboxWithIdentity;
  readonly secrets: MemorySecrets;
  readonly dir: string;
  readonly profile: string;
  /** Every push so far, as the page would get it. */
  readonly pushes: readonly { readonly name: string; readonly payload: unknown }[];
  readonly logged: readonly unknown[];
  /** Every secret of a sign-in so far: what must be in no file. */
  readonly seen: Set<string>;
  program(): DataProgram;
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** The code with which a call is refused. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string>;
  /** What a browser brings back to the host. */
  comeBack(url: string): Promise<CallbackOutcome>;
  /** The page's whole ceremony at the identity provider. */
  signIn(person: string): Promise<void>;
  signInFoundry(person: string): Promise<void>;
  signInTrendy(person: string): Promise<void>;
  credential(target: TargetId): Promise<Credential>;
  import(path: string): Promise<void>;
  /** "Send" to everything there is of a target. Returns how much that is. */
  enable(target: TargetId): Promise<number>;
  card(target: TargetId): Promise<DestinationCard>;
  settled(target: TargetId): Promise<DestinationCard>;
  /** Closes the program and starts another one on the same profile and keychain. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function accountScene(options: Omit<SandboxOptions, 'identity'> & { identity?: object } = {}) {
  const sandbox = await startSandbox({ ...options, identity: { ...options.identity } });
  onTestFinished(() => sandbox.close());
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const secrets = memorySecrets();
  const pushes: { name: string; payload: unknown }[] = [];
  const logged: unknown[] = [];
  const seen = new Set<string>();
  const start = () =>
    createDataProgram({
      profileDir: profile,
      threads: { startImport: () => startImportThread(importThread), openSecrets: secrets.open },
      push: (name, payload) => void pushes.push({ name, payload }),
      log: { fault: (error) => void logged.push(error), event: noLog },
    });
  let program = await start();
  onTestFinished(() => program.close());
  const answer = <N extends CallName>(name: N, input: CallInput<N>) =>
    dispatch(program, { kind: 'call', name, input }, (error) => void logged.push(error));
  const scene: AccountScene = {
    sandbox,
    secrets,
    dir,
    profile,
    pushes,
    logged,
    seen,
    program: () => program,
    async ask(name, input) {
      const result = await answer(name, input);
      if (!result.ok) throw new Error(`${name} refused: ${result.error.code}`);
      return result.value as never;
    },
    async refusal(name, input) {
      const result = await answer(name, input);
      return result.ok ? 'taken' : result.error.code;
    },
    async comeBack(url) {
      return (await program.hostHandlers['host.signInCallback']({ url })).outcome;
    },
    signIn: (person) => signInAt(scene, person),
    async signInFoundry(person) {
      const { url } = await scene.ask('account.beginFoundry', {});
      await fetch(await signIn(url, person));
      const { foundryId } = personOf(person);
      await vi.waitUntil(async () => (await scene.credential('foundry')).account?.id === foundryId);
    },
    async signInTrendy(person) {
      const { email, password } = sandbox.trendy.user(person);
      seen.add(password);
      await scene.ask('account.signInTrendy', { email, password });
    },
    async credential(target) {
      const { credentials } = await scene.ask('account.read', {});
      const found = credentials.find((one) => one.target === target);
      if (!found) throw new Error(`no credential of ${target}`);
      return found;
    },
    async import(path) {
      const { offer } = await program.hostHandlers['host.addOffer']({ path, isIncoming: false });
      const { runId } = await scene.ask('import.start', { offer });
      const hasEnded = () =>
        pushes.some(
          ({ name, payload }) => name === 'import.ended' && Reflect.get(Object(payload), 'runId') === runId,
        );
      await vi.waitUntil(hasEnded);
    },
    async enable(target) {
      await vi.waitUntil(async () => (await scene.ask('sync.overview', {})).daysToDerive === 0);
      const scope = { target, kinds: usualKinds(target), startDay: null };
      const { items } = await scene.ask('settings.reviewTarget', scope);
      await scene.ask('settings.enableTarget', { ...scope, items });
      return items;
    },
    async card(target) {
      const { destinations } = await scene.ask('sync.overview', {});
      const card = destinations.find((one) => one.isCurrent && one.target === target);
      if (!card) throw new Error(`no current destination of ${target}`);
      return card;
    },
    async settled(target) {
      await vi.waitUntil(async () => (await scene.card(target)).pending === 0, {
        interval: 40,
      });
      return scene.card(target);
    },
    async restart() {
      await program.close();
      program = await start();
    },
    close: () => program.close(),
  };
  await configure(scene);
  return scene;
}

async function configure(scene: AccountScene): Promise<void> {
  const { sandbox, ask } = scene;
  const settings = settingsOf(sandbox);
  await ask('account.configure', {
    auth0Domain: settings['auth0.domain'],
    auth0ClientId: settings['auth0.clientId'],
    supabaseUrl: settings['trendy.supabaseUrl'],
    supabaseAnonKey: settings['trendy.supabaseAnonKey'],
    foundryClientId: settings['foundry.clientId'],
    foundryRedirectPort: await freePort(),
  });
  await ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  for (const target of ['trendy', 'atlas', 'foundry'] as const) {
    const baseUrl = settings[`${target}.baseUrl`] ?? '';
    const datasetRid = target === 'foundry' ? { datasetRid: sandbox.foundry.datasetRid } : {};
    await ask('settings.configureTarget', { target, baseUrl, ...datasetRid });
  }
}

async function signInAt(scene: AccountScene, person: string): Promise<void> {
  const client = new NativeClient(scene.sandbox.identity);
  const exchanged = await exchangeAt(scene, client, person);
  for (const name of ['grant', 'idToken'] as const) scene.seen.add(exchanged[name]);
  for (const { token } of scene.sandbox.identity.refreshTokens()) scene.seen.add(token);
  await scene.ask('account.cacheSet', cacheEntry(scene.sandbox, exchanged));
}

/** As far as the ID token, which auth0-spa-js checks next. */
export async function exchangeAt(scene: AccountScene, client: NativeClient, person: string) {
  const state = `state-${crypto.randomUUID()}`;
  const url = client.authorizeUrl({ state });
  await scene.ask('account.beginSignIn', { url });
  const outcome = await scene.comeBack(await signIn(url, person));
  if (outcome !== 'accepted') throw new Error(`the link was ${outcome}`);
  const called = scene.pushes.findLast(({ name }) => name === 'account.callback');
  const { searchParams } = new URL(String(Reflect.get(Object(called?.payload), 'url')));
  const code = searchParams.get('code') ?? '';
  return scene.ask('account.exchangeCode', { code, codeVerifier: client.verifier });
}

/** As auth0-spa-js 2 writes it. */
export function cacheEntry(
  { identity }: SandboxWithIdentity,
  { grant, idToken }: Pick<CallOutput<'account.exchangeCode'>, 'grant' | 'idToken'>,
) {
  const { clientId: client_id, audience } = identity;
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const scope = 'openid profile email offline_access';
  const decodedToken = { claims, user: claims };
  const body = { access_token: grant, token_type: 'Bearer', client_id, audience, scope, decodedToken };
  return {
    key: `@@auth0spajs@@::${client_id}::${audience}::${scope}`,
    entry: JSON.stringify({ body, expiresAt: 1 }),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
