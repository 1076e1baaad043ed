import type { SyncService } from '../core/outbox/sync-service.ts';
import type { ScheduledBackups } from '../core/profile/scheduled-backups.ts';
import type { Handlers } from '../shared/contract/index.ts';
import type { SettingsCalls } from './settings-calls.ts';
import type { SyncParts } from './sync-parts.ts';

type Named<P extends string> = {
  readonly [N in keyof Handlers as N extends `${P}.${string}` ? N : never]: Handlers[N];
};

/** The `sync.*` calls. */
export function syncHandlers(sync: SyncService): Named<'sync'> {
  return {
    'sync.overview': () => sync.overviewWithCounts(),
    'sync.runNow': (input) => sync.runNow(input),
    'sync.pause': (input) => sync.pause(input, true),
    'sync.resume': (input) => sync.pause(input, false),
    'sync.items': (input) => sync.items(input),
    'sync.item': (input) => sync.item(input),
    'sync.retry': (input) => sync.retry(input),
    'sync.retryAll': (input) => sync.retryAll(input),
    'sync.discard': (input) => sync.discard(input),
    'sync.queueAgain': (input) => sync.queueAgain(input),
    'sync.queueAllAgain': (input) => sync.queueAllAgain(input),
    'sync.abortTransaction': (input) => sync.abortTransaction(input),
    'sync.releaseUpdates': (input) => sync.releaseUpdates(input),
  };
}

/** The `settings.*` calls. */
export function settingsHandlers(
  settings: SettingsCalls,
  scheduled: ScheduledBackups,
  sync: Pick<SyncParts, 'proxies' | 'proxyLogins' | 'serverOrigins' | 'service'>,
): Named<'settings'> {
  const { proxies, proxyLogins } = sync;
  const now = () => proxies.known(sync.serverOrigins());
  /** Includes the user names from the keychain, which is asked only if there is a proxy. */
  const known = async () => {
    for (const { place } of now()) await proxyLogins.find(place);
    return { proxies: now() };
  };
  /** Nothing else blocks these requests, so they are retried immediately. */
  const changed = (place: string) => {
    proxies.loginChanged(place);
    sync.service.runNow({});
    return known();
  };
  return {
    'settings.read': () => settings.read(),
    'settings.reviewRules': (input) => settings.reviewRules(input),
    'settings.setHomeZone': (input) => settings.setHomeZone(input),
    'settings.setSourcePriority': (input) => settings.setSourcePriority(input),
    'settings.setPhoneUsesTrendy': (input) => settings.setPhoneUsesTrendy(input),
    'settings.setHeartZones': (input) => settings.setHeartZones(input),
    'settings.units': () => settings.units(),
    'settings.setUnits': (input) => settings.setUnits(input),
    'settings.skipStep': (input) => settings.skipStep(input),
    'settings.configureTarget': (input) => settings.configureTarget(input),
    'settings.setToken': (input) => settings.setToken(input),
    'settings.testConnection': (input) => settings.testConnection(input),
    'settings.reviewTarget': (input) => settings.reviewTarget(input),
    'settings.enableTarget': (input) => settings.enableTarget(input),
    'settings.disableTarget': (input) => settings.disableTarget(input),
    'settings.removeDestination': (input) => settings.removeDestination(input),
    'settings.carryCursors': (input) => settings.carryCursors(input),
    'settings.proxies': known,
    'settings.setProxyLogin': async ({ place, name, password }) => {
      await proxyLogins.set(place, { name, password });
      return changed(place);
    },
    'settings.forgetProxyLogin': async ({ place }) => {
      await proxyLogins.forget(place);
      return changed(place);
    },
    'settings.arrangeCards': (input) => settings.arrangeCards(input),
    'settings.backupSchedule': () => scheduled.state(),
    'settings.setBackupSchedule': (input) => scheduled.configure(input),
    'settings.makeScheduledBackup': async () => ({ isMade: await scheduled.makeNow() }),
  };
}
