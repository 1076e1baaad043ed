import { type KeptCredential, KeptCredentials } from '../../../../src/core/session/bound-credentials.ts';
import { CredentialSlot } from '../../../../src/core/session/credential-slot.ts';
import type { Renewal } from '../../../../src/core/session/sign-in-service.ts';
import { type MemorySecrets, memorySecrets } from '../../../support/memory-secrets.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** A server that rotates: it takes the newest refresh token, once, and gives tokens named after their number. */
export class FakeService {
  newest = 'refresh-0';
  renewals = 0;
  readonly revoked: string[] = [];
  /** In place of the next answers. */
  readonly next: Renewal[] = [];
  gate: PromiseWithResolvers<void> | null = null;
  isRenewable = true;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  canRenew = (): boolean => this.isRenewable;

  renew = async ({ secret }: KeptCredential): Promise<Renewal> => {
    this.renewals++;
    await this.gate?.promise;
    const planned = this.next.shift();
    if (planned) return planned;
    if (secret !== this.newest) return { kind: 'ended', code: 'account.revoked' };
    this.newest = `refresh-${this.renewals}`;
    const access = { token: `access-${this.renewals}`, untilMs: this.#nowMs() + hourMs, lifeMs: hourMs };
    return { kind: 'renewed', access, refresh: this.newest, account: { id: 'ada', name: 'Ada' } };
  };

  revoke = async ({ secret }: KeptCredential): Promise<boolean> => {
    this.revoked.push(secret);
    return true;
  };
}

export const keptByAda: KeptCredential = {
  method: 'auth0',
  secret: 'refresh-0',
  account: { id: 'ada', name: 'Ada' },
  place: 'https://tenant.example',
  clientId: 'client',
};

/** A slot on a clock of its own; `again` is the next run of the program over the same keychain. */
export function slotScene(secrets: MemorySecrets = memorySecrets()) {
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const service = new FakeService(() => clock.nowMs);
  let isHere = true;
  const changes: string[] = [];
  const faults: { onChange: Error | null } = { onChange: null };
  const open = () => {
    const opened = secrets.open();
    const keep = new KeptCredentials(() => opened, 'profile');
    return new CredentialSlot({
      target: 'atlas',
      keep,
      service,
      isHere: () => isHere,
      nowMs: () => clock.nowMs,
      onChange: () => {
        changes.push('changed');
        if (faults.onChange) throw faults.onChange;
      },
      onRenewed: () => void changes.push('renewed'),
      onFault: (error) => {
        throw error;
      },
    });
  };
  return {
    clock,
    service,
    secrets,
    changes,
    faults,
    slot: open(),
    again: open,
    move: (isBack: boolean) => {
      isHere = isBack;
    },
    stored: () => secrets.secret('profile:atlas'),
  };
}
