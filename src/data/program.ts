import { asCoded } from '../core/db/as-coded.ts';
import { Backups } from '../core/db/backup.ts';
import { openReader, openWriter, type Writer } from '../core/db/open.ts';
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
import { type OpenHistory, openProfile } from '../core/profile/open-profile.ts';
import { freeBytes, profileId } from '../core/profile/profile-home.ts';
import { adoptRestored, Restores } from '../core/profile/restores.ts';
import { ScheduledBackups } from '../core/profile/scheduled-backups.ts';
import { forgetSecrets } from '../core/secret-store/secret-store.ts';
import type { AccountCalls } from '../core/session/account-calls.ts';
import type { Handlers, PushName, PushPayload } from '../shared/contract/index.ts';
import { type TargetId, targetIds } from '../shared/domain/sync.ts';
import { drop } from '../shared/drop.ts';
import { accountHandlers, createAccountParts } from './account-parts.ts';
import { backupWorkHere, endedBy } from './backup-tasks.ts';
import { historyHandlers, importHandlers } from './handlers.ts';
import { accountLog, importLog, migrateLogged, syncLog } from './log-work.ts';
import { createNetwork, proxyHandlers, serverOrigins } from './network.ts';
import { OpenedSecrets } from './opened-secrets.ts';
import { profileHandlers } from './profile-handlers.ts';
import type { HostHandlers } from './protocol/messages.ts';
import { settingsHandlers, syncHandlers } from './sync-handlers.ts';
import { createSyncParts, type SyncParts } from './sync-parts.ts';
import type { ProgramThreads } from './threads.ts';

/** The calls that the data program answers; the host answers `app.*` and `profiles.*` itself. */
export type DataHandlers = Omit<Handlers, `app.${string}` | `profiles.${string}`>;

/** The thread for a first import is prepared after this delay, once the page is loaded and idle, because that takes 0.3 s of both cores. */
const readyThreadAfterMs = 3000;

/** Where a program tells what happens in it. */
export interface ProgramLog {
  /** Gets unexpected errors. */
  readonly fault: (error: unknown) => void;
  /** The log of this process. */
  readonly event: LogEvent;
}

const silent: ProgramLog = { fault: () => {}, event: noLog };

/** Sign-ins of this run only: those of a script. */
export interface RunSignIns {
  /** From the environment, in memory only. */
  readonly tokens?: Partial<Readonly<Record<TargetId, string>>> | undefined;
  /** The only target that counts as signed in (for a command that sends to one target). */
  readonly only?: TargetId | undefined;
}

export interface DataProgramOptions {
  readonly profileDir: string;
  readonly threads: ProgramThreads;
  readonly push: <N extends PushName>(name: N, payload: PushPayload<N>) => void;
  /**
   * When events are derived and sent. `on_request`: not automatically (for a command that only reads or imports). `never`: not even on request; the
   * host starts the program this way after crashes.
   */
  readonly relaying?: 'automatic' | 'on_request' | 'never';
  /** True for a program that the user keeps open: the thread for the next import is kept ready, folders are watched, and scheduled backups are made. */
  readonly isKeptOpen?: boolean;
  /** The database is damaged: the newest complete backup replaces it first. Error backup.damaged if there is none. */
  readonly isFromBackup?: boolean;
  readonly signIns?: RunSignIns;
  readonly log?: ProgramLog;
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
  const keychain = new OpenedSecrets(options.threads.openSecrets, () => {});
  try {
    await adoptRestored(profile);
    if (options.isFromBackup)
      await startFromBackup(profile, {
        ...(options.threads.backups ?? backupWorkHere),
        secrets: keychain.store,
      });
    const writer = openWriter(profile.database);
    opened.unshift(writer);
    await migrateLogged(writer, profile.backups, (options.log ?? silent).event);
    markAsOurs(writer);
    const reader = openReader(profile.database);
    opened.unshift(reader);
    const history = { paths: profile, id: profileId(writer), writer, reader };
    return assemble(options, history, () => closeAll(opened));
  } catch (error) {
    closeAll(opened);
    throw asCoded(error);
  } finally {
    await keychain.close();
  }
}

function assemble(options: DataProgramOptions, history: OpenHistory, closeFiles: () => void): DataProgram {
  const { paths, writer, reader } = history;
  const { threads, push, relaying = 'automatic', signIns, log = silent } = options;
  const onFault = log.fault;
  const imports = importLog(log.event);
  const noteSync = syncLog(log.event);
  const noteAccounts = accountLog(log.event);
  const secrets = new OpenedSecrets(threads.openSecrets, ({ kind }) => {
    account.changed();
    // The keychain was unlocked, so entries that couldn't be read at startup may be readable now.
    if (kind === 'keychain' && relaying === 'automatic')
      drop(custodian.restore(), 'onChange reports the sign-ins it finds', onFault);
  });
  const network = createNetwork(secrets.store);
  const sync = createSyncParts(history, {
    http: network.http,
    secrets: secrets.store,
    only: signIns?.only,
    onAccounts: () => account.changed(),
    onOverview: (overview) => {
      noteSync(overview);
      push('sync.changed', overview);
    },
    foldStuckCode: () => importer.foldStuckCode,
    onFault,
  });
  const { settings, service } = sync;
  const { custodian } = sync.accounts;
  const account = createAccountParts({
    sync,
    secrets,
    http: network.http,
    onChanged: (overview) => {
      noteAccounts(overview);
      push('account.changed', overview);
    },
    onCallback: (back) => push('account.callback', back),
    onFault,
  });
  turnOffUnreadable(sync, onFault);
  if (relaying === 'never') service.rest(sync.engine);
  for (const target of targetIds) {
    const token = signIns?.tokens?.[target];
    if (token !== undefined) custodian.setToken(target, token);
  }
  const importer = new Importer({
    writer,
    incomingDir: paths.incoming,
    startThread: threads.startImport,
    freeBytes: () => freeBytes(paths.dir),
    reports: {
      progress: (status) => {
        imports.progress(status);
        push('import.progress', status);
      },
      ended: (receipt) => {
        imports.ended(receipt);
        push('import.ended', receipt);
        watched.importEnded();
        // The import has already queued its records; this sends them.
        service.deriveAndSend();
      },
      receiptChanged: (receipt) => push('import.receiptChanged', receipt),
      historyChanged: () => service.deriveAndSend(),
    },
    onFault,
  });
  const watched = new WatchedFolders({
    settings,
    newestExport: () => newestExport(reader),
    onChange: (state) => push('import.watchChanged', state),
    onFault,
  });
  importer.recover();
  classArrivals(writer, onFault);
  const ending = new AbortController();
  const work = threads.backups ?? backupWorkHere;
  const reading = endedBy(work, ending.signal);
  const backups = new Backups(writer, { seal: work.seal, folder: paths.incoming });
  const restores = new Restores(paths, history.id, reading);
  const scheduled = new ScheduledBackups({
    paths,
    profileId: history.id,
    make: (path, passphrase) => backups.make(path, passphrase),
    opening: { ...reading, secrets: secrets.store },
    isImporting: () => {
      const phase = importer.current()?.phase;
      return phase !== undefined && phase !== 'waiting_for_person';
    },
    onChange: (schedule) => push('settings.backupScheduleChanged', schedule),
    onFault,
  });
  const exports = new Exports();
  const lists = createHistory(reader);
  if (relaying === 'automatic') service.start(sync.engine, custodian.ready());
  if (options.isKeptOpen) {
    setTimeout(() => isClosing || importer.keepThreadReady(), readyThreadAfterMs);
    watched.start();
    scheduled.start();
    drop(
      removeOldCopies(paths, reading.inspect, Date.now(), ending.signal),
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
        const ends = [scheduled, backups, restores, exports, service].map((part) => part.close());
        await Promise.allSettled(ends);
        await Promise.all(ends);
        await account.close();
        await watched.close();
        await importer.close();
        writeBack(writer, onFault);
      } finally {
        closeFiles();
        closed.resolve();
      }
    }
    return closed.promise;
  }

  const comeBack = (url: string) => {
    const outcome = account.calls.signInCallback(url);
    log.event('account.returned', { outcome });
    return outcome;
  };
  return {
    profileId: history.id,
    handlers: {
      ...importHandlers(importer, watched),
      ...historyHandlers(lists),
      ...syncHandlers(service),
      ...settingsHandlers(sync.calls, scheduled),
      ...proxyHandlers(network, settings, () => service.tryAgain()),
      ...accountHandlers(account.calls),
    },
    sync,
    account: account.calls,
    scheduled,
    hostHandlers: {
      'host.addOffer': ({ path, isIncoming }) => importer.addOffer(path, { isIncoming }),
      'host.incomingDir': () => ({ path: paths.incoming }),
      'host.freeBytes': async () => ({ bytes: await freeBytes(paths.dir) }),
      'host.signInCallback': ({ url }) => ({ outcome: comeBack(url) }),
      'host.openSignInDoor': async ({ url }) => ({
        isOpen: await account.calls.openSignInDoor(url, comeBack),
      }),
      'host.serverOrigins': () => ({ origins: serverOrigins(settings) }),
      'host.useProxies': ({ proxies }) => {
        if (network.proxies.learn(proxies)) service.tryAgain();
        return null;
      },
      'host.proxyLogin': async (asked) => ({ login: await network.proxies.loginFor(asked) }),
      ...profileHandlers(history, {
        backups,
        exports,
        lists,
        homeZone: () => settings.get('homeZone'),
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
function writeBack(writer: Writer, onFault: ProgramLog['fault']): void {
  try {
    writer.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    onFault(error);
  }
}

/** Only sync is broken in this case: the history is readable, and the user can turn the destination on again. */
function turnOffUnreadable(sync: SyncParts, onFault: ProgramLog['fault']): void {
  try {
    const ids = sync.destinations.turnOffUnreadable(sync.settings.get('foundry.format'));
    if (ids.length > 0)
      onFault(
        new Error(`consent or state of destination ${ids.join(', ')} cannot be read; it was turned off`),
      );
  } catch (error) {
    onFault(error);
  }
}

/** Runs before anything counts the arrivals. If it fails, the history is still readable, and nothing is sent before a retry succeeds (RawSide). */
function classArrivals(writer: Writer, onFault: ProgramLog['fault']): void {
  try {
    reclassArrivals(writer, Math.floor(Date.now() / 1000));
  } catch (error) {
    onFault(error);
  }
}

/** Closes readers before the writer, so the last connection to close can remove the log, and releases the lock last. */
function closeAll(opened: readonly { close(): unknown }[]): void {
  for (const one of opened) one.close();
}
