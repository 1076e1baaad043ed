import {
  type Consent,
  type FileFormat,
  offByDefault,
  type Review,
  type SendEstimate,
  type TargetId,
  type TargetSettings,
  targetIds,
} from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import { hostOf } from '../network/base-url.ts';
import {
  type Address,
  consentOf,
  type DestinationRow,
  type DestinationStore,
  fromDayOf,
  isAt,
  toDestination,
} from '../outbox/destination-store.ts';
import type { Scope, TargetSide } from '../outbox/target-side.ts';
import { baseUrlKey, type SettingsStore } from '../profile/settings-store.ts';
import type { AccountBinding } from '../session/account-binding.ts';
import { estimateSend } from './send-estimate.ts';

export interface TargetAddress {
  readonly target: TargetId;
  readonly baseUrl: string;
  readonly datasetRid?: string | undefined;
  readonly branch?: string | undefined;
  readonly userId?: string | undefined;
  readonly format?: FileFormat | undefined;
}

export interface ScopeInput {
  readonly target: TargetId;
  readonly kinds: Consent['kinds'];
  readonly startDay: string | null;
}

/**
 * Addresses and consent of the targets (outbox/README, Consent and scope). Nothing is sent before `enable`, which stores the
 * consent that the user saw.
 */
export class TargetService {
  readonly #settings: SettingsStore;
  readonly #destinations: DestinationStore;
  readonly #sides: Readonly<Record<TargetId, TargetSide>>;
  readonly #hasToken: (target: TargetId) => boolean;
  readonly #now: () => number;
  readonly #binding: AccountBinding;

  constructor(
    settings: SettingsStore,
    destinations: DestinationStore,
    sides: Readonly<Record<TargetId, TargetSide>>,
    hasToken: (target: TargetId) => boolean,
    now: () => number,
    binding: AccountBinding,
  ) {
    this.#settings = settings;
    this.#destinations = destinations;
    this.#sides = sides;
    this.#hasToken = hasToken;
    this.#now = now;
    this.#binding = binding;
  }

  all(): TargetSettings[] {
    return targetIds.map((target) => {
      const row = this.#destinations.current(target);
      return {
        target,
        baseUrl: this.#settings.get(baseUrlKey(target)),
        datasetRid: target === 'foundry' ? this.#settings.get('foundry.datasetRid') : '',
        branch: target === 'foundry' ? this.#settings.get('foundry.branch') : '',
        userId: target === 'foundry' ? this.#settings.get('foundry.userId') : '',
        format: this.#settings.get('foundry.format'),
        isFormatFixed: target === 'foundry' && row !== null && this.#destinations.fixedFormat(row) !== null,
        isEnabled: row?.is_enabled === 1,
        consent: row ? consentOf(row) : null,
        hasToken: this.#hasToken(target),
        destination: row?.id ?? null,
        goesBy: row ? this.#destinations.goesBy(row) : null,
      };
    });
  }

  /** All of it or, after an error, nothing. Errors: settings.bad_address, settings.bad_value, settings.format_fixed. */
  configure({ target, baseUrl, datasetRid, branch, userId, format }: TargetAddress): void {
    this.#destinations.inTransaction(() => {
      this.#settings.set(baseUrlKey(target), baseUrl);
      if (target === 'foundry') {
        if (datasetRid !== undefined) this.#settings.set('foundry.datasetRid', datasetRid);
        if (branch !== undefined) this.#settings.set('foundry.branch', branch === '' ? undefined : branch);
        if (userId !== undefined) this.#settings.set('foundry.userId', userId);
        if (format !== undefined) this.#settings.set('foundry.format', format);
      }
      this.makeCurrent(target);
      if (format !== undefined && target === 'foundry' && this.#settings.get('foundry.format') !== format)
        throw new CodedError('settings.format_fixed');
    });
  }

  /** The destination that the settings mean now, made when it is new; null without an address. */
  makeCurrent(target: TargetId): DestinationRow | null {
    const baseUrl = this.#settings.get(baseUrlKey(target));
    if (baseUrl === '') {
      this.#destinations.dropCurrent(target);
      return null;
    }
    const isFoundry = target === 'foundry';
    const place = {
      baseUrl,
      dataset: isFoundry ? this.#settings.get('foundry.datasetRid') : '',
      branch: isFoundry ? this.#settings.get('foundry.branch') : '',
    };
    const address = { ...place, account: this.#binding.accountPart(target, place) };
    const before = this.#destinations.current(target);
    if (before && this.#isAdoptable(before, address)) this.#destinations.adopt(before.id, address.account);
    const row = this.#destinations.makeCurrent(target, address);
    if (before && before.id !== row.id) this.#cameBack(row, before);
    this.#binding.adoptServerUser(row);
    this.#binding.continueNameless(row);
    if (isFoundry) this.#fixFormat(row);
    return this.#destinations.row(row.id) ?? row;
  }

  /** Follows a sign-in or sign-out: the target may mean another destination now. A pause for want of a sign-in ends; the next use shows. */
  followAccount(target: TargetId): void {
    const row = this.makeCurrent(target);
    if (row && endedBySignIn.has(row.not_before_code)) this.#destinations.hold(row.id, null, null);
  }

  /** The same place, so far of no known account, and nothing went there. A name that the user typed for Foundry is no sign-in. */
  #isAdoptable(row: DestinationRow, address: Address): boolean {
    const isTyped = row.target === 'foundry' && this.#settings.get('foundry.userId') !== '';
    if (!isAt(row, address) || row.account !== '' || address.account === '' || isTyped) return false;
    return this.#destinations.isUntouched(row.id);
  }

  /** One dataset has one format: the first cut chunk decides it, and until then the setting. */
  #fixFormat(row: DestinationRow): void {
    const chosen = this.#settings.get('foundry.format');
    const format = this.#destinations.fixedFormat(row) ?? chosen;
    if (format !== chosen) this.#settings.set('foundry.format', format);
    if (format !== formatOfState(row.state)) this.#destinations.saveState(row.id, { format });
  }

  #cameBack(row: DestinationRow, before: DestinationRow): void {
    // Its queue lacks the events that were derived while it wasn't the current one: it's reconciled as after a new export.
    if (row.consent !== null) this.#destinations.saveState(row.id, { holds: null });
    if (row.target !== 'trendy' || row.base_url !== before.base_url) return;
    // Trendy's limiter counts this computer for all accounts together (trendy/README §1.3).
    const { burst = null, quietUntilMs = null } = JSON.parse(before.state) as Record<string, unknown>;
    this.#destinations.saveState(row.id, { burst, quietUntilMs });
  }

  /** Kinds that are on unless the user says otherwise. */
  defaultKinds(target: TargetId): Consent['kinds'] {
    return this.#sides[target].kinds.filter(
      (kind) => !(offByDefault as ReadonlySet<string>).has(kind),
    ) as Consent['kinds'];
  }

  /** Before `review` and `enable`: does their counting in turns. */
  async warm({ target, startDay }: ScopeInput): Promise<void> {
    const side = this.#sides[target];
    const row = this.#destinations.current(target);
    const kinds = new Set(side.kinds);
    await side.warm?.({ id: null, kinds, fromDay: fromDayOf(startDay) });
    if (!row) return;
    await side.warm?.({ id: row.id, kinds, fromDay: fromDayOf(startDay) });
    const consent = consentOf(row);
    if (!consent) return;
    for (const id of [null, row.id]) await side.warm?.({ id, ...scopeOf(consent) });
  }

  /** Errors: sync.needs_address. */
  review({ target, kinds, startDay }: ScopeInput): Review {
    const row = this.#current(target);
    const side = this.#sides[target];
    const counts = side.countInScope(side.kinds, fromDayOf(startDay));
    const on = new Set<string>(kinds);
    const missing = side.countMissing(row.id, { kinds: on, fromDay: fromDayOf(startDay) });
    const consent = row.is_enabled === 1 ? consentOf(row) : null;
    // What goes already isn't started by this.
    const going = consent ? side.countMissing(row.id, scopeOf(consent)) : new Map<string, number>();
    const rows = side.kinds.map((kind) => ({
      kind,
      isOn: on.has(kind),
      items: counts.get(kind) ?? 0,
      isSensitive: (offByDefault as ReadonlySet<string>).has(kind),
      types: [...(side.typesOf?.(kind) ?? [])],
    }));
    const items = rows.reduce((sum, { isOn, items: count }) => sum + (isOn ? count : 0), 0);
    const added = new Map(
      [...missing].map(([kind, count]) => [kind, Math.max(0, count - (going.get(kind) ?? 0))] as const),
    );
    const { host, account, dataset, branch } = { host: hostOf(row.base_url), ...row };
    return {
      target,
      host,
      account,
      dataset,
      branch,
      format: target === 'foundry' ? formatOfState(row.state) : null,
      startDay,
      kinds: rows,
      items,
      added: [...added.values()].reduce((sum, count) => sum + count, 0),
      estimate: this.#estimate(row, added),
    };
  }

  /** Of what waits at a target that is on, as its scope is composed; null where nothing does. After `warm`. */
  estimatePending(target: TargetId, pending: number): SendEstimate | null {
    const row = this.#destinations.current(target);
    const consent = row ? consentOf(row) : null;
    if (!row || !consent || row.is_enabled !== 1) return null;
    const counts = this.#sides[target].countInScope(consent.kinds, fromDayOf(consent.startDay));
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const share = all === 0 ? 0 : Math.min(1, pending / all);
    return this.#estimate(row, new Map([...counts].map(([kind, count]) => [kind, Math.ceil(count * share)])));
  }

  #estimate(row: DestinationRow, counts: ReadonlyMap<string, number>): SendEstimate | null {
    const items = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const bytesByKind = row.target === 'atlas' ? this.#sides.atlas.bytesOf?.(counts) : undefined;
    return estimateSend({
      target: row.target,
      items,
      bytesByKind: bytesByKind ?? new Map(),
      state: toDestination(row).state,
    });
  }

  /** "Send": stores the consent and makes what it adds pending. Errors: sync.needs_address, settings.review_changed, sync.other_route. */
  enable(input: ScopeInput, items: number | null, account?: string): void {
    const review = this.review(input);
    if (items !== null && review.items !== items)
      throw new CodedError('settings.review_changed', { items: review.items });
    const row = this.#current(input.target);
    if (this.#destinations.goesBy(row) !== null) throw new CodedError('sync.other_route');
    if (account !== undefined && account !== row.account) throw new CodedError('settings.review_changed');
    const before = consentOf(row);
    const consent: Consent = {
      kinds: input.kinds,
      startDay: input.startDay,
      at: Math.floor(this.#now() / 1000),
    };
    this.#destinations.inTransaction(() => {
      this.#destinations.enable(row.id, consent);
      this.#binding.consented(row);
      const destination = toDestination(this.#destinations.row(row.id) ?? row);
      this.#sides[input.target].changeScope(destination, before ? scopeOf(before) : null, scopeOf(consent));
    });
  }

  /** Former addresses and accounts of the target, too: none of them sends again without a review once it's current. */
  disable(target: TargetId): void {
    const rows = this.#destinations.all().filter((row) => row.target === target);
    this.#destinations.inTransaction(() => {
      for (const row of rows) {
        if (row.is_current === 0 && row.is_enabled === 0) continue;
        this.#destinations.disable(row.id);
        this.#sides[target].turnedOff?.(toDestination(row));
      }
    });
  }

  /** Two routes lead to one dataset, the user says. Errors: sync.unknown_item, sync.route_busy. */
  carry(from: number, to: number): void {
    const rows = [this.#destinations.row(from), this.#destinations.row(to)];
    const side = rows[0] ? this.#sides[rows[0].target] : null;
    const isOneSide = rows.every((row) => row && this.#sides[row.target] === side);
    if (!side?.carry || !isOneSide || from === to) throw new CodedError('sync.unknown_item');
    side.carry(from, to);
  }

  #current(target: TargetId): DestinationRow {
    const row = this.makeCurrent(target);
    if (!row || (target === 'foundry' && row.dataset === '')) throw new CodedError('sync.needs_address');
    return row;
  }
}

/** Pauses that another sign-in may end. */
const endedBySignIn: ReadonlySet<string | null> = new Set(['sync.signed_out', 'sync.wrong_account']);

/** As the target's own state has it (foundry/README §7). */
function formatOfState(state: string): FileFormat {
  return (JSON.parse(state) as { readonly format?: FileFormat }).format ?? 'ndjson';
}

function scopeOf(consent: Consent): Scope {
  return { kinds: new Set(consent.kinds), fromDay: fromDayOf(consent.startDay) };
}
