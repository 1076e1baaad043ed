import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import { eventCategories } from '../../../src/shared/domain/event-category.ts';
import {
  arrivalClasses,
  type DestinationCard,
  offByDefault,
  type TargetId,
  type TargetSettings,
  usualKinds,
} from '../../../src/shared/domain/sync.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';

type SettingsAnswers = {
  [N in CallName as N extends `settings.${string}` ? N : never]: (input: CallInput<N>) => CallOutput<N>;
};

const itemsOf: Readonly<Record<string, number>> = {
  record: 402_110,
  workout: 171,
  correlation: 96,
  activity_summary: 2_140,
  audiogram: 2,
  vision: 0,
  reproductive: 310,
  route: 57,
  ecg: 4,
  clinical: 12,
  unknown: 41,
  steps: 2_380,
  sleep: 1_940,
  active_energy: 2_376,
  mindfulness: 210,
  water: 318,
};

export interface FakeSettingsScene {
  readonly homeZone: string | null;
  readonly cards: readonly DestinationCard[];
  readonly testFails: ErrorCode | null;
  readonly schedule: Partial<CallOutput<'settings.backupSchedule'>>;
  readonly proxies?: CallOutput<'settings.proxies'>['proxies'];
}

function targetOf(target: TargetId, cards: readonly DestinationCard[]): TargetSettings {
  const card = cards.find((one) => one.target === target && one.isCurrent);
  const hasAddress = card !== undefined && card.pausedBy !== 'sync.needs_address';
  const kinds = usualKinds(target);
  return {
    target,
    baseUrl: hasAddress ? `https://${card.host}` : '',
    datasetRid: card?.dataset ?? '',
    branch: target === 'foundry' ? (card?.branch ?? 'master') : '',
    userId: '',
    format: 'ndjson',
    isFormatFixed: false,
    isEnabled: card?.isEnabled ?? false,
    consent: card?.isEnabled ? { kinds, startDay: null, at: 1_768_000_000 } : null,
    hasToken: card?.isEnabled ?? false,
    destination: card?.id ?? null,
    goesBy: null,
  };
}

/** Settings that remember what was changed, for as long as the page is open. */
export function fakeSettings({
  homeZone: firstZone,
  cards,
  testFails,
  schedule: firstSchedule,
  proxies: firstProxies = [],
}: FakeSettingsScene): SettingsAnswers {
  let homeZone = firstZone;
  let phoneUsesTrendy = true;
  let sources = [
    { id: 1, name: 'Anna’s Apple Watch', kind: 'watch' as const },
    { id: 2, name: 'Anna’s iPhone', kind: 'phone' as const },
    { id: 3, name: 'Withings', kind: 'other' as const },
    { id: 4, name: 'MyFitnessPal', kind: 'other' as const },
  ];
  let isChosen = false;
  let schedule: CallOutput<'settings.backupSchedule'> = {
    isOn: false,
    folder: null,
    everyDays: 7,
    isEncrypted: false,
    last: null,
    nextAt: null,
    failure: null,
    isMaking: false,
    ...firstSchedule,
  };
  let units: CallOutput<'settings.units'> = {};
  let skipped: CallOutput<'settings.read'>['skipped'] = [];
  let proxies: CallOutput<'settings.proxies'>['proxies'] = firstProxies;
  const targets = new Map(
    (['trendy', 'atlas', 'foundry'] as const).map((target) => [target, targetOf(target, cards)]),
  );
  const change = (target: TargetId, part: Partial<TargetSettings>) => {
    const old = targets.get(target);
    if (old !== undefined) targets.set(target, { ...old, ...part });
    return null;
  };
  return {
    'settings.read': () => ({
      homeZone,
      proposedZone: 'Europe/Berlin',
      phoneUsesTrendy,
      sourcePriority: { sources, isChosen },
      skipped,
      targets: [...targets.values()],
    }),
    'settings.reviewRules': () => ({ created: 12, changed: 2_201, deleted: 3, sent: 2_216 }),
    'settings.setHomeZone': (input) => {
      homeZone = input.homeZone;
      return null;
    },
    'settings.setSourcePriority': ({ sources: ids }) => {
      sources = ids.flatMap((id) => sources.filter((source) => source.id === id));
      isChosen = true;
      return null;
    },
    'settings.setPhoneUsesTrendy': (input) => {
      phoneUsesTrendy = input.phoneUsesTrendy;
      return null;
    },
    'settings.setHeartZones': () => null,
    'settings.units': () => units,
    'settings.setUnits': (input) => {
      units = input;
      return null;
    },
    'settings.proxies': () => ({ proxies }),
    'settings.setProxyLogin': ({ place, name }) => {
      proxies = proxies.map((one) => (one.place === place ? { ...one, name, isAsking: false } : one));
      return { proxies };
    },
    'settings.forgetProxyLogin': ({ place }) => {
      proxies = proxies.map((one) => (one.place === place ? { ...one, name: null, isAsking: true } : one));
      return { proxies };
    },
    'settings.skipStep': ({ step, isSkipped }) => {
      skipped = [...skipped.filter((name) => name !== step), ...(isSkipped ? [step] : [])];
      return null;
    },
    'settings.configureTarget': ({
      target,
      baseUrl,
      datasetRid = '',
      branch = '',
      userId = '',
      format = 'ndjson',
    }) => change(target, { baseUrl, datasetRid, branch, userId, format, destination: 9 }),
    'settings.setToken': ({ target, token }) => change(target, { hasToken: token !== '' }),
    'settings.testConnection': () =>
      testFails === null
        ? { isOk: true, code: null, account: 'anna@example.org', status: 200, ms: 184 }
        : { isOk: false, code: testFails, account: null, status: 401, ms: 90 },
    'settings.reviewTarget': ({ target, kinds, startDay }) => {
      const names: readonly string[] = target === 'trendy' ? eventCategories : arrivalClasses;
      const chosen = new Set<string>(kinds);
      const rows = names.map((kind) => ({
        kind,
        isOn: chosen.has(kind),
        items: Math.floor((itemsOf[kind] ?? 0) / (startDay === null ? 1 : 4)),
        isSensitive: (offByDefault as ReadonlySet<string>).has(kind),
        types:
          kind === 'unknown'
            ? ['HKCategoryTypeIdentifierSneezing', 'HKQuantityTypeIdentifierSleepScore']
            : [],
      }));
      const items = rows.filter(({ isOn }) => isOn).reduce((sum, row) => sum + row.items, 0);
      const before = targets.get(target)?.consent?.kinds ?? [];
      const added = rows
        .filter(({ kind, isOn }) => isOn && !before.some((name) => name === kind))
        .reduce((sum, row) => sum + row.items, 0);
      const settings = targets.get(target);
      return {
        target,
        host: (settings?.baseUrl ?? '').replace('https://', ''),
        account: 'anna@example.org',
        dataset: settings?.datasetRid ?? '',
        branch: settings?.branch ?? '',
        format: target === 'foundry' ? (settings?.format ?? 'ndjson') : null,
        startDay,
        kinds: rows,
        items,
        added,
        // As core/targets/send-estimate.ts answers for so many parts.
        estimate:
          target === 'foundry' || added === 0
            ? null
            : { items: added, requests: 61, itemsPerRequest: 7, chunks: 427, seconds: 240 },
      };
    },
    'settings.enableTarget': ({ target, kinds, startDay }) =>
      change(target, { isEnabled: true, consent: { kinds, startDay, at: 1_768_000_000 } }),
    'settings.disableTarget': ({ target }) => change(target, { isEnabled: false }),
    'settings.removeDestination': () => null,
    'settings.carryCursors': () => null,
    'settings.arrangeCards': () => null,
    'settings.backupSchedule': () => schedule,
    'settings.setBackupSchedule': ({ passphrase, ...set }) => {
      const isEncrypted = passphrase === undefined ? schedule.isEncrypted : passphrase !== null;
      schedule = { ...schedule, ...set, isEncrypted, nextAt: set.isOn ? 4_102_444_800 : null };
      return schedule;
    },
    'settings.makeScheduledBackup': () => ({ isMade: true }),
  };
}
