import type { CallbackOutcome } from '../../shared/domain/account.ts';
import { drop } from '../../shared/drop.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { KeptCredential } from './bound-credentials.ts';
import { beginCeremony, type FoundryCeremony, finishCeremony } from './foundry-service.ts';
import { type LoopbackDoor, loopbackRedirectUri, openLoopbackDoor } from './loopback-door.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import type { Access } from './sign-in-service.ts';

export interface FoundrySignInOptions {
  readonly http: HttpClient;
  readonly nowMs: () => number;
  readonly onSignedIn: (kept: KeptCredential, access: Access) => Promise<void>;
  readonly onFailed: (code: ErrorCode) => void;
  readonly onFault: (error: unknown) => void;
}

/** Foundry's ceremony: one at a time, its door open until the browser is back, the user gives up or five minutes are over. */
export class FoundrySignIn {
  readonly #options: FoundrySignInOptions;
  readonly #pending: PendingSignIns;
  #ceremony: FoundryCeremony | null = null;
  #door: LoopbackDoor | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FoundrySignInOptions) {
    this.#options = options;
    this.#pending = new PendingSignIns(options.nowMs);
  }

  /** Error account.port_taken. */
  async begin(
    place: FoundryCeremony['place'],
    port: number,
  ): Promise<{ readonly url: string; readonly expiresAtMs: number }> {
    this.cancel();
    const redirectUri = loopbackRedirectUri(port);
    const ceremony = await beginCeremony(place, redirectUri, this.#options.http);
    this.cancel();
    const door = await openLoopbackDoor(port, (address) => this.#take(address));
    this.cancel();
    this.#ceremony = ceremony;
    this.#door = door;
    const expiresAtMs = this.#pending.begin(ceremony.state, redirectUri);
    this.#timer = setTimeout(() => this.cancel(), expiresAtMs - this.#options.nowMs()).unref();
    return { url: ceremony.url, expiresAtMs };
  }

  cancel(): void {
    clearTimeout(this.#timer);
    if (this.#ceremony) this.#pending.cancel(this.#ceremony.state);
    this.#ceremony = null;
    this.#door?.close();
    this.#door = null;
  }

  #take(address: string): CallbackOutcome {
    const ceremony = this.#ceremony;
    const { outcome, state } = this.#pending.take(address);
    if (!ceremony || state !== ceremony.state) return outcome;
    clearTimeout(this.#timer);
    const code = new URL(address).searchParams.get('code');
    if (outcome === 'denied' || code === null) {
      this.#closeDoor();
      this.#options.onFailed('account.denied');
    } else drop(this.#finish(ceremony, code), 'it tells how it ended', this.#options.onFault);
    return outcome;
  }

  async #finish(ceremony: FoundryCeremony, code: string): Promise<void> {
    const { http, nowMs, onSignedIn, onFailed } = this.#options;
    try {
      const { kept, access } = await finishCeremony(ceremony, code, http, nowMs);
      // Canceled while the code was exchanged: the result is ignored.
      if (this.#ceremony === ceremony) await onSignedIn(kept, access);
    } catch (error) {
      if (this.#ceremony === ceremony) onFailed(asCoded(error).code);
    } finally {
      if (this.#ceremony === ceremony) this.#closeDoor();
    }
  }

  /** The state stays known, so a repeat of the same link is distinguished from a foreign one while the listener closes. */
  #closeDoor(): void {
    this.#ceremony = null;
    this.#door?.close();
    this.#door = null;
  }
}
