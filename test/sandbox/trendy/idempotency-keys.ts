import type { WireReply } from '../http/loopback-server.ts';
import { inJsonbOrder } from './json-order.ts';

/** Kept answers by key, route template and user (trendy/README §1.16): only 2xx, 207 included; no look at the body. */
export class IdempotencyKeys {
  readonly #kept = new Map<string, { readonly status: number; readonly body: string }>();

  /** The kept answer, keys in jsonb's order, marked as replayed; null when there is none. */
  replay(key: string, route: string, userId: string): WireReply | null {
    const kept = this.#kept.get(scope(key, route, userId));
    if (!kept) return null;
    return {
      status: kept.status,
      headers: { 'X-Idempotency-Replayed': 'true', 'Content-Type': 'application/json' },
      body: kept.body,
    };
  }

  /** The first answer of a key stays: the column is unique and a second store only fails. */
  keep(key: string, route: string, userId: string, reply: WireReply): void {
    if (reply.status < 200 || reply.status >= 300) return;
    const id = scope(key, route, userId);
    if (this.#kept.has(id)) return;
    const body = JSON.stringify(inJsonbOrder(JSON.parse(reply.body.toString())));
    this.#kept.set(id, { status: reply.status, body });
  }

  get size(): number {
    return this.#kept.size;
  }

  /** What the clean-up job does (24 h); nothing schedules it (trendy/README §7). */
  clear(): void {
    this.#kept.clear();
  }
}

const scope = (key: string, route: string, userId: string) => JSON.stringify([key, route, userId]);
