import { randomUUID } from 'node:crypto';
import type { HttpAnswer, HttpOutcome } from '../http-client.ts';
import type { TargetContext } from '../target.ts';
import { RequestPace } from './request-pace.ts';

/** A full batch took 15 s and more behind a slow Foundry, one chunk after another (atlas-proxy §8). */
const batchTimeoutMs = 180_000;
const testTimeoutMs = 20_000;
/** How long an answer may still take once we are asked to stop: cutting it would leave chunks uncertain. */
const graceMs = 2_000;

/** An outcome, and what the request that had it carried. */
export interface SignedOutcome {
  readonly outcome: HttpOutcome;
  readonly token: string;
  readonly correlationId: string;
}

interface ProxyRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Buffer;
}

/** Requests to the proxy: paced, counted, with a token that is renewed once when it is refused. */
export class AtlasRequests {
  readonly #context: TargetContext;
  readonly #pace: RequestPace;

  constructor(context: TargetContext) {
    this.#context = context;
    this.#pace = new RequestPace(context.destination().state);
  }

  nextAtMs(): number {
    return this.#pace.nextAtMs(this.#context.clock.nowMs());
  }

  holdFor(ms: number): void {
    this.#pace.holdUntil(this.#context.clock.nowMs() + ms);
    this.#context.saveState(this.#pace.state());
  }

  /** Status 401 at the end: refused with the token at hand and with a new one, or there is no new one. */
  async sendBatch(body: Buffer, token: string, signal: AbortSignal): Promise<SignedOutcome> {
    const late = afterGrace(signal);
    try {
      return await this.#signed(
        { method: 'POST', path: '/api/v1/healthkit/export/batch', body },
        token,
        late.signal,
      );
    } finally {
      late.end();
    }
  }

  async whoAmI(token: string, signal: AbortSignal): Promise<HttpOutcome> {
    return (await this.#signed({ method: 'GET', path: '/api/v1/debug/whoami' }, token, signal)).outcome;
  }

  /** Expired and wrong tokens get one and the same 401: renew once, send once more (atlas-proxy §2). */
  async #signed(request: ProxyRequest, token: string, signal: AbortSignal): Promise<SignedOutcome> {
    const first = await this.#once(request, token, signal);
    if (first.outcome.kind !== 'answer' || first.outcome.answer.status !== 401) return first;
    const { credentials } = this.#context;
    const isRenewed = await credentials.renew('atlas', token);
    const renewed = isRenewed ? await credentials.token('atlas') : null;
    return renewed === null ? first : this.#once(request, renewed, signal);
  }

  async #once(request: ProxyRequest, token: string, signal: AbortSignal): Promise<SignedOutcome> {
    const correlationId = randomUUID();
    const { clock, countRequest, destination, http, saveState } = this.#context;
    this.#pace.sent(clock.nowMs());
    saveState(this.#pace.state());
    countRequest();
    const outcome = await http.send({
      method: request.method,
      url: `${destination().baseUrl.replace(/\/+$/, '')}${request.path}`,
      headers: {
        Authorization: `Bearer ${token}`,
        'X-Correlation-Id': correlationId,
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: request.body === undefined ? testTimeoutMs : batchTimeoutMs,
      signal,
    });
    if (outcome.kind === 'answer' && outcome.answer.status !== 429) this.#noteLimits(outcome.answer);
    return { outcome, token, correlationId };
  }

  #noteLimits(answer: HttpAnswer): void {
    const { clock, saveState } = this.#context;
    this.#pace.answered(answer.headers, clock.nowMs());
    saveState(this.#pace.state());
  }
}

/** A signal that follows another one a little later. */
function afterGrace(signal: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => controller.abort(), graceMs);
  };
  signal.addEventListener('abort', begin, { once: true });
  if (signal.aborted) begin();
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', begin);
    },
  };
}
