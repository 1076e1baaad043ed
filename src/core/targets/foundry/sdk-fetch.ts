import { CodedError } from '../../../shared/errors.ts';
import type { HttpClient, HttpOutcome } from '../../network/http-client.ts';

export interface FetchRules {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told of each answer or failure before the SDK sees it. */
  readonly seen: (outcome: HttpOutcome) => void;
}

/** The statuses after which the SDK would itself send again, after about 1, 2 and 4 s. */
const retriedBySdk: ReadonlySet<number> = new Set([429, 503]);

/**
 * The `fetch` for Palantir's SDK: our own client underneath, so redirects, sizes, timeouts and truncated responses follow
 * our rules. If the SDK would resend automatically, unseen, uncounted and deaf to `signal`, it gets an error in place of
 * the response: only the outbox decides about resending.
 */
export function makeSdkFetch(http: HttpClient, { timeoutMs, signal, seen }: FetchRules): typeof fetch {
  return async (input, init) => {
    const body = await bytesOf(init?.body);
    const outcome = await http.send({
      method: methodOf(init?.method),
      url: String(input),
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      signal,
    });
    seen(outcome);
    if (outcome.kind === 'failure') throw new CodedError(outcome.code);
    const { status, text } = outcome.answer;
    if (retriedBySdk.has(status)) throw new CodedError('sync.far_side_failing', { status });
    return new Response(status === 204 ? null : text, {
      status,
      headers: { 'Content-Type': outcome.answer.headers.get('content-type') ?? '' },
    });
  };
}

async function bytesOf(body: unknown): Promise<string | Uint8Array | undefined> {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  throw new TypeError('the SDK sends texts and blobs only');
}

function methodOf(method: string | undefined): 'GET' | 'POST' | 'PUT' | 'DELETE' {
  if (method === undefined || method === 'GET') return 'GET';
  if (method === 'POST' || method === 'PUT' || method === 'DELETE') return method;
  throw new TypeError(`no route of datasets is asked with ${method}`);
}
