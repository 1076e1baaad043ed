import { randomUUID } from 'node:crypto';
import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { AccountOverview, CallbackOutcome } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { DestinationRow, DestinationStore } from '../outbox/destination-store.ts';
import { systemClock } from '../outbox/target.ts';
import { baseUrlKey, type SettingKey, type SettingsStore } from '../profile/settings-store.ts';
import type { SecretStoreState } from '../secret-store/secret-store.ts';
import type { AccountBinding } from './account-binding.ts';
import { accountOverview } from './account-overview.ts';
import {
  Auth0Cache,
  type Auth0Exchange,
  auth0Settings,
  desktopRedirectUri,
  exchangeAuth0Code,
  readAuthorizeAddress,
} from './auth0-service.ts';
import type { Custodian } from './custodian.ts';
import { foundryAccount } from './foundry-service.ts';
import { FoundrySignIn } from './foundry-sign-in.ts';
import {
  type LoopbackDoor,
  loopbackRedirectUri,
  openLoopbackDoor,
  type TakeCallback,
} from './loopback-door.ts';
import { PendingSignIns, signInMs } from './pending-sign-ins.ts';
import { accountOfToken } from './token-claims.ts';
import { logInToTrendy } from './trendy-login.ts';

export interface AccountCallParts {
  readonly settings: SettingsStore;
  readonly destinations: DestinationStore;
  readonly custodian: Custodian;
  readonly binding: AccountBinding;
  readonly http: HttpClient;
  readonly keychain: {
    state(): Promise<SecretStoreState>;
    retry(): Promise<SecretStoreState>;
  };
  /** The pending events or samples of each destination. */
  readonly pending: (row: DestinationRow) => Promise<number>;
}

export interface AccountReports {
  /** The settings of sign-ins are others now. */
  configured(): void;
  callback(back: { readonly state: string; readonly url: string }): void;
  fault(error: unknown): void;
}

const { nowMs } = systemClock;

const settingOf = {
  auth0Domain: 'auth0.domain',
  auth0ClientId: 'auth0.clientId',
  auth0Audience: 'auth0.audience',
  auth0RedirectPort: 'auth0.redirectPort',
  trendySignIn: 'trendy.signIn',
  supabaseUrl: 'trendy.supabaseUrl',
  supabaseAnonKey: 'trendy.supabaseAnonKey',
  foundryClientId: 'foundry.clientId',
  foundryRedirectPort: 'foundry.redirectPort',
} as const satisfies Record<string, SettingKey>;

/** The calls `account.*`; errors as shared/contract/account.ts says. */
export class AccountCalls {
  readonly #parts: AccountCallParts;
  readonly #reports: AccountReports;
  readonly #cache = new Auth0Cache();
  readonly #pending: PendingSignIns;
  readonly #foundry: FoundrySignIn;
  /** Exchanged, and not yet found right by the page's auth0-spa-js. */
  #exchanged: { readonly grant: string; readonly exchange: Auth0Exchange } | null = null;
  #door: LoopbackDoor | null = null;
  #doorTimer: NodeJS.Timeout | undefined;

  constructor(parts: AccountCallParts, reports: AccountReports) {
    const { http, custodian } = parts;
    this.#parts = parts;
    this.#reports = reports;
    this.#pending = new PendingSignIns(nowMs);
    this.#foundry = new FoundrySignIn({
      http,
      nowMs,
      onSignedIn: (kept, access) => {
        this.#dropRunToken('foundry');
        return custodian.own('foundry').adopt(kept, access);
      },
      onFailed: (code) => custodian.own('foundry').fail('oauth', code),
      onFault: (error) => reports.fault(error),
    });
  }

  async read(): Promise<AccountOverview> {
    const { destinations, pending, keychain, custodian } = this.#parts;
    await custodian.ready();
    const facts = { keychain: await keychain.state(), pending, rows: destinations.all() };
    return accountOverview({ ...this.#parts, ...facts });
  }

  async retryKeychain(): Promise<null> {
    const { keychain, custodian } = this.#parts;
    const { kind } = await keychain.retry();
    // Slots with a newer sign-in keep it.
    if (kind === 'keychain') await custodian.restore();
    return null;
  }

  async configure(input: ParsedInput<'account.configure'>): Promise<null> {
    const { settings, destinations, custodian } = this.#parts;
    const before = auth0Settings(settings);
    const client = settings.get('foundry.clientId');
    destinations.inTransaction(() => {
      for (const [name, key] of Object.entries(settingOf)) {
        const value = input[name as keyof typeof settingOf];
        if (value !== undefined) settings.set(key, value);
      }
    });
    const after = auth0Settings(settings);
    const isOther = (['origin', 'clientId', 'audience'] as const).some((key) => before[key] !== after[key]);
    const ended: Promise<void>[] = [];
    if (isOther) {
      this.#clearAuth0();
      if (custodian.own('atlas').holds('auth0')) ended.push(custodian.own('atlas').forget());
    }
    if (client !== settings.get('foundry.clientId') && custodian.own('foundry').holds('oauth'))
      ended.push(custodian.own('foundry').forget());
    this.#reports.configured();
    await Promise.all(ended);
    return null;
  }

  beginSignIn({ url }: ParsedInput<'account.beginSignIn'>): CallOutput<'account.beginSignIn'> {
    const { state, redirectUri, nonce } = readAuthorizeAddress(url, auth0Settings(this.#parts.settings));
    return { state, expiresAtMs: this.#pending.begin(state, redirectUri, nonce) };
  }

  /**
   * Of the desktop host, before `beginSignIn`: opens the door that this address comes back to, until the browser is back, the user
   * gives up or five minutes are over. False: it comes back by our link. Errors: those of `beginSignIn`; account.port_taken.
   */
  async openSignInDoor(url: string, take: TakeCallback): Promise<boolean> {
    const { settings } = this.#parts;
    const { redirectUri } = readAuthorizeAddress(url, auth0Settings(settings));
    this.#closeDoor();
    if (redirectUri === desktopRedirectUri) return false;
    const port = settings.get('auth0.redirectPort');
    if (redirectUri !== loopbackRedirectUri(port)) throw new CodedError('request.invalid');
    this.#door = await openLoopbackDoor(port, (address) => {
      const outcome = take(address);
      if (outcome === 'accepted' || outcome === 'denied') this.#closeDoor();
      return outcome;
    });
    this.#doorTimer = setTimeout(() => this.#closeDoor(), signInMs).unref();
    return true;
  }

  cancelSignIn({ state }: ParsedInput<'account.cancelSignIn'>): null {
    this.#closeDoor();
    this.#pending.cancel(state);
    return null;
  }

  /** Of the host: a browser came back. The page that began hears of it, also of a refusal. */
  signInCallback(url: string): CallbackOutcome {
    const { outcome, state } = this.#pending.take(url);
    if (state !== null) this.#reports.callback({ state, url });
    return outcome;
  }

  async exchangeCode({
    code,
    codeVerifier,
  }: ParsedInput<'account.exchangeCode'>): Promise<CallOutput<'account.exchangeCode'>> {
    const { settings, http } = this.#parts;
    const at = auth0Settings(settings);
    const begun = this.#pending.redeem(code);
    if (begun === null || at.origin === '') throw new CodedError('account.link_unknown');
    const exchange = await exchangeAuth0Code(at, { begun, code, codeVerifier }, http, nowMs);
    const grant = randomUUID();
    this.#exchanged = { grant, exchange };
    const { idToken, scope, access } = exchange;
    return { idToken, grant, scope, expiresInS: Math.floor((access.lifeMs ?? 0) / 1000) };
  }

  cacheGet({ key }: ParsedInput<'account.cacheGet'>): CallOutput<'account.cacheGet'> {
    return { entry: this.#cache.get(key) };
  }

  async cacheSet({ key, entry }: ParsedInput<'account.cacheSet'>): Promise<null> {
    const grant = this.#cache.set(key, entry);
    if (grant !== null && grant === this.#exchanged?.grant) await this.#takeOver(this.#exchanged.exchange);
    return null;
  }

  cacheRemove({ key }: ParsedInput<'account.cacheRemove'>): null {
    this.#cache.remove(key);
    return null;
  }

  cacheKeys(): CallOutput<'account.cacheKeys'> {
    return { keys: this.#cache.keys() };
  }

  async signInTrendy(login: ParsedInput<'account.signInTrendy'>): Promise<null> {
    const { settings, custodian, http } = this.#parts;
    const baseUrl = settings.get('trendy.baseUrl');
    if (baseUrl === '') throw new CodedError('sync.needs_address');
    const { kept, access } = await logInToTrendy(http, baseUrl, login, nowMs);
    settings.set('trendy.signIn', 'login');
    this.#dropRunToken('trendy');
    await custodian.own('trendy').adopt(kept, access);
    return null;
  }

  async beginFoundry(): Promise<CallOutput<'account.beginFoundry'>> {
    const { settings, custodian } = this.#parts;
    custodian.own('foundry').begin();
    const place = { place: settings.get('foundry.baseUrl'), clientId: settings.get('foundry.clientId') };
    if (place.place === '') throw new CodedError('sync.needs_address');
    if (place.clientId === '') throw new CodedError('account.not_configured');
    return this.#foundry.begin(place, settings.get('foundry.redirectPort'));
  }

  cancelFoundry(): null {
    this.#foundry.cancel();
    return null;
  }

  async keepToken({ target, token }: ParsedInput<'account.keepToken'>): Promise<null> {
    const { settings, custodian, http } = this.#parts;
    const place = settings.get(baseUrlKey(target));
    const secret = token.trim();
    this.#dropRunToken(target);
    if (secret === '') {
      if (custodian.own(target).holds('token')) await custodian.own(target).forget();
      return null;
    }
    if (place === '') throw new CodedError('sync.needs_address');
    const isFoundry = target === 'foundry';
    const account = isFoundry ? await foundryAccount(http, place, secret) : accountOfToken(target, secret);
    await custodian.own(target).adopt({ method: 'token', secret, account, place, clientId: '' }, null);
    return null;
  }

  async signOut({ target }: ParsedInput<'account.signOut'>): Promise<CallOutput<'account.signOut'>> {
    const { custodian, destinations, pending } = this.#parts;
    await custodian.ready();
    const row = destinations.current(target);
    if (custodian.slotOf(target) === custodian.own('atlas')) this.#clearAuth0();
    const wasRevoked = await signOut(custodian, target);
    return { wasRevoked, pending: row ? await pending(row) : 0 };
  }

  close(): void {
    this.#closeDoor();
    this.#foundry.cancel();
  }

  #closeDoor(): void {
    clearTimeout(this.#doorTimer);
    this.#door?.close();
    this.#door = null;
  }

  /** auth0-spa-js found the ID token right: its account is signed in from now on. */
  async #takeOver({ kept, access }: Auth0Exchange): Promise<void> {
    this.#exchanged = null;
    const { origin, clientId } = auth0Settings(this.#parts.settings);
    // The settings now name another server.
    if (kept.place !== origin || kept.clientId !== clientId) throw new CodedError('account.link_unknown');
    this.#dropRunToken('atlas');
    await this.#parts.custodian.own('atlas').adopt(kept, access);
  }

  #clearAuth0(): void {
    this.#cache.clear();
    this.#exchanged = null;
  }

  /** Someone signed in: a token given earlier, for this run, must not take precedence. */
  #dropRunToken(target: TargetId): void {
    this.#parts.custodian.dropToken(target);
  }
}

/**
 * Ends the sign-in of a target: from now on no token comes out of it; then it is withdrawn at the server as far as possible and
 * removed from the keychain. Trendy by Auth0 ends the one sign-in that it shares with Atlas. True when the server said that
 * it is withdrawn. Errors: account.keychain_not_cleared.
 */
async function signOut(custodian: Custodian, target: TargetId): Promise<boolean> {
  custodian.dropToken(target);
  const slot = custodian.slotOf(target);
  const withdraw = slot.withdrawal();
  const forgotten = slot.forget();
  const [wasRevoked] = await Promise.all([withdraw(), forgotten]);
  return wasRevoked;
}
