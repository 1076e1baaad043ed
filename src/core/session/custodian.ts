import type { Account } from '../../shared/domain/account.ts';
import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import type { HttpClient } from '../network/http-client.ts';
import { systemClock } from '../outbox/target.ts';
import { baseUrlKey, type SettingsStore } from '../profile/settings-store.ts';
import { auth0Service, auth0Settings } from './auth0-service.ts';
import type { KeptCredential, KeptCredentials } from './bound-credentials.ts';
import { CredentialSlot, type Taken } from './credential-slot.ts';
import { foundryService } from './foundry-service.ts';
import type { SignInService } from './sign-in-service.ts';
import { accountOfToken, claimsOf } from './token-claims.ts';
import { trendyLoginService } from './trendy-login.ts';

export interface CustodianOptions {
  readonly settings: SettingsStore;
  readonly keep: KeptCredentials;
  readonly http: HttpClient;
  /** Set: every other target counts as signed out (a command that sends to one alone). */
  readonly only?: TargetId | undefined;
  /** Who is signed in to these may have changed. */
  readonly onChange: (targets: readonly TargetId[]) => void;
  /** The same people, newer tokens. */
  readonly onRenewed: () => void;
  readonly onFault: (error: unknown) => void;
}

/** Who is signed in to a target; `account` null: of a token without an account. */
export interface Holder {
  readonly account: Account | null;
}

/**
 * The token custodian: only it keeps refresh tokens, and refreshes (src/README, The way of a sign-in). A token given
 * for this run goes before a sign-in. Trendy has no sign-in of its own where its deployment takes Auth0's.
 */
export class Custodian {
  readonly #options: CustodianOptions;
  readonly #tokens = new MemoryTokens();
  readonly #slots: Readonly<Record<TargetId, CredentialSlot>>;
  #ready: Promise<void> | null = null;
  #isReady = false;

  constructor(options: CustodianOptions) {
    this.#options = options;
    const { settings, http } = options;
    const { nowMs } = systemClock;
    const supabase = () => ({
      url: settings.get('trendy.supabaseUrl'),
      anonKey: settings.get('trendy.supabaseAnonKey'),
    });
    this.#slots = {
      trendy: this.#slot('trendy', trendyLoginService(http, supabase, nowMs)),
      atlas: this.#slot('atlas', auth0Service(http, nowMs)),
      foundry: this.#slot('foundry', foundryService(http, nowMs)),
    };
  }

  /** As `restore`, once per run of the program: later callers wait for the same result. */
  ready(): Promise<void> {
    this.#ready ??= this.restore().then(() => {
      this.#isReady = true;
    });
    return this.#ready;
  }

  /** Restores sign-ins of an earlier run. Resolves when all are read; an unreadable keychain leaves them signed out. */
  async restore(): Promise<void> {
    await Promise.allSettled(targetIds.map((target) => this.#slots[target].restore()));
  }

  /** For this run only; '' forgets it. */
  setToken(target: TargetId, token: string): void {
    this.#tokens.set(target, token);
    this.#options.onChange(target === 'atlas' ? ['atlas', 'foundry'] : [target]);
  }

  /** Forgets the token for this run, where there is one. */
  dropToken(target: TargetId): void {
    if (this.#tokens.get(target) !== null || this.#tokens.isRefused(target)) this.setToken(target, '');
  }

  /** The token for this run, if there is one; `isRefused` once the server has refused it. */
  tokenOfRun(target: TargetId): { readonly token: string | null; readonly isRefused: boolean } {
    return { token: this.#tokens.get(target), isRefused: this.#tokens.isRefused(target) };
  }

  /** The slot of a target's own sign-in. */
  own(target: TargetId): CredentialSlot {
    return this.#slots[target];
  }

  /** The slot that a target is signed in by: its own, or for Trendy that of Auth0. */
  slotOf(target: TargetId): CredentialSlot {
    return this.isShared(target) ? this.#slots.atlas : this.#slots[target];
  }

  /** Trendy goes by the sign-in of Atlas. */
  isShared(target: TargetId): boolean {
    if (target !== 'trendy' || this.#options.settings.get('trendy.signIn') !== 'auth0') return false;
    return this.#slots.trendy.kept?.method !== 'token';
  }

  /** Stored sign-ins are known; before that, no account counts as signed out. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Null: signed out. */
  holder(target: TargetId): Holder | null {
    const { only } = this.#options;
    return only === undefined || only === target ? this.anyHolder(target) : null;
  }

  /** As `holder`, also for a target that gets nothing in this run: its account names what others get. */
  anyHolder(target: TargetId): Holder | null {
    const token = this.#tokens.get(target);
    if (token !== null) return { account: accountOfToken(target, token) };
    const slot = this.#usableSlot(target);
    return slot?.isUsable ? { account: slot.kept?.account ?? null } : null;
  }

  /** A token for one use, and its account. Never throws. */
  async take(target: TargetId): Promise<Taken> {
    const { only } = this.#options;
    if (only !== undefined && only !== target) return { kind: 'none' };
    const token = this.#tokens.get(target);
    if (token !== null) return { kind: 'token', token, account: accountOfToken(target, token) };
    return (await this.#usableSlot(target)?.take()) ?? { kind: 'none' };
  }

  /** Nothing renews this token, and by its own words it has not ended yet. */
  livesAlone(target: TargetId, token: string): boolean {
    if (this.#tokens.get(target) !== token && this.slotOf(target).canRenew) return false;
    const ends = claimsOf(token)?.['exp'];
    return typeof ends === 'number' && ends * 1000 > systemClock.nowMs();
  }

  /** The server said 401 to `token`. */
  reject(target: TargetId, token: string): void {
    if (this.#tokens.get(target) === token) {
      this.#tokens.reject(token);
      this.#options.onChange([target]);
    } else this.slotOf(target).reject(token);
  }

  /** A token pasted for Atlas is for Atlas alone. */
  #usableSlot(target: TargetId): CredentialSlot | null {
    const slot = this.slotOf(target);
    return this.isShared(target) && slot.kept?.method !== 'auth0' ? null : slot;
  }

  #slot(target: TargetId, service: SignInService): CredentialSlot {
    const { keep, onChange, onRenewed, onFault } = this.#options;
    const onSlotChange = () => onChange(target === 'atlas' ? ['atlas', 'trendy', 'foundry'] : [target]);
    const isHere = (kept: KeptCredential) => this.#isHere(target, kept);
    return new CredentialSlot({
      target,
      keep,
      service,
      isHere,
      nowMs: systemClock.nowMs,
      onChange: onSlotChange,
      onRenewed,
      onFault,
    });
  }

  #isHere(target: TargetId, { method, place, clientId }: KeptCredential): boolean {
    const { settings } = this.#options;
    if (method === 'auth0') {
      const auth0 = auth0Settings(settings);
      return place === auth0.origin && clientId === auth0.clientId;
    }
    const isThere = place === settings.get(baseUrlKey(target));
    return isThere && (method !== 'oauth' || clientId === settings.get('foundry.clientId'));
  }
}

/** Tokens entered for this run: in memory only, gone with the process. */
class MemoryTokens {
  readonly #tokens = new Map<TargetId, string>();
  readonly #rejected = new Set<string>();

  set(target: TargetId, token: string): void {
    if (token === '') this.#tokens.delete(target);
    else this.#tokens.set(target, token);
    this.#rejected.delete(token);
  }

  /** Null: none, or one that the server has refused. */
  get(target: TargetId): string | null {
    const token = this.#tokens.get(target);
    return token === undefined || this.#rejected.has(token) ? null : token;
  }

  /** There is one, and the server has refused it. */
  isRefused(target: TargetId): boolean {
    const token = this.#tokens.get(target);
    return token !== undefined && this.#rejected.has(token);
  }

  /** The server's response was 401: the user has to enter another one. */
  reject(token: string): void {
    this.#rejected.add(token);
  }
}
