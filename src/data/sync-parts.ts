import type { HttpClient } from '../core/network/http-client.ts';
import { RawSide } from '../core/outbox/chunks/raw-side.ts';
import { Spool } from '../core/outbox/chunks/spool.ts';
import { DestinationStore } from '../core/outbox/destination-store.ts';
import { OutboxActs } from '../core/outbox/outbox-acts.ts';
import { SyncEngine } from '../core/outbox/sync-engine.ts';
import { SyncService } from '../core/outbox/sync-service.ts';
import { systemClock } from '../core/outbox/target.ts';
import type { TargetSide } from '../core/outbox/target-side.ts';
import type { OpenHistory } from '../core/profile/open-profile.ts';
import { SettingsStore } from '../core/profile/settings-store.ts';
import type { SecretStore } from '../core/secret-store/secret-store.ts';
import { AccountBinding } from '../core/session/account-binding.ts';
import { DestinationSignIns, KeptCredentials } from '../core/session/bound-credentials.ts';
import { Custodian } from '../core/session/custodian.ts';
import { makeAtlasRunner } from '../core/targets/atlas/atlas-runner.ts';
import { makeFoundryRunner } from '../core/targets/foundry/foundry-runner.ts';
import { TargetService } from '../core/targets/target-settings.ts';
import { makeTrendyRunner } from '../core/targets/trendy/trendy-runner.ts';
import { type SyncOverview, type TargetId, targetIds } from '../shared/domain/sync.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { EventDerivation } from './event-derivation.ts';
import { SettingsCalls } from './settings-calls.ts';

export interface SyncPartsOptions {
  readonly http: HttpClient;
  /** Opened on first use. */
  readonly secrets: () => Promise<SecretStore>;
  /** Every other target counts as signed out. */
  readonly only?: TargetId | undefined;
  /** Called when the signed-in accounts, or the ends of their sign-ins, may have changed. */
  readonly onAccounts?: () => void;
  readonly onOverview: (overview: SyncOverview) => void;
  /** See `EventDerivation`. */
  readonly foldStuckCode?: () => ErrorCode | null;
  readonly onFault: (error: unknown) => void;
}

/** Who is signed in, and which destinations are theirs. */
export interface Accounts {
  readonly custodian: Custodian;
  readonly binding: AccountBinding;
  readonly keep: KeptCredentials;
  /** Reevaluates which destination each target refers to, and wakes all of them. */
  readonly follow: () => void;
}

/** All relaying parts, wired together for the CLI and the handlers of `sync.*` and `settings.*`. */
export interface SyncParts {
  readonly service: SyncService;
  readonly engine: SyncEngine;
  readonly calls: SettingsCalls;
  readonly settings: SettingsStore;
  readonly destinations: DestinationStore;
  readonly targets: TargetService;
  readonly events: EventDerivation;
  readonly accounts: Accounts;
}

export function createSyncParts(history: OpenHistory, options: SyncPartsOptions): SyncParts {
  const { writer, reader, paths } = history;
  const { http, onFault } = options;
  const { nowMs } = systemClock;
  const now = () => Math.floor(nowMs() / 1000);
  const settings = new SettingsStore(writer);
  const destinations = new DestinationStore(writer);
  const keep = new KeptCredentials(options.secrets, history.id);
  const custodian = new Custodian({
    settings,
    keep,
    http,
    only: options.only,
    onChange: (changed) => followAccounts(changed),
    onRenewed: () => options.onAccounts?.(),
    onFault,
  });
  const binding = new AccountBinding(settings, destinations, custodian);
  const signIns = new DestinationSignIns(custodian, binding, destinations);
  const spool = new Spool(paths.spool, onFault);
  const events = new EventDerivation(writer, settings, destinations, options.foldStuckCode);
  const raw = new RawSide(writer, reader, spool, now);
  const sides: Record<TargetId, TargetSide> = { trendy: events.trendy, atlas: raw, foundry: raw };
  const hasToken = (target: TargetId) => custodian.holder(target) !== null;
  const targets = new TargetService(settings, destinations, sides, hasToken, nowMs, binding);
  const service = new SyncService({
    reader,
    settings,
    destinations,
    sides,
    acts: new OutboxActs(writer, spool, now),
    derivation: events,
    onOverview: options.onOverview,
    onFault,
  });
  const engine = new SyncEngine({
    shared: { writer, http, clock: systemClock },
    runners: {
      trendy: makeTrendyRunner(() => events.holdsNow()),
      atlas: makeAtlasRunner(spool),
      foundry: makeFoundryRunner(spool),
    },
    destinations,
    settings,
    signIns,
    queues: service,
    onFault,
  });
  const calls = new SettingsCalls({
    history,
    settings,
    targets,
    destinations,
    custodian,
    events,
    sync: service,
  });
  function followAccounts(changed: readonly TargetId[] = targetIds): void {
    for (const target of changed) binding.noteHolder(target);
    for (const target of changed) targets.followAccount(target);
    options.onAccounts?.();
    service.accountsChanged();
  }
  const accounts = { custodian, binding, keep, follow: () => followAccounts() };
  return { service, engine, calls, settings, destinations, targets, events, accounts };
}
