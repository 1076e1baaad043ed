import type { Preferences, UpdateStatus } from '../../../src/shared/contract/app.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  PushName,
  PushPayload,
} from '../../../src/shared/contract/index.ts';
import type { ErrorCode, Result } from '../../../src/shared/errors.ts';
import { fakeAccount } from './fake-account.ts';
import { fakeProfiles } from './fake-profiles.ts';
import { fakeSettings } from './fake-settings.ts';
import { fakeSync } from './fake-sync.ts';
import type { Scene } from './scenes.ts';

/** What the host plays: of the history no more than whether there is one. Views of it are looked at over the real host. */
type PlayedCall =
  | Exclude<CallName, `history.${string}`>
  | 'history.overview'
  | 'history.types'
  | 'history.activities';
type Answers = { [N in PlayedCall]: (input: CallInput<N>) => CallOutput<N> };

const refuse = <T>(code: ErrorCode): Result<T> => ({
  ok: false,
  error: { code, message: code, retryable: false },
});

const noUpdate = { version: null, notes: null, percent: null, code: null } as const;

const noHistory: CallOutput<'history.overview'> = {
  records: 0,
  workouts: 0,
  correlations: 0,
  ecg: 0,
  summaries: 0,
  routes: 0,
  routePoints: 0,
  clinical: 0,
  documents: 0,
  types: 0,
  removedRecords: 0,
  removedWorkouts: 0,
  firstAt: null,
  lastAt: null,
};

/** What the preload script would put into the window, answering from one scene. */
export function fakeApi(scene: Scene) {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const push = <N extends PushName>(name: N, payload: PushPayload<N>) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  let current = scene.current;
  const undone = new Set<number>();
  let { dataState, watch } = scene;
  const end = () => {
    current = null;
    const [latest] = scene.receipts;
    if (latest !== undefined) push('import.ended', latest);
    return null;
  };
  let preferences: Preferences = {
    theme: 'system',
    language: 'system',
    closesToTray: false,
    startsAtLogin: false,
    notifies: true,
    looksForUpdates: false,
  };
  let updates: UpdateStatus = { place: 'here', state: 'idle', ...noUpdate };
  const updatesAre = (next: Partial<UpdateStatus>) => {
    updates = { ...updates, ...noUpdate, ...next };
    push('app.updateState', updates);
    return updates;
  };
  const answers: Answers = {
    'app.info': () => ({
      version: '0.1.0',
      host: 'electron',
      platform: 'linux',
      profileId: 'main',
      profileName: 'default',
      redirectUri: 'app.healthrelay.desktop:/callback',
      isSandboxed: scene.isSandboxed,
      dataState,
    }),
    'app.preferences': () => preferences,
    'app.setPreferences': (change) => {
      for (const [name, value] of Object.entries(change)) preferences = { ...preferences, [name]: value };
      return preferences;
    },
    'app.updates': () => updates,
    'app.lookForUpdate': () => updatesAre({ state: 'newest' }),
    'app.cancelUpdate': () => updatesAre({ state: 'cancelled', version: '0.2.0' }),
    'app.takeOpened': () => [],
    'app.openExternal': () => null,
    'app.showLogs': () => null,
    'app.showProfile': () => null,
    'app.chooseFolder': () => ({ path: '/home/ada/Exports' }),
    'app.diagnostics': () => ({ text: 'Health Relay 0.1.0, desktop app\n' }),
    'app.resumeRelay': () => {
      dataState = { state: 'ready', code: null };
      push('app.dataState', dataState);
      return null;
    },
    'app.reportFault': () => null,
    ...fakeProfiles(),
    ...fakeAccount(scene.account, (overview) => push('account.changed', overview), scene.signInLastsMs),
    'import.watch': () => watch,
    'import.watchFolder': ({ path }) => {
      watch = { ...watch, folders: [...watch.folders, { path, isReadable: true }] };
      return watch;
    },
    'import.unwatchFolder': ({ path }) => {
      watch = { found: [], folders: watch.folders.filter((folder) => folder.path !== path) };
      return watch;
    },
    'import.takeFound': () => ({ runId: 9 }),
    'import.dismissFound': () => {
      watch = { ...watch, found: [] };
      push('import.watchChanged', watch);
      return watch;
    },
    'import.current': () => current,
    'import.receipts': ({ before, limit }) =>
      scene.receipts.filter(({ runId }) => before === undefined || runId < before).slice(0, limit),
    'import.receipt': ({ runId }) => {
      const found = scene.receipts.find((receipt) => receipt.runId === runId);
      if (found === undefined) throw new Error('no such run');
      return found;
    },
    'import.aliases': () => scene.receipts.flatMap(({ aliases }) => aliases),
    'import.start': () => ({ runId: 9 }),
    'import.cancel': end,
    'import.confirmPerson': end,
    'import.resume': () => ({ runId: 9 }),
    'import.dismiss': () => null,
    'import.undoAlias': () => null,
    'import.removals': ({ runId }) => {
      const isLeft =
        !undone.has(runId) && scene.receipts.find((one) => one.runId === runId)?.removed.gone === 1245;
      return {
        zone: 'Europe/Berlin',
        total: isLeft ? { gone: 1245, superseded: 3 } : { gone: 0, superseded: 0 },
        groups: isLeft
          ? [
              { type: 'HKQuantityTypeIdentifierHeartRate', day: '2026-01-12', state: 'gone', count: 11 },
              { type: 'workout', day: '2026-01-12', state: 'gone', count: 1 },
              { type: 'HKQuantityTypeIdentifierStepCount', day: '2026-01-10', state: 'superseded', count: 3 },
            ]
          : [],
        more: isLeft ? { items: 1233, days: 87 } : { items: 0, days: 0 },
      };
    },
    'import.undoRemovals': ({ runId }) => {
      undone.add(runId);
      return null;
    },
    'history.overview': () => ({ ...noHistory, ...(scene.hasHistory && { records: 2_757_589, types: 21 }) }),
    'history.types': () => [],
    'history.activities': () => [],
    ...fakeSync(scene.cards, scene.isPaused, scene.derivationCode),
    ...fakeSettings(scene),
  };
  const played: { [N in CallName]?: (input: CallInput<N>) => CallOutput<N> } = answers;
  const acts: [CallName, unknown][] = [];
  return {
    /** Every call the page made, for tests. */
    acts,
    push,
    call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
      acts.push([name, input]);
      if (scene.pending.includes(name)) return new Promise(() => undefined);
      const code = scene.failing[name];
      if (code !== undefined) return Promise.resolve(refuse(code));
      const answer = played[name];
      if (answer === undefined) throw new Error(`the fake host doesn’t play ${name}`);
      return Promise.resolve({ ok: true, value: answer(input) });
    },
    on<N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as (payload: never) => void));
      return () => void set.delete(listener as (payload: never) => void);
    },
    offerFile: () =>
      scene.offerFails === null
        ? Promise.resolve({ ok: true as const, value: { offer: 'offer', name: 'export.zip' } })
        : Promise.resolve(refuse<never>(scene.offerFails)),
  };
}
