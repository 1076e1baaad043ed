// The part of updates that needs no library: where they're possible, when to look for them, and what to tell the user meanwhile.

import { access } from 'node:fs/promises';
import { app, autoUpdater, session } from 'electron';
import type { LogEvent } from '../data/protocol/log.ts';
import type { UpdatePlace, UpdateState, UpdateStatus } from '../shared/contract/app.ts';
import { CodedError, type ErrorCode } from '../shared/errors.ts';
import { msPerDay } from '../shared/time.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { registerScheme } from './scheme-handler.ts';
import {
  checkPlace,
  codeOf,
  installerOf,
  loadUpdater,
  readUpdateSource,
  type UpdateSource,
} from './updater.ts';
import { followSource, turnOffSpelling } from './web-contents-rules.ts';

/** A newer version; `notes` are in the publisher's words. */
export interface NewVersion {
  readonly version: string;
  readonly notes: string | null;
}

/** Looks for, fetches, and installs updates. */
export interface Updater {
  /**
   * Null: there is no newer version. Errors: update.no_answer, also if nothing has arrived after a minute; update.not_ours, update.proxy_auth;
   * any error once `signal` is aborted.
   */
  look(signal: AbortSignal): Promise<NewVersion | null>;
  /**
   * Fetches and checks the version that `look` found; it's installed when the app quits. `onPercent`: 0 to 100. Errors: update.cut_off,
   * update.damaged, update.not_ours, update.no_place, update.proxy_auth, disk.full; any error once `signal` is aborted, and then nothing is installed.
   */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Keeps a version that is fetched, or being fetched, from being installed. */
  leave(): void;
  /** Hands the fetched version to the system's installer where that takes it before the app ends. Never rejects; settles when the app may end. */
  handOver(): Promise<void>;
}

export interface UpdatesParts {
  readonly place: UpdatePlace;
  /** Called once, when updates are first looked for: until then, nothing of the library is even loaded. */
  readonly load: (onNotInstalled: (error: unknown) => void) => Promise<Updater>;
  /** Calls `act` once a day, until the returned function is called. */
  readonly daily: (act: () => void) => () => void;
  readonly onChange: (status: UpdateStatus) => void;
  readonly logEvent: LogEvent;
  readonly onFault: (error: unknown) => void;
}

/** How this copy of the app can be updated. Each system's packages bring their own updates; an AppImage names its file in APPIMAGE. */
export function updatePlace(
  isPackaged: boolean,
  isSigned: boolean,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): UpdatePlace {
  if (!isPackaged) return 'checkout';
  if (!isSigned) return 'unsigned';
  return platform === 'linux' && !env['APPIMAGE'] ? 'package' : 'here';
}

/** The optional facts of a state; those that it doesn't have are null. */
const nothing = { version: null, notes: null, percent: null, code: null } as const;

/** Runs one check or download at a time. While off, it contacts no server. */
export class Updates {
  readonly #parts: UpdatesParts;
  #updater: Promise<Updater> | null = null;
  #loaded: Updater | null = null;
  #now: Omit<UpdateStatus, 'place'> = { state: 'idle', ...nothing };
  /** Aborts the check or download in progress. */
  #running: AbortController | null = null;
  /** Settles when the latest run is over, even a canceled one: the library can handle one download at a time. */
  #over: Promise<void> = Promise.resolve();
  #stopDaily: (() => void) | null = null;

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  get isPossible(): boolean {
    return this.#parts.place === 'here';
  }

  status(): UpdateStatus {
    return { place: this.#parts.place, ...this.#now };
  }

  /** On: looks now and once a day. Off: ends a run in progress, and a fetched version isn't installed. Errors: app.desktop_only. */
  turn(isOn: boolean): void {
    if (!this.isPossible) {
      if (isOn) throw new CodedError('app.desktop_only');
      return;
    }
    if (isOn === (this.#stopDaily !== null)) return;
    if (isOn) {
      this.#stopDaily = this.#parts.daily(() => this.#begin());
      this.#begin();
      return;
    }
    this.#stopDaily?.();
    this.#stopDaily = null;
    this.#end('idle');
  }

  /** Looks now, and fetches a newer version. Does nothing if that is in progress or done. Errors: request.refused while updates are off. */
  look(): UpdateStatus {
    if (this.#stopDaily === null) throw new CodedError('request.refused');
    this.#begin();
    return this.status();
  }

  /** Ends a check or download; the next one starts from the beginning. */
  cancel(): UpdateStatus {
    if (this.#running !== null) this.#end('cancelled', this.#now.version);
    return this.status();
  }

  /** Settles when no run is in progress. */
  whenResting(): Promise<void> {
    return this.#over;
  }

  /** The app ends: settles when a fetched version needs it no more. */
  async handOver(): Promise<void> {
    if (this.#now.state === 'ready') await this.#loaded?.handOver();
  }

  /** Nothing is installed when this run of the app ends; the fetched file is kept for the next. */
  leave(): void {
    if (this.#running !== null || this.#now.state === 'ready') this.#end('idle');
  }

  #begin(): void {
    if (this.#running !== null || this.#now.state === 'ready') return;
    const running = new AbortController();
    this.#running = running;
    this.#over = this.#over.then(() => this.#run(running));
  }

  async #run(running: AbortController): Promise<void> {
    const { signal } = running;
    /** Reports of a canceled run are ignored. */
    const tell = (state: UpdateState, more: Partial<Omit<UpdateStatus, 'place' | 'state'>> = {}) => {
      if (!signal.aborted) this.#enter({ state, ...nothing, ...more });
    };
    let found: NewVersion | null = null;
    try {
      if (signal.aborted) return;
      tell('looking');
      this.#updater ??= this.#parts.load((error) => this.#lose(error));
      const updater = await this.#updater;
      this.#loaded = updater;
      if (signal.aborted) return;
      found = await updater.look(signal);
      if (signal.aborted) return;
      if (found === null) return tell('newest');
      tell('downloading', { ...found, percent: 0 });
      let percent = 0;
      await updater.download((next) => {
        if (Math.floor(next) === percent) return;
        percent = Math.floor(next);
        tell('downloading', { ...found, percent });
      }, signal);
      if (signal.aborted) return;
      this.#parts.logEvent('update.ready');
      tell('ready', { ...found });
    } catch (error) {
      if (signal.aborted) return;
      const code: ErrorCode = error instanceof CodedError ? error.code : 'internal';
      if (code === 'internal') this.#parts.onFault(error);
      this.#parts.logEvent('update.failed', { code });
      tell('failed', { ...found, code });
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  #end(state: 'idle' | 'cancelled', version: string | null = null): void {
    this.#running?.abort();
    this.#running = null;
    // At once: the app may be about to end.
    this.#loaded?.leave();
    this.#enter({ state, ...nothing, version });
  }

  /** The version that was ready couldn't be installed; the app may run on. */
  #lose(error: unknown): void {
    this.#parts.onFault(error);
    if (this.#now.state !== 'ready') return;
    const code = codeOf(error) ?? 'internal';
    this.#parts.logEvent('update.failed', { code });
    const { version, notes } = this.#now;
    this.#enter({ state: 'failed', ...nothing, version, notes, code });
  }

  #enter(next: Omit<UpdateStatus, 'place'>): void {
    this.#now = next;
    this.#parts.onChange(this.status());
  }
}

/**
 * Kept, unlike electron-updater's own (out/electronHttpExecutor.js, NET_SESSION_NAME): a session in memory writes its copy of the preferences
 * over those of the default session, and the page's zoom with them (shell/browser/electron_browser_context.cc: both have one path).
 */
const sessionName = 'persist:electron-updater';

type Parts = Pick<AppContext, 'window' | 'loginItem' | 'scheme' | 'data' | 'logEvent' | 'onFault'>;

/** Updates of this copy of the app; no server is contacted until they're turned on. */
export function makeUpdates(parts: Parts): Updates {
  const { window, scheme, logEvent, onFault } = parts;
  const source = app.isPackaged ? readUpdateSource(app.getAppPath()) : null;
  return new Updates({
    place: updatePlace(app.isPackaged, source !== null, scheme.platform, scheme.env),
    load: (onNotInstalled) =>
      source === null ? Promise.reject(new Error('no source')) : load(parts, source, onNotInstalled),
    daily: (act) => {
      const timer = setInterval(act, msPerDay);
      return () => clearInterval(timer);
    },
    onChange: (status) => window.push('app.updateState', status),
    logEvent,
    onFault,
  });
}

function load(
  { loginItem, scheme, data, logEvent }: Parts,
  source: UpdateSource,
  onNotInstalled: (error: unknown) => void,
) {
  const own = session.fromPartition(sessionName, { cache: false });
  // An Electron session fetches a dictionary as soon as it's created, but this one may reach only the source.
  turnOffSpelling(own, scheme.platform);
  followSource(own, new URL(source.url).origin, () => logEvent('door.refused', { reason: 'request' }));
  return loadUpdater({
    source,
    checkPlace: () => checkPlace(scheme, access),
    squirrel: scheme.platform === 'darwin' ? autoUpdater : null,
    make: async () => {
      const updater = await installerOf(scheme.platform);
      // It has no option for the session.
      Object.assign(Reflect.get(updater, 'httpExecutor'), { cachedSession: own });
      return updater;
    },
    onMoved: (path) => {
      // Anything that starts the app by its old name would find nothing there.
      process.env['APPIMAGE'] = path;
      if (loginItem.get() === true) loginItem.set(true);
      registerScheme(scheme);
    },
    onNotInstalled,
    proxyLogin: async ({ host, port }, isRefused) => {
      const answer = await data.host('host.proxyLogin', { url: source.url, host, port, isRefused });
      return answer.ok ? answer.value.login : null;
    },
  });
}

/** Follows the user's choice, at the start and whenever it changes. */
export const followUpdates: AppModule = ({ preferences, updates }) => {
  if (!updates.isPossible) return;
  updates.turn(preferences.get().looksForUpdates);
  preferences.onChange(({ looksForUpdates }) => updates.turn(looksForUpdates));
};
