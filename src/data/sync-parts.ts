import type { Reader, Writer } from '../core/db/open.ts';
import { rulesVersion } from '../core/events/derived-event.ts';
import { EventDeriver } from '../core/events/event-deriver.ts';
import { FigureKeeper } from '../core/events/figure-keeper.ts';
import { figureZone } from '../core/history/figures.ts';
import type { HttpClient } from '../core/network/http-client.ts';
import { Proxies } from '../core/network/proxies.ts';
import { ProxyLogins } from '../core/network/proxy-logins.ts';
import { RawSide } from '../core/outbox/chunks/raw-side.ts';
import { DestinationStore, toDestination } from '../core/outbox/destination-store.ts';
import { EventHolds } from '../core/outbox/mutations/event-holds.ts';
import { goesTo } from '../core/outbox/mutations/planned-changes.ts';
import { TrendySide } from '../core/outbox/mutations/trendy-side.ts';
import { aHandful, WaitingUpdates } from '../core/outbox/mutations/waiting-updates.ts';
import { OutboxActs } from '../core/outbox/outbox-acts.ts';
import { SyncEngine } from '../core/outbox/sync-engine.ts';
import { SyncService } from '../core/outbox/sync-service.ts';
import type { Clock } from '../core/outbox/target.ts';
import type { TargetSide } from '../core/outbox/target-side.ts';
import { baseUrlKey, SettingsStore } from '../core/profile/settings-store.ts';
import type { SecretStore } from '../core/secret-store/secret-store.ts';
import { AccountBinding } from '../core/session/account-binding.ts';
import { isSamePlace } from '../core/session/account-overview.ts';
import { auth0Settings } from '../core/session/auth0-service.ts';
import { BoundCredentials, KeptCredentials } from '../core/session/bound-credentials.ts';
import { Custodian } from '../core/session/custodian.ts';
import { makeAtlasRunner } from '../core/targets/atlas/atlas-runner.ts';
import { makeFoundryRunner } from '../core/targets/foundry/foundry-runner.ts';
import { NodeHttpClient } from '../core/targets/http.ts';
import { TargetService } from '../core/targets/target-settings.ts';
import { makeTrendyRunner } from '../core/targets/trendy/trendy-runner.ts';
import { type SyncOverview, type TargetId, targetIds } from '../shared/domain/sync.ts';
import { SettingsCalls } from './settings-calls.ts';

export interface SyncPartsOptions {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly spoolDir: string;
  readonly profileId: string;
  /** Opened on first use. */
  readonly secrets: () => Promise<SecretStore>;
  /** Every other target counts as signed out. */
  readonly only?: TargetId;
  readonly clock?: Clock;
  /** Called when the signed-in accounts, or the ends of their sign-ins, may have changed. */
  readonly onAccounts?: () => void;
  readonly onOverview: (overview: SyncOverview) => void;
  /** See `DeriverOptions`. */
  readonly isFoldStuck?: () => boolean;
  readonly onFault: (error: unknown) => void;
}

/** All relaying parts, wired together for the CLI and the handlers of `sync.*` and `settings.*`. */
export interface SyncParts {
  /** For counts that only some hosts ask for. */
  readonly reader: Reader;
  readonly service: SyncService;
  readonly settings: SettingsStore;
  readonly calls: SettingsCalls;
  readonly targets: TargetService;
  readonly destinations: DestinationStore;
  readonly custodian: Custodian;
  readonly binding: AccountBinding;
  readonly keep: KeptCredentials;
  readonly http: HttpClient;
  readonly proxies: Proxies;
  readonly proxyLogins: ProxyLogins;
  /** Every origin to which the current configuration may send. */
  readonly serverOrigins: () => string[];
  readonly engine: SyncEngine;
  readonly figures: FigureKeeper;
  readonly nowMs: () => number;
  /** Reevaluates which destination each target refers to, and wakes all of them. */
  readonly followAccounts: () => void;
}

const realClock: Clock = { nowMs: () => Date.now(), random: () => Math.random() };

export function createSyncParts(options: SyncPartsOptions): SyncParts {
  const { writer, reader, spoolDir, clock = realClock } = options;
  const now = () => Math.floor(clock.nowMs() / 1000);
  const settings = new SettingsStore(writer);
  const destinations = new DestinationStore(writer);
  const nowMs = () => clock.nowMs();
  const proxyLogins = new ProxyLogins(options.secrets);
  const proxies = new Proxies(proxyLogins);
  const http = new NodeHttpClient(proxies);
  const keep = new KeptCredentials(options.secrets, options.profileId);
  const custodian = new Custodian({
    settings,
    keep,
    http,
    nowMs,
    only: options.only,
    onChange: (changed) => followAccounts(changed),
    onRenewed: () => options.onAccounts?.(),
    onFault: options.onFault,
  });
  const binding = new AccountBinding(settings, destinations, custodian);
  const holds = new EventHolds(writer, settings);
  const trendy = new TrendySide({ writer, nowMs: () => clock.nowMs(), holds: () => holds.now() });
  const trendyDestinations = () =>
    destinations
      .all()
      .filter(
        ({ target, is_current, consent }) => target === 'trendy' && is_current === 1 && consent !== null,
      )
      .map(toDestination);
  const raw = new RawSide(writer, reader, spoolDir, now, options.onFault);
  /** The destinations of events and the current holds, read once per turn of derivation. */
  const readGoing = () => ({
    destinations: trendyDestinations(),
    holds: holds.now(),
    isAgreed: settings.get('agreedRules') === rulesVersion,
  });
  let going: ReturnType<typeof readGoing> | null = null;
  const deriver = new EventDeriver({
    writer,
    homeZone: () => settings.get('homeZone'),
    sourcePriority: () => settings.get('sourcePriority') ?? [],
    onTurn: () => {
      going = readGoing();
    },
    onChange: (change) => {
      going ??= readGoing();
      const seen = { ...change, isSeen: going.isAgreed };
      for (const destination of going.destinations) trendy.enqueueEvent(destination, seen, going.holds);
    },
    now,
    ...(options.isFoldStuck && { isFoldStuck: options.isFoldStuck }),
  });
  const figures = new FigureKeeper({
    writer,
    zone: () => figureZone(writer),
    sourcePriority: () => settings.get('sourcePriority') ?? [],
    ...(options.isFoldStuck && { isFoldStuck: options.isFoldStuck }),
  });
  const updates = new WaitingUpdates(writer, trendy);
  /** After derivation, enqueues events whose holds a later export released, and updates that are few or whose number the user has seen. */
  const enqueueAfterDerivation = async (signal: AbortSignal) => {
    const { isAgreed } = readGoing();
    writer.transaction(() => {
      for (const destination of trendyDestinations()) {
        if (isAgreed) trendy.releaseUpdates(destination);
        else if (holds.haveChangedFor(destination)) trendy.holdsChanged(destination);
      }
      // While a fold is stuck, nothing was derived, so the agreed changes are still to come.
      // Written only if there is something to clear: otherwise, a full disk could fail a run with nothing to write.
      if (settings.get('agreedRules') !== null && options.isFoldStuck?.() !== true)
        settings.set('agreedRules', null);
    })();
    for (const destination of trendyDestinations()) {
      await trendy.enqueue(destination.id, signal);
      const count = await updates.recount(destination);
      const causes = trendy.updatesBy(destination.id);
      const isFew = count === 0 || (count <= aHandful && !causes.includes('rules'));
      if (causes.length === 0 || !isFew) continue;
      trendy.releaseUpdates(destination);
      await trendy.enqueue(destination.id, signal);
      await updates.recount(destination);
    }
  };
  const sides: Record<TargetId, TargetSide> = { trendy, atlas: raw, foundry: raw };
  const runners = {
    trendy: makeTrendyRunner(() => holds.now()),
    atlas: makeAtlasRunner,
    foundry: makeFoundryRunner,
  };
  const hasToken = (target: TargetId) => custodian.holder(target) !== null;
  const targets = new TargetService(settings, destinations, sides, hasToken, nowMs, binding);
  const service = new SyncService({
    reader,
    settings,
    destinations,
    sides,
    acts: new OutboxActs(writer, spoolDir, now, options.onFault),
    updates,
    derivation: {
      pendingDays: () => deriver.pendingDays(),
      run: async (signal) => {
        // Events continue if figures fail, and vice versa; a failure is reported after both.
        const made = await Promise.allSettled([figures.run(signal)]);
        await deriver.run(signal);
        if (signal.aborted) return;
        await enqueueAfterDerivation(signal);
        for (const one of made) if (one.status === 'rejected') throw one.reason;
      },
    },
    onOverview: options.onOverview,
    onFault: options.onFault,
  });
  const engine = new SyncEngine({
    writer,
    destinations,
    runners,
    prepare: async ({ id, target }, signal) => {
      await service.recovered(target);
      await sides[target].enqueue?.(id, signal);
    },
    requeue: (row) => sides[row.target].requeue(toDestination(row)),
    http,
    credentialsFor: (row) => new BoundCredentials(custodian, () => binding.boundTo(row())),
    isOtherAccount: (row) => {
      if (row.is_current === 1) return binding.isOtherAccount(row);
      const current = destinations.current(row.target);
      return current !== null && isSamePlace(row, current);
    },
    hasToken: (target) => !custodian.isReady || hasToken(target),
    hasHomeZone: () => settings.get('homeZone') !== null,
    isEverythingPaused: () => settings.get('isPaused'),
    clock,
    spoolDir,
    deviceLabel: `Health Relay (${process.platform})`,
    onChange: service.changed,
    onFault: options.onFault,
  });
  const calls = new SettingsCalls({
    writer,
    reader,
    settings,
    targets,
    destinations,
    custodian,
    deriver,
    sync: service,
    goesOut: (homeZone) => {
      const kept = holds.under(homeZone);
      const going = trendyDestinations().map((destination) => goesTo(writer, destination, kept));
      return (change) => going.some((goes) => goes(change));
    },
    waitingDeletions: () =>
      trendyDestinations().reduce((sum, destination) => sum + trendy.countWaitingDeletions(destination), 0),
  });
  function followAccounts(changed: readonly TargetId[] = targetIds): void {
    for (const target of changed) binding.noteHolder(target);
    for (const target of changed) targets.followAccount(target);
    options.onAccounts?.();
    service.accountsChanged();
  }
  const serverOrigins = () => {
    const addresses = [
      ...targetIds.map((target) => settings.get(baseUrlKey(target))),
      auth0Settings(settings).origin,
      settings.get('trendy.supabaseUrl'),
    ];
    return [
      ...new Set(addresses.filter((address) => address !== '').map((address) => new URL(address).origin)),
    ];
  };
  const held = { reader, settings, destinations, custodian, binding, keep, nowMs, followAccounts };
  const shared = { ...held, http, proxies, proxyLogins, serverOrigins };
  return { ...shared, service, calls, targets, engine, figures };
}
