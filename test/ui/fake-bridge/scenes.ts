import type { DataState } from '../../../src/shared/contract/app.ts';
import type { FolderWatch } from '../../../src/shared/contract/import.ts';
import type { CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import type { AccountOverview } from '../../../src/shared/domain/account.ts';
import type { BackupSchedule } from '../../../src/shared/domain/backup-schedule.ts';
import type { ImportStatus, Receipt } from '../../../src/shared/domain/receipt.ts';
import type { DestinationCard } from '../../../src/shared/domain/sync.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { accountOverviews } from './account-overviews.ts';
import { fakeReceipt, fakeStatus } from './fake-imports.ts';
import { fakeCards } from './fake-sync.ts';

export interface Scene {
  readonly isSandboxed: boolean;
  readonly current: ImportStatus | null;
  readonly receipts: readonly Receipt[];
  readonly hasHistory: boolean;
  readonly dataState: DataState;
  /** Why no events are made. */
  readonly derivationCode: ErrorCode | null;
  readonly pending: readonly CallName[];
  readonly failing: Readonly<Partial<Record<CallName, ErrorCode>>>;
  readonly offerFails: ErrorCode | null;
  readonly cards: readonly DestinationCard[];
  readonly isPaused: boolean;
  readonly homeZone: string | null;
  readonly testFails: ErrorCode | null;
  readonly proxies?: CallOutput<'settings.proxies'>['proxies'];
  readonly account: AccountOverview;
  readonly signInLastsMs: number;
  readonly watch: FolderWatch;
  /** What of scheduled backups is not as before they were set up. */
  readonly schedule: Partial<BackupSchedule>;
}

function overview(name: string): AccountOverview {
  const found = accountOverviews[name];
  if (found === undefined) throw new Error(`no overview is called ${name}`);
  return found;
}

const plain: Scene = {
  isSandboxed: true,
  current: null,
  receipts: [],
  hasHistory: true,
  dataState: { state: 'ready', code: null },
  derivationCode: null,
  pending: [],
  failing: {},
  offerFails: null,
  cards: fakeCards['none'] ?? [],
  isPaused: false,
  homeZone: 'Europe/Berlin',
  testFails: null,
  account: overview('notSetUp'),
  signInLastsMs: 5 * 60_000,
  watch: { folders: [], found: [] },
  schedule: {},
};

const earlier = [
  fakeReceipt({ runId: 3, name: 'export 2.zip', state: 'already_imported' }),
  fakeReceipt({ runId: 2, name: 'holiday.zip', state: 'refused', code: 'import.not_a_zip' }),
  fakeReceipt({ runId: 1, name: 'export-1.zip', state: 'cancelled', code: 'cancelled' }),
];
const done = fakeReceipt({ runId: 4 });
const readCalls: readonly CallName[] = ['sync.overview', 'sync.items', 'settings.read'];

const scenes: Readonly<Record<string, Partial<Scene>>> = {
  unsandboxed: { isSandboxed: false },
  full: { receipts: [done, ...earlier] },
  found: {
    receipts: [done, ...earlier],
    watch: {
      folders: [
        { path: '/home/ada/Downloads', isReadable: true },
        { path: '/media/ada/stick/exports', isReadable: false },
      ],
      found: [{ id: 'a', name: 'export.zip', folder: 'Downloads', exportAt: 1_795_600_000 }],
    },
  },
  removed: {
    receipts: [fakeReceipt({ runId: 4, removed: { gone: 1245, superseded: 3, returned: 2 } }), ...earlier],
  },
  empty: { hasHistory: false },
  running: { current: fakeStatus({}), receipts: earlier, hasHistory: true },
  person: {
    current: fakeStatus({
      phase: 'waiting_for_person',
      readBytes: 0,
      bytesPerSecond: 0,
      secondsLeft: null,
      reading: null,
    }),
    receipts: earlier,
  },
  interrupted: { receipts: [fakeReceipt({ runId: 5, state: 'interrupted', canResume: true }), done] },
  partial: {
    receipts: [
      fakeReceipt({ runId: 5, state: 'partial', code: 'import.truncated_xml', details: { percent: 71.4 } }),
      done,
    ],
  },
  refused: {
    receipts: [
      fakeReceipt({ runId: 1, name: 'photos.zip', state: 'refused', code: 'import.no_health_data' }),
    ],
    hasHistory: false,
  },
  offerFails: { receipts: [done], offerFails: 'disk.full' },
  scheduleFailing: {
    schedule: {
      isOn: true,
      folder: '/media/ada/copies',
      everyDays: 14,
      isEncrypted: true,
      last: {
        at: 1_780_000_000,
        name: 'health-relay-scheduled-1f0c2a7e-20260528T202640Z.sqlite.age',
        bytes: 52_428_800,
      },
      nextAt: 4_102_444_800,
      failure: { at: 1_780_604_800, code: 'backup.folder_missing' },
    },
  },
  damaged: { dataState: { state: 'failed', code: 'profile.damaged' } },
  gaveUp: { dataState: { state: 'failed', code: 'data.gave_up' } },
  engineFailed: { dataState: { state: 'failed', code: 'data.engine_failed' } },
  restarting: { receipts: [done], dataState: { state: 'restarting', code: null } },
  relayOff: {
    receipts: [done],
    dataState: { state: 'ready', code: 'sync.off_after_crashes' },
    derivationCode: 'sync.off_after_crashes',
    cards: (fakeCards['synced'] ?? []).map((card) => ({
      ...card,
      pausedBy: 'sync.off_after_crashes' as const,
      pending: 12,
    })),
  },
  noEvents: { receipts: [done], derivationCode: 'disk.full', cards: fakeCards['synced'] ?? [] },
  loading: { pending: ['import.current', 'import.receipts', ...readCalls] },
  first: { receipts: [done], homeZone: null },
  firstTarget: { receipts: [done], cards: fakeCards['off'] ?? [] },
  ...Object.fromEntries(
    ['synced', 'sending', 'problems', 'off', 'rules'].map((name) => [
      name,
      { receipts: [done, ...earlier], cards: fakeCards[name] ?? [] },
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(accountOverviews).map((name) => [
      `account-${name}`,
      { receipts: [done], cards: fakeCards['synced'] ?? [], account: overview(name) },
    ]),
  ),
  'account-otherPerson': {
    receipts: [done],
    cards: fakeCards['otherPerson'] ?? [],
    account: overview('otherPerson'),
  },
  'account-quick': { account: overview('signedOut'), signInLastsMs: 1_500 },
  'account-running': {
    current: fakeStatus({}),
    cards: fakeCards['sending'] ?? [],
    account: overview('signedIn'),
  },
  'account-refused': {
    account: overview('signedOut'),
    failing: {
      'account.signInTrendy': 'account.bad_login',
      'account.beginFoundry': 'account.port_taken',
      'profiles.reviewBackup': 'backup.not_ours',
      'profiles.create': 'profile.name_taken',
    },
  },
  paused: { receipts: [done], cards: fakeCards['paused'] ?? [], isPaused: true },
  zone: { receipts: [done], cards: fakeCards['zone'] ?? [], homeZone: null },
  proxy: {
    cards: (fakeCards['synced'] ?? []).map((card) => ({ ...card, pausedBy: 'sync.proxy_auth' as const })),
    proxies: [{ place: 'http://proxy.example.org:8080', name: null, hasOwnLogin: false, isAsking: true }],
  },
  testFails: { cards: fakeCards['synced'] ?? [], testFails: 'sync.unauthorized' },
  rulesFail: {
    cards: fakeCards['rules'] ?? [],
    failing: { 'sync.releaseUpdates': 'settings.review_changed' },
  },
  actsFail: {
    cards: fakeCards['problems'] ?? [],
    failing: {
      'sync.retry': 'disk.full',
      'sync.queueAgain': 'data.unavailable',
      'sync.retryAll': 'disk.full',
      'sync.queueAllAgain': 'disk.full',
    },
  },
  listFails: { cards: fakeCards['sending'] ?? [], failing: { 'sync.items': 'data.unavailable' } },
  failing: {
    failing: Object.fromEntries([...readCalls, 'import.receipts'].map((name) => [name, 'profile.damaged'])),
  },
};

export function sceneOf(name: string): Scene {
  return { ...plain, ...scenes[name] };
}
