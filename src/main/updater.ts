// Looks for a newer version, fetches it, and installs it: electron-updater, with our own provider that trusts only signed metadata.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AutoUpdater } from 'electron';
import type { AppUpdater, ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import type { CancellationToken } from 'electron-updater/out/types.js';
import { z } from 'zod';
import type { HostInput, HostOutput } from '../data/protocol/messages.ts';
import { CodedError, type ErrorCode } from '../shared/errors.ts';
import type { SchemeHandlerParts } from './scheme-handler.ts';
import type { Updater } from './updates.ts';

type ProviderFile = typeof import('electron-updater/out/providers/Provider.js');

/** Where newer versions are published, and the publisher's signing key (resources/signing.ts writes both into the package). */
export interface UpdateSource {
  /** URL of a folder; ends with a slash. */
  readonly url: string;
  readonly key: KeyObject;
}

const sourceSchema = z.object({ updates: z.object({ url: z.url(), key: z.base64() }) });

/** The update source in this app's package; null if there is no usable one, as in every build without the publisher's key. */
export function readUpdateSource(appPath: string): UpdateSource | null {
  try {
    const { updates } = sourceSchema.parse(JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')));
    const { protocol, hostname } = new URL(updates.url);
    if (protocol !== 'https:' && !(protocol === 'http:' && hostname === '127.0.0.1')) return null;
    const key = createPublicKey({ key: Buffer.from(updates.key, 'base64'), format: 'der', type: 'spki' });
    return { url: updates.url.endsWith('/') ? updates.url : `${updates.url}/`, key };
  } catch {
    return null;
  }
}

const maxNotes = 4_000;

/** As many whole lines as are shown. */
function shortened(notes: string): string {
  if (notes.length <= maxNotes) return notes;
  const head = notes.slice(0, maxNotes);
  return `${head.slice(0, head.lastIndexOf('\n') + 1 || maxNotes).trimEnd()}\n…`;
}

export interface UpdaterParts {
  readonly source: UpdateSource;
  /** Makes the library's installer for this system. */
  readonly make: () => Promise<AppUpdater>;
  /** Errors: update.no_place if a new version couldn't take the place of this one. */
  readonly checkPlace: () => Promise<void>;
  /** Electron's own updater where that installs, as on macOS: it can't give back what it was given, so it gets it when the app quits. */
  readonly squirrel: Squirrel | null;
  /** An AppImage with the version in its name was renamed. */
  readonly onMoved: (path: string) => void;
  /** The downloaded update couldn't be installed. Mostly the app is ending then, and ends all the same. */
  readonly onNotInstalled: (error: unknown) => void;
  /** The login for a proxy that asks for one. Null: none is known, or, with `isRefused`, the last one given wasn't accepted. */
  readonly proxyLogin: (proxy: AskingProxy, isRefused: boolean) => Promise<ProxyLogin>;
  /** How long a look may take, in ms; a minute if absent. */
  readonly lookMs?: number;
  /** How long the app's end waits for `squirrel`, in ms; 20 s if absent. */
  readonly handOverMs?: number;
}

export type Squirrel = Pick<AutoUpdater, 'checkForUpdates'> & Pick<EventEmitter, 'once' | 'off'>;

type AskingProxy = Pick<HostInput<'host.proxyLogin'>, 'host' | 'port'>;

/** Null: none is known. */
type ProxyLogin = HostOutput<'host.proxyLogin'>['login'];

/** Electron ends a request only with its connection. Both files of a check are small. */
const lookLimitMs = 60_000;

/** It unpacks some 300 MB and checks their signature. */
const handOverLimitMs = 20_000;

/** The parallel requests of one check: the metadata and its signature. Each may be asked once for the right login. */
const loginsOfARun = 2;

/**
 * Throws update.no_place if nothing can be written where the app lies: an AppImage in another user's folder, or on macOS an app
 * that was started on its disk image, whose volume is read-only (Squirrel.Mac asks for an administrator's password where only rights are missing).
 */
export async function checkPlace(
  { platform, env, execPath }: Pick<SchemeHandlerParts, 'platform' | 'env' | 'execPath'>,
  access: (path: string, mode: number) => Promise<void>,
): Promise<void> {
  if (platform === 'darwin')
    await access(execPath, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EROFS') throw new CodedError('update.no_place', {}, { cause: error });
    });
  const { APPIMAGE } = env;
  if (APPIMAGE) await coded('update.no_place', () => access(dirname(APPIMAGE), constants.W_OK));
}

/** The library's own choice (its main.js), except Linux packages, whose package managers bring updates. */
export async function installerOf(platform: NodeJS.Platform): Promise<AppUpdater> {
  if (platform === 'darwin') return new (await import('electron-updater/out/MacUpdater.js')).MacUpdater();
  if (platform === 'win32') return new (await import('electron-updater/out/NsisUpdater.js')).NsisUpdater();
  return new (await import('electron-updater/out/AppImageUpdater.js')).AppImageUpdater();
}

/**
 * Loads the library, which takes a while, so only where updates are looked for. Loads it file by file,
 * because its entry module creates an updater, and so needs Electron, as soon as it's loaded.
 */
export async function loadUpdater(parts: UpdaterParts): Promise<Updater> {
  const { source, make, checkPlace, squirrel, onMoved, onNotInstalled, proxyLogin } = parts;
  const [{ CancellationToken: Token }, provider] = await Promise.all([
    import('electron-updater/out/types.js'),
    import('electron-updater/out/providers/Provider.js'),
  ]);
  const updater = await make();
  let isReady = false;
  // The library gives a look that hangs to each one after it, so its requests are ended.
  let looking = new Token();
  const cancellable = async <T>(
    signal: AbortSignal,
    ms: number | null,
    act: (token: CancellationToken) => Promise<T>,
  ): Promise<T> => {
    const token = new Token();
    const cancel = () => token.cancel();
    const timer = ms === null ? null : setTimeout(cancel, ms);
    signal.addEventListener('abort', cancel);
    try {
      signal.throwIfAborted();
      const outcome = await act(token);
      signal.throwIfAborted();
      return outcome;
    } finally {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  };
  let given = 0;
  let isLoginMissing = false;
  const answerProxy = async (proxy: AskingProxy): Promise<ProxyLogin> => {
    const isRefused = given >= loginsOfARun;
    const login = await proxyLogin(proxy, isRefused);
    if (login === null) isLoginMissing = true;
    else given += 1;
    return login;
  };
  /** `coded`, for when the cause may be a proxy that asked for a login and got none. */
  const run = async <T>(otherwise: ErrorCode, act: () => Promise<T>): Promise<T> => {
    [given, isLoginMissing] = [0, false];
    try {
      return await coded(otherwise, act);
    } catch (error) {
      if (!isLoginMissing) throw error;
      throw new CodedError('update.proxy_auth', {}, { cause: error });
    }
  };
  // Its log messages contain files and addresses.
  updater.logger = null;
  updater.autoDownload = false;
  updater.allowPrerelease = false;
  // Would request ranges of two versions, which saves little when a file is compressed as a whole.
  updater.disableDifferentialDownload = true;
  // It would identify each installation to the server by a number that it stores.
  updater.requestHeaders = { 'x-user-staging-id': 'none' };
  updater.isUserWithinRollout = () => true;
  updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(provider, source, () => looking) });
  // Without a listener, the library leaves the request open forever: it intercepts Electron's question and answers only through this event.
  updater.on('login', (asked, answer) => {
    // Electron's callback (docs/api/client-request, "Event: 'login'"): called without a name, it ends the request with the proxy's own response.
    const refuse = answer as () => void;
    if (!asked.isProxy) return refuse();
    answerProxy(asked).then(
      (login) => (login === null ? refuse() : answer(login.name, login.password)),
      () => refuse(),
    );
  });
  updater.on('appimage-filename-updated', onMoved);
  updater.on('error', (error) => {
    if (isReady) onNotInstalled(error);
  });
  return {
    look: async (signal) => {
      const found = await cancellable(signal, parts.lookMs ?? lookLimitMs, (token) => {
        looking = token;
        return run('update.no_answer', () => updater.checkForUpdates());
      });
      if (!found?.isUpdateAvailable) return null;
      const { version, releaseNotes } = found.updateInfo;
      return { version, notes: typeof releaseNotes === 'string' ? shortened(releaseNotes) : null };
    },
    download: async (onPercent, signal) => {
      await checkPlace();
      const tell = ({ percent }: { readonly percent: number }) =>
        onPercent(Math.min(100, Math.max(0, percent)));
      updater.on('download-progress', tell);
      updater.autoInstallOnAppQuit = squirrel === null;
      isReady = false;
      try {
        await cancellable(signal, null, (token) =>
          run('update.cut_off', () => updater.downloadUpdate(token)),
        );
        isReady = !signal.aborted;
      } finally {
        updater.autoInstallOnAppQuit = isReady && squirrel === null;
        updater.off('download-progress', tell);
      }
    },
    leave: () => {
      isReady = false;
      updater.autoInstallOnAppQuit = false;
    },
    handOver: async () => {
      if (!isReady || squirrel === null) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, parts.handOverMs ?? handOverLimitMs);
      const ends = ['update-downloaded', 'error'] as const;
      for (const end of ends) squirrel.once(end, resolve);
      try {
        // The library has told it where the file is served. What it has taken it installs once the app has ended.
        squirrel.checkForUpdates();
        await promise;
      } catch (error) {
        onNotInstalled(error);
      } finally {
        clearTimeout(timer);
        for (const end of ends) squirrel.off(end, resolve);
      }
    },
  };
}

/**
 * Reads `latest….yml`, as electron-builder writes it, and `latest….yml.sig` beside it: Ed25519 over
 * its bytes, in base64. Only then is its content trusted, above all a file's SHA-512.
 */
function signedProvider(
  { Provider, parseUpdateInfo, resolveFiles }: ProviderFile,
  source: UpdateSource,
  looking: () => CancellationToken,
) {
  return class SignedProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }

    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const url = new URL(name, source.url);
      const [text, signature] = await Promise.all([
        this.httpRequest(url, null, looking()),
        this.httpRequest(new URL(`${name}.sig`, source.url), null, looking()),
      ]);
      const isSigned =
        text !== null &&
        signature !== null &&
        verify(null, Buffer.from(text), source.key, Buffer.from(signature, 'base64'));
      if (!isSigned) throw new CodedError('update.not_ours');
      return parseUpdateInfo(text, name, url);
    }

    resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return resolveFiles(info, new URL(source.url));
    }
  };
}

/** What the library's and the system's codes mean for the user. */
const meanings: Readonly<Record<string, ErrorCode>> = {
  ERR_CHECKSUM_MISMATCH: 'update.damaged',
  ERR_UPDATER_INVALID_SIGNATURE: 'update.not_ours',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'update.not_ours',
  ERR_UPDATER_INVALID_VERSION: 'update.not_ours',
  ERR_UPDATER_NO_FILES_PROVIDED: 'update.not_ours',
  ERR_UPDATER_NO_CHECKSUM: 'update.not_ours',
  ENOSPC: 'disk.full',
  EACCES: 'update.no_place',
  EPERM: 'update.no_place',
  EROFS: 'update.no_place',
};

/** Throws a CodedError instead of the library's error: `otherwise`, unless the error has a more specific meaning. */
async function coded<T>(otherwise: ErrorCode, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError(codeOf(error) ?? otherwise, {}, { cause: error });
  }
}

/** What the library's error, or the system's, means for the user; undefined: nothing particular. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof Error && 'code' in error ? meanings[String(error.code)] : undefined;
}
