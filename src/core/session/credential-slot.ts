import type { Account, SignInMethod } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import type { KeptCredential, KeptCredentials } from './bound-credentials.ts';
import type { Access, SignInService } from './sign-in-service.ts';

/** The result of requesting a token. none: nobody is signed in. away: someone is, but the refresh server did not respond. */
export type Taken =
  | { readonly kind: 'token'; readonly token: string; readonly account: Account | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'away'; readonly code: ErrorCode };

/** Why nobody is signed in. `wasSignedIn` false: an attempt that came to nothing. */
export interface EndedSignIn {
  readonly method: SignInMethod;
  readonly account: Account | null;
  readonly code: ErrorCode;
  readonly wasSignedIn: boolean;
}

export interface SlotOptions {
  readonly target: TargetId;
  readonly keep: KeptCredentials;
  readonly service: SignInService;
  /** Whether the stored sign-in still belongs to the current settings: a token never goes to another place. */
  readonly isHere: (kept: KeptCredential) => boolean;
  readonly nowMs: () => number;
  /** Someone signed in, or a sign-in ended. */
  readonly onChange: () => void;
  /** The same sign-in, a newer token. */
  readonly onRenewed: () => void;
  readonly onFault: (error: unknown) => void;
}

/** A token that ends within this time is renewed before it is used. */
const earlyMs = 60_000;

/**
 * One credential: the account, the current access token, and the refresh token. At most one refresh is in progress, however many
 * ask for a token; the next refresh token is stored before the new access token is given out. If the program dies after the
 * server has rotated and before that is kept, the next start sends the old one again: the server either still takes it
 * (Auth0's overlap, Supabase's 10 s of grace) or ends the sign-in. Nothing on our side can close that gap.
 */
export class CredentialSlot {
  readonly #options: SlotOptions;
  #kept: KeptCredential | null = null;
  #access: Access | null = null;
  #ended: EndedSignIn | null = null;
  #isStored = false;
  #renewing: Promise<Taken> | null = null;
  /** Counts sign-ins and sign-outs: a response that belongs to an earlier one is ignored. */
  #turn = 0;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** Loads the sign-in of an earlier run. A newer sign-in takes precedence. Errors: those of the keychain. */
  async restore(): Promise<void> {
    if (this.#kept) return;
    const turn = this.#turn;
    const kept = await this.#options.keep.read(this.#options.target);
    if (kept === null || turn !== this.#turn) return;
    this.#kept = kept;
    this.#isStored = true;
    this.#options.onChange();
  }

  /** Takes a new sign-in and forgets the former one. Resolves once it is kept. */
  async adopt(kept: KeptCredential, access: Access | null): Promise<void> {
    const { keep, target, service, onChange } = this.#options;
    this.#begin(kept, access);
    this.#isStored = kept.method === 'token' || service.canRenew(kept);
    const stored = (this.#isStored ? keep.write(target, kept) : keep.remove(target)).catch(unlessCoded);
    try {
      onChange();
    } finally {
      // Also where `onChange` throws: a refusal of the keychain is left to nobody else.
      await stored;
    }
  }

  /** Ends it here, at once; resolves when the keychain no longer has it. `code`: it ended without the user. Errors: account.keychain_not_cleared. */
  async forget(code: ErrorCode | null = null): Promise<void> {
    const { keep, target, onChange } = this.#options;
    const kept = this.#kept;
    this.#begin(null, null);
    if (kept && code !== null) this.#ended = endedBy(kept, code);
    try {
      onChange();
    } finally {
      // Also where `onChange` throws: otherwise the next start would be signed in again.
      await keep.remove(target);
    }
  }

  /** Why nobody is signed in, where no sign-in came about. */
  fail(method: SignInMethod, code: ErrorCode): void {
    if (this.kept) return;
    this.#ended = { method, account: null, code, wasSignedIn: false };
    this.#options.onChange();
  }

  /** A new attempt: the failure of an earlier one is no longer reported, so the same failure can be reported again. */
  begin(): void {
    if (this.#ended === null || this.#ended.wasSignedIn) return;
    this.#ended = null;
    this.#options.onChange();
  }

  /** A sign-in made this way exists, whatever the current settings are. */
  holds(method: SignInMethod): boolean {
    return this.#kept?.method === method;
  }

  /** The tokens to withdraw at the server, for after this slot has forgotten them. */
  withdrawal(): () => Promise<boolean> {
    const kept = this.#kept;
    const access = this.#access;
    if (kept === null || kept.method === 'token') return async () => false;
    return () => this.#options.service.revoke(kept, access);
  }

  get kept(): KeptCredential | null {
    return this.#kept && this.#options.isHere(this.#kept) ? this.#kept : null;
  }
  get access(): Access | null {
    return this.kept && this.#isFresh() ? this.#access : null;
  }
  get ended(): EndedSignIn | null {
    return this.#ended;
  }
  get isStored(): boolean {
    return this.#isStored;
  }
  get canRenew(): boolean {
    const { kept } = this;
    return kept !== null && kept.method !== 'token' && this.#options.service.canRenew(kept);
  }
  /** Someone is signed in, as far as is known without a request. */
  get isUsable(): boolean {
    return this.kept !== null && this.#ended === null && (this.canRenew || this.#mayBeUsed());
  }

  /** A token that is good for another minute, renewed first where needed. Never throws. */
  async take(): Promise<Taken> {
    const { kept } = this;
    if (kept === null || this.#ended) return { kind: 'none' };
    if (kept.method === 'token') return { kind: 'token', token: kept.secret, account: kept.account };
    if (this.#access && this.#isFresh())
      return { kind: 'token', token: this.#access.token, account: kept.account };
    if (!this.canRenew) {
      if (this.#access && this.#mayBeUsed())
        return { kind: 'token', token: this.#access.token, account: kept.account };
      await this.#end('account.ended');
      return { kind: 'none' };
    }
    this.#renewing ??= this.#renew(kept);
    return this.#renewing;
  }

  /** The server's response to `token` was 401, so it is no longer used. */
  reject(token: string): void {
    if (this.#access?.token === token) {
      this.#access = null;
      return;
    }
    const { kept } = this;
    if (kept?.method !== 'token' || kept.secret !== token || this.#ended) return;
    // It stays in the keychain: one 401 of a proxy on the way is no reason to lose the user's entry.
    this.#ended = endedBy(kept, 'account.ended');
    this.#options.onChange();
  }

  async #renew(kept: KeptCredential): Promise<Taken> {
    const turn = this.#turn;
    try {
      return await this.#renewOnce(kept, turn);
    } finally {
      if (turn === this.#turn) this.#renewing = null;
    }
  }

  async #renewOnce(kept: KeptCredential, turn: number): Promise<Taken> {
    const { service, keep, target, onChange, onRenewed } = this.#options;
    const renewal = await service.renew(kept);
    if (turn !== this.#turn) {
      // Signed out meanwhile: the new tokens are revoked as far as possible. After another sign-in they are left alone, because
      // Auth0 may withdraw that one, too, when it is the same person's.
      if (renewal.kind === 'renewed' && this.#kept === null)
        drop(
          service.revoke({ ...kept, secret: renewal.refresh ?? kept.secret }, renewal.access),
          'nobody is signed in who could see it',
          this.#options.onFault,
        );
      return { kind: 'none' };
    }
    if (renewal.kind === 'away') return renewal;
    if (renewal.kind === 'ended') {
      await this.#end(renewal.code);
      return { kind: 'none' };
    }
    const { access, refresh, account } = renewal;
    if (account && kept.account && account.id !== kept.account.id) {
      await this.#end('account.not_their_answer');
      return { kind: 'none' };
    }
    const next = { ...kept, secret: refresh ?? kept.secret, account: account ?? kept.account };
    this.#kept = next;
    this.#isStored = true;
    await keep.write(target, next);
    if (turn !== this.#turn) return { kind: 'none' };
    this.#access = access;
    // A first token may identify its account without a name.
    if (next.account?.id === kept.account?.id && next.account?.name === kept.account?.name) onRenewed();
    else onChange();
    return { kind: 'token', token: access.token, account: next.account };
  }

  #begin(kept: KeptCredential | null, access: Access | null): void {
    this.#turn++;
    this.#kept = kept;
    this.#access = access;
    this.#ended = null;
    this.#isStored = false;
    this.#renewing = null;
  }

  async #end(code: ErrorCode): Promise<void> {
    await this.forget(code).catch(unlessCoded);
  }

  /** Checked at use, so sleep counts. A short-lived token is not refreshed before three quarters of its life. */
  #isFresh(): boolean {
    const access = this.#access;
    if (!access) return false;
    if (access.untilMs === null) return true;
    const early = Math.min(earlyMs, (access.lifeMs ?? earlyMs * 4) / 4);
    return this.#options.nowMs() < access.untilMs - early;
  }

  #mayBeUsed(): boolean {
    if (this.#kept?.method === 'token') return true;
    const access = this.#access;
    return access !== null && (access.untilMs === null || this.#options.nowMs() < access.untilMs);
  }
}

function endedBy({ method, account }: KeptCredential, code: ErrorCode): EndedSignIn {
  return { method, account, code, wasSignedIn: true };
}

/** A keychain that could not be cleared says so in its own state, and is cleared when it opens; the server no longer accepts it. */
function unlessCoded(error: unknown): void {
  if (!(error instanceof CodedError)) throw error;
}
