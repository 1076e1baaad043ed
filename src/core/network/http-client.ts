import type { ErrorCode } from '../../shared/errors.ts';

/** Why the server's certificate was rejected: who issued it, its dates, the name in it. Nothing of the request has left. */
export const certificateCodes = ['sync.cert_untrusted', 'sync.cert_date', 'sync.cert_host'] as const;
export type CertificateCode = (typeof certificateCodes)[number];

/** Obstacles between us and the server that the user has to remove. Nothing of the request has left. */
export const wayCodes = [
  ...certificateCodes,
  'sync.proxy_unreachable',
  'sync.proxy_auth',
  'sync.proxy_scheme',
  'sync.proxy_refused',
] as const;
export type WayCode = (typeof wayCodes)[number];

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** An answer read whole (bounded). `json` is undefined where the body is none, whether or not its content type says so. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  readonly requestId: string | null;
}

/**
 * `hasLeft`: the request was sent at least in part, so the server may have acted on it. A redirect is never followed
 * (sync.redirected); an HTML page with status 200 is not the server's answer: callers get it as an answer and classify it.
 */
export type HttpOutcome =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | {
      readonly kind: 'failure';
      readonly code: Extract<
        ErrorCode,
        WayCode | 'sync.network' | 'sync.timeout' | 'sync.cut_short' | 'sync.redirected' | 'cancelled'
      >;
      readonly hasLeft: boolean;
    };

export interface HttpClient {
  send(request: HttpRequest): Promise<HttpOutcome>;
}
