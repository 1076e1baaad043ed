import { randomUUID } from 'node:crypto';
import type { HttpAnswer, HttpOutcome } from '../../network/http-client.ts';
import type { NoToken, TargetContext } from '../../outbox/target.ts';
import type { AtlasBatch } from './atlas-batch.ts';
import { RequestPace } from './request-pace.ts';

/** A full batch took 15 s and more behind a slow Foundry, one chunk after another (atlas/README §8). */
const batchTimeoutMs = 180_000;
const askTimeoutMs = 20_000;
/** How long a response may still take once we are asked to stop: cutting it would leave chunks uncertain. */
const graceMs = 2_000;

/** An outcome, and the contents of its request. */
export interface SignedOutcome {
  readonly outcome: HttpOutcome;
  readonly token: string;
  readonly correlationId: string;
  /** Why the request was not repeated with another token, after a 401; null where nothing was asked for one. */
  readonly noToken: NoToken | null;
}

interface ProxyRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Buffer;
}

/** Requests to the proxy: paced, counted, with a token that is renewed once when it is refused. */
export class AtlasRequests {
  readonly #context: TargetContext;

  constructor(context: TargetContext) {
    this.#context = context;
  }

  nextAtMs(): number {
    return this.#pace().nextAtMs(this.#context.clock.nowMs());
  }

  holdFor(ms: number): void {
    this.#keep((pace, nowMs) => pace.holdUntil(nowMs + ms));
  }

  /**
   * Status 401 at the end: refused with the current token and with a new one, or there is no new one. `mayLeave`: whether the consent
   * still allows it once the token is renewed; if not, it is a request that was never made.
   */
  async sendBatch(
    { route, body }: AtlasBatch,
    token: string,
    signal: AbortSignal,
    mayLeave: () => boolean,
  ): Promise<SignedOutcome> {
    const late = afterGrace(signal);
    try {
      return await this.#signed(
        { method: 'POST', path: `/api/v1/healthkit/${route}`, body },
        token,
        late.signal,
        mayLeave,
      );
    } finally {
      late.end();
    }
  }

  async whoAmI(token: string, signal: AbortSignal): Promise<HttpOutcome> {
    return (await this.#signed({ method: 'GET', path: '/api/v1/debug/whoami' }, token, signal)).outcome;
  }

  /** Whether the server is reachable at all: neither the token nor the limiters by user are involved (atlas/README §8). */
  health(signal: AbortSignal): Promise<HttpOutcome> {
    const { countRequest, http } = this.#context;
    countRequest();
    return http.send({ method: 'GET', url: this.#url('/health'), timeoutMs: askTimeoutMs, signal });
  }

  /** Expired and wrong tokens get one and the same 401: renew once, send once more (atlas/README §2). */
  async #signed(
    request: ProxyRequest,
    token: string,
    signal: AbortSignal,
    mayLeave = () => true,
  ): Promise<SignedOutcome> {
    const first = await this.#once(request, token, signal);
    if (first.outcome.kind !== 'answer' || first.outcome.answer.status !== 401) return first;
    const renewal = await this.#context.credentials.renew('atlas', token);
    if (!mayLeave()) return { ...first, outcome: { kind: 'failure', code: 'cancelled', hasLeft: false } };
    if (renewal.kind === 'renewed') return this.#once(request, renewal.token, signal);
    return renewal.kind === 'ended' ? { ...first, noToken: renewal.reason } : first;
  }

  async #once(request: ProxyRequest, token: string, signal: AbortSignal): Promise<SignedOutcome> {
    const correlationId = randomUUID();
    const { countRequest, http } = this.#context;
    this.#keep((pace, nowMs) => pace.sent(nowMs));
    countRequest();
    const outcome = await http.send({
      method: request.method,
      url: this.#url(request.path),
      headers: {
        Authorization: `Bearer ${token}`,
        'X-Correlation-Id': correlationId,
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: request.body === undefined ? askTimeoutMs : batchTimeoutMs,
      signal,
    });
    if (outcome.kind === 'answer' && outcome.answer.status !== 429) this.#noteLimits(outcome.answer);
    return { outcome, token, correlationId, noToken: null };
  }

  #noteLimits(answer: HttpAnswer): void {
    this.#keep((pace, nowMs) => pace.answered(answer.headers, nowMs));
  }

  /** As the destination's state has it: a connection test and the loop share one budget. */
  #pace(): RequestPace {
    return new RequestPace(this.#context.destination().state);
  }

  #keep(change: (pace: RequestPace, nowMs: number) => void): void {
    const pace = this.#pace();
    change(pace, this.#context.clock.nowMs());
    this.#context.saveState(pace.state());
  }

  #url(path: string): string {
    return `${this.#context.destination().baseUrl.replace(/\/+$/, '')}${path}`;
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
