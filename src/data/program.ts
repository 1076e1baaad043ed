import type { Worker } from 'node:worker_threads';
import { asCoded } from '../core/db/as-coded.ts';
import { Backups } from '../core/db/backup.ts';
import { openReader, openWriter, type Reader, type Writer } from '../core/db/open.ts';
import { markAsOurs } from '../core/db/raw-file.ts';
import { Exports } from '../core/export/write-export.ts';
import { createHistory } from '../core/history/history.ts';
import { Importer } from '../core/import/importer.ts';
import { newestExport } from '../core/import/run-store.ts';
import { WatchedFolders } from '../core/import/watched-folders.ts';
import type { LogEvent } from '../core/log/log-events.ts';
import { noLog } from '../core/log/open-log.ts';
import { reclassArrivals } from '../core/outbox/chunks/reclass-arrivals.ts';
import { removeOldCopies, startFromBackup } from '../core/profile/kept-backups.ts';
import { openProfile, type Profile } from '../core/profile/open-profile.ts';
import { freeBytes, profileId } from '../core/profile/profile-home.ts';
import { adoptRestored, Restores } from '../core/profile/restores.ts';
import { ScheduledBackups } from '../core/profile/scheduled-backups.ts';
import { forgetSecrets } from '../core/secret-store/secret-store.ts';
import type { AccountCalls } from '../core/session/account-calls.ts';
import type { Handlers, PushName, PushPayload } from '../shared/contract/index.ts';
import { type TargetId, targetIds } from '../shared/domain/sync.ts';
import { drop } from '../shared/drop.ts';
import { accountHandlers, createAccountParts } from './account-parts.ts';
import { type BackupWork, backupWorkHere, endedBy } from './backup-tasks.ts';
import { databaseFacts } from './database-facts.ts';
import { historyHandlers, importHandlers } from './handlers.ts';
import { accountLog, importLog, migrateLogged, syncLog } from './log-work.ts';
import { OpenedSecrets, type OpenSecrets } from './opened-secrets.ts';
import { profileHandlers } from './profile-handlers.ts';
import type { HostHandlers } from './protocol/messages.ts';
import { settingsHandlers, syncHandlers } from './sync-handlers.ts';
import { createSyncParts, type SyncParts } from './sync-parts.ts';

/** The calls that the data program answers; the host answers `app.*` and `profiles.*` itself. */
export type DataHandlers = Omit<Handlers, `app.${string}` | `profiles.${string}`>;

/** The thread for a first import is prepared after this delay, once the page is loaded and idle, because that takes 0.3 s of both cores. */
const readyThreadAfterMs = 3000;

export interface DataProgramOptions {
  readonly profileDir: string;
  /** Tokens from a script's environment, for this run only. */
  readonly tokens?: Partial<Readonly<Record<TargetId, string>>>;
  /** False: nothing is derived or sent automatically (for a command that only reads or imports). */
  readonly isSending?: boolean;
  /** False: no event is derived and nothing is sent, even on request. The host starts the program this way after crashes. */
  readonly isRelaying?: boolean;
  /** True for a program that the user keeps open: the thread for the next import is kept ready. */
  readonly keepsThreadReady?: boolean;
  /** Opens the keychain on first use: `openKeychain`, or a test's own function. */
  readonly openSecrets: OpenSecrets;
  /** The only target that can be signed in to (for a command that sends to one target). */
  readonly onlyTarget?: TargetId;
  /** Starts the thread that reads exports: src/data/import-thread.ts in a worker. */
  readonly startThread: () => Worker;
  /** The database is damaged: the newest complete backup replaces it first. Error backup.damaged if there is none. */
  readonly isFromBackup?: boolean;
  /** Runs in threads; if omitted, in the current thread, which waits. */
  readonly backupWork?: BackupWork;
  /** Receives unexpected errors. */
  readonly log?: (error: unknown) => void;
  /** The log of this process. */
  readonly logEvent?: LogEvent;
  readonly push: <N extends PushName>(name: N, payload: PushPayload<N>) => void;
}

export interface DataProgram {
  readonly profileId: string;
  readonly handlers: DataHandlers;
  readonly hostHandlers: HostHandlers;
  readonly sync: SyncParts;
  readonly account: AccountCalls;
  readonly scheduled: ScheduledBackups;
  /** `import.start` with the user's decision given in advance (`--same-person`), for a host without a page. */
  startImport(input: { readonly offer: string; readonly isSamePerson: boolean }): { readonly runId: number };
  /** Interrupts a running import after its batch, checkpoints the WAL, and releases the profile. Can be called twice. */
  close(): Promise<void>;
  /** Resolves when everything is closed. */
  readonly closed: Promise<void>;
}

/**
 * The whole product without a user interface, for one profile: takes the lock, opens and migrates the database, recovers the unfinished work of a
 * process that died, and is ready for calls. Errors: profile.in_use, profile.newer_version, profile.damaged, profile.unreadable, disk.full; nothing
 * is held after an error.
 */
export async function createDataProgram(options: DataProgramOptions): Promise<DataProgram> {
  const profile = openProfile(options.profileDir);
  const opened: { close(): unknown }[] = [profile];
  // For an encrypted backup; the assembled program has its own.
  const keychain = new OpenedSecrets(options.openSecrets, () => {});
  try {
    await adoptRestored(profile);
    if (options.isFromBackup)
      await startFromBackup(profile, {
        ...(options.backupWork ?? backupWorkHere),
        secrets: keychain.store,
      });
    const writer = openWriter(profile.database);
    opened.unshift(writer);
    await migrateLogged(writer, profile.backups, options.logEvent ?? noLog);
    markAsOurs(writer);
    const reader = openReader(profile.database);
    opened.unshift(reader);
    return assemble(options, profile, writer, reader, () => closeAll(opened));
  } catch (error) {
    closeAll(opened);
    throw asCoded(error);
  } finally {
    await keychain.close();
  }
}

function assemble(
  options: DataProgramOptions,
  profile: Profile,
  writer: Writer,
  reader: Reader,
  closeFiles: () => void,
): DataProgram {
  const id = profileId(writer);
  const isRelaying = options.isRelaying !== false;
  const isSending = isRelaying && options.isSending !== false;
  const logEvent = options.logEvent ?? noLog;
  const onFault = options.log ?? (() => {});
  const imports = importLog(logEvent);
  const noteSync = syncLog(logEvent);
  const noteAccounts = accountLog(logEvent);
  const secrets = new OpenedSecrets(options.openSecrets, ({ kind }) => {
    account.changed();
    // The keychain was unlocked, so entries that couldn't be read at startup may be readable now.
    if (kind === 'keychain' && isSending)
      drop(sync.custodian.restore(), 'onChange reports the sign-ins it finds', onFault);
  });
  const sync = createSyncParts({
    writer,
    reader,
    spoolDir: profile.spool,
    profileId: id,
    secrets: secrets.store,
    ...(options.onlyTarget && { only: options.onlyTarget }),
    onAccounts: () => account.changed(),
    onOverview: (overview) => {
      noteSync(overview);
      options.push('sync.changed', overview);
    },
    isFoldStuck: () => importer.isFoldStuck,
    onFault,
  });
  const account = createAccountParts({
    sync,
    secrets,
    onChanged: (overview) => {
      noteAccounts(overview);
      options.push('account.changed', overview);
    },
    onCallback: (back) => options.push('account.callback', back),
    onFault,
  });
  turnOffUnreadable(sync, options.log);
  if (!isRelaying) sync.service.rest(sync.engine);
  for (const target of targetIds) {
    const token = options.tokens?.[target];
    if (token !== undefined) sync.custodian.setToken(target, token);
  }
  const importer = new Importer({
    writer,
    incomingDir: profile.incoming,
    startThread: options.startThread,
    freeBytes: () => freeBytes(profile.dir),
    onProgress: (status) => {
      imports.progress(status);
      options.push('import.progress', status);
    },
    onEnded: (receipt) => {
      imports.ended(receipt);
      options.push('import.ended', receipt);
      watched.importEnded();
      // The import has already queued its records; this sends them.
      sync.service.deriveAndSend();
    },
    onReceiptChanged: (receipt) => options.push('import.receiptChanged', receipt),
    onHistoryChanged: () => sync.service.deriveAndSend(),
    ...(options.log && { onFault: options.log }),
  });
  const watched = new WatchedFolders({
    settings: sync.settings,
    newestExport: () => newestExport(reader),
    onChange: (state) => options.push('import.watchChanged', state),
    onFault,
  });
  importer.recover();
  classArrivals(writer, options.log);
  const ending = new AbortController();
  const work = options.backupWork ?? backupWorkHere;
  const { inspect, unseal } = endedBy(work, ending.signal);
  const backups = new Backups(writer, { seal: work.seal, folder: profile.incoming });
  const restores = new Restores({
    paths: profile,
    profileId: id,
    inspect,
    unseal,
  });
  const scheduled = new ScheduledBackups({
    paths: profile,
    profileId: id,
    make: (path, passphrase) => backups.make(path, passphrase),
    inspect,
    unseal,
    secrets: secrets.store,
    isImporting: () => {
      const phase = importer.current()?.phase;
      return phase !== undefined && phase !== 'waiting_for_person';
    },
    onChange: (schedule) => options.push('settings.backupScheduleChanged', schedule),
    onFault,
  });
  const exports = new Exports();
  const history = createHistory(reader);
  if (options.keepsThreadReady) setTimeout(() => isClosing || importer.keepThreadReady(), readyThreadAfterMs);
  if (isSending) sync.service.start(sync.engine, sync.custodian.ready());
  // Only for a program that the user keeps open: a command scans no folders.
  if (options.keepsThreadReady) {
    watched.start();
    scheduled.start();
    drop(
      removeOldCopies(profile, inspect, Date.now(), ending.signal),
      'old copies stay until the next start',
      onFault,
    );
  }
  const closed = Promise.withResolvers<void>();
  let isClosing = false;

  async function close(): Promise<void> {
    if (!isClosing) {
      isClosing = true;
      ending.abort();
      try {
        // Together: none of them needs another, and the host doesn't wait for long.
        const ends = [scheduled, backups, restores, exports, sync.service].map((part) => part.close());
        await Promise.allSettled(ends);
        await Promise.all(ends);
        await account.close();
        await watched.close();
        await importer.close();
        writeBack(writer, options.log);
      } finally {
        closeFiles();
        closed.resolve();
      }
    }
    return closed.promise;
  }

  const comeBack = (url: string) => {
    const outcome = account.calls.signInCallback(url);
    logEvent('account.returned', { outcome });
    return outcome;
  };
  return {
    profileId: id,
    handlers: {
      ...importHandlers(importer, watched),
      ...historyHandlers(history),
      ...syncHandlers(sync.service),
      ...settingsHandlers(sync.calls, scheduled, sync),
      ...accountHandlers(account.calls),
    },
    sync,
    account: account.calls,
    scheduled,
    hostHandlers: {
      'host.addOffer': ({ path, isIncoming }) => importer.addOffer(path, { isIncoming }),
      'host.incomingDir': () => ({ path: profile.incoming }),
      'host.freeBytes': async () => ({ bytes: await freeBytes(profile.dir) }),
      'host.signInCallback': ({ url }) => ({ outcome: comeBack(url) }),
      'host.openSignInDoor': async ({ url }) => ({
        isOpen: await account.calls.openSignInDoor(url, comeBack),
      }),
      'host.diagnostics': () => databaseFacts(reader),
      'host.serverOrigins': () => ({ origins: sync.serverOrigins() }),
      'host.useProxies': ({ proxies }) => {
        if (sync.proxies.learn(proxies)) sync.service.runNow({});
        return null;
      },
      'host.proxyLogin': async (asked) => ({ login: await sync.proxies.loginFor(asked) }),
      ...profileHandlers({
        paths: profile,
        backups,
        exports,
        history,
        homeZone: () => sync.settings.get('homeZone'),
        restores,
        offered: (offer) => importer.offers.look(offer),
        forgetSecrets: async () => forgetSecrets(await secrets.store()),
      }),
      'host.stop': async () => {
        await close();
        return null;
      },
    },
    startImport: (input) => importer.start(input),
    close,
    closed: closed.promise,
  };
}

/**
 * Checkpoints the WAL, so the next start has no log to replay and a copy of the database file alone is complete. A full disk has no room for this:
 * the log stays, and nothing is lost.
 */
function writeBack(writer: Writer, log: DataProgramOptions['log']): void {
  try {
    writer.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    log?.(error);
  }
}

/** Only sync is broken in this case: the history is readable, and the user can turn the destination on again. */
function turnOffUnreadable(sync: SyncParts, log: DataProgramOptions['log']): void {
  try {
    const ids = sync.destinations.turnOffUnreadable(sync.settings.get('foundry.format'));
    if (ids.length > 0)
      log?.(new Error(`consent or state of destination ${ids.join(', ')} cannot be read; it was turned off`));
  } catch (error) {
    log?.(error);
  }
}

/** Runs before anything counts the arrivals. If it fails, the history is still readable, and nothing is sent before a retry succeeds (RawSide). */
function classArrivals(writer: Writer, log: DataProgramOptions['log']): void {
  try {
    reclassArrivals(writer, Math.floor(Date.now() / 1000));
  } catch (error) {
    log?.(error);
  }
}

/** Closes readers before the writer, so the last connection to close can remove the log, and releases the lock last. */
function closeAll(opened: readonly { close(): unknown }[]): void {
  for (const one of opened) one.close();
}
