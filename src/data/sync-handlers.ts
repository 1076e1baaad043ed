import type { SyncService } from '../core/outbox/sync-service.ts';
import type { ScheduledBackups } from '../core/profile/scheduled-backups.ts';
import type { Handlers } from '../shared/contract/index.ts';
import type { proxyHandlers } from './network.ts';
import type { SettingsCalls } from './settings-calls.ts';

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

/** The `settings.*` calls, without those on proxies (network.ts). */
export function settingsHandlers(
  settings: SettingsCalls,
  scheduled: ScheduledBackups,
): Omit<Named<'settings'>, keyof ReturnType<typeof proxyHandlers>> {
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
    'settings.arrangeCards': (input) => settings.arrangeCards(input),
    'settings.backupSchedule': () => scheduled.state(),
    'settings.setBackupSchedule': (input) => scheduled.configure(input),
    'settings.makeScheduledBackup': async () => ({ isMade: await scheduled.makeNow() }),
  };
}
