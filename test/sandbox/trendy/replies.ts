import type { WireReply } from '../http/loopback-server.ts';
import { goJson } from './database-error.ts';
import type { JsonObject } from './rows.ts';

const json = { 'Content-Type': 'application/json; charset=utf-8' };

export const jsonReply = (status: number, body: unknown, headers: WireReply['headers'] = {}): WireReply => ({
  status,
  headers: { ...json, ...headers },
  body: goJson(body),
});

/** The plain shape of most handlers (trendy/README §1.4 b). */
export const plainError = (status: number, error: string): WireReply => jsonReply(status, { error });

export const noContent: WireReply = { status: 204, headers: json, body: '' };

/** On every answer of the backend; a handler may set its own `Cache-Control` (trendy/README §1.15). */
export const securityHeaders: WireReply['headers'] = {
  'Cache-Control': 'no-store, no-cache, must-revalidate, proxy-revalidate',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Permissions-Policy': 'geolocation=(), microphone=(), camera=()',
};

/** gin's answer for a path that it knows without the slash at its end. */
export const withoutSlash = (path: string, query: string): WireReply => ({
  status: 301,
  headers: { Location: `${path.replace(/\/+$/, '')}${query === '' ? '' : `?${query}`}` },
  body: '',
});

/** gin's answer for a path it does not know. */
export const unknownRoute: WireReply = {
  status: 404,
  headers: { 'Content-Type': 'text/plain' },
  body: '404 page not found',
};

/** A recovered panic: 500 and nothing else. */
export const panicReply: WireReply = { status: 500, headers: {}, body: '' };

/**
 * The limiter's answer: plain, and a limit header that carries the character with code 300, as bytes of UTF-8 (trendy/README §1.3). The
 * auth limiter's would be a line feed, which Go writes as a blank.
 */
export const tooManyRequests = (limit: number): WireReply => ({
  ...plainError(429, 'rate limit exceeded'),
  headers: {
    ...json,
    'Retry-After': '60',
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Limit': Buffer.from(String.fromCodePoint(limit).replace(/[\r\n]/, ' ')).toString('latin1'),
  },
});

export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

type ProblemName =
  | 'validation'
  | 'bad_request'
  | 'invalid_uuid'
  | 'future_timestamp'
  | 'unauthorized'
  | 'conflict'
  | 'internal';

const problems: Readonly<Record<ProblemName, readonly [status: number, title: string, forPerson: string]>> = {
  validation: [400, 'Validation Error', 'Please check your input and try again'],
  bad_request: [400, 'Bad Request', 'Invalid JSON format'],
  invalid_uuid: [400, 'Invalid UUID Format', 'Invalid identifier format'],
  future_timestamp: [400, 'Future Timestamp Not Allowed', 'The timestamp is too far in the future'],
  unauthorized: [401, 'Authentication Required', 'Please sign in to continue'],
  conflict: [409, 'Resource Conflict', 'This action conflicts with existing data'],
  internal: [500, 'Internal Server Error', 'Something went wrong. Please try again later.'],
};

/** A problem document (trendy/README §1.4 a). */
export function problem(
  name: ProblemName,
  requestId: string,
  detail: string,
  more: JsonObject & { readonly errors?: readonly FieldError[] } = {},
): WireReply {
  const [status, title, userMessage] = problems[name];
  const document = {
    type: `urn:trendy:error:${name}`,
    title,
    status,
    detail,
    request_id: requestId,
    user_message: userMessage,
    ...more,
  };
  return { ...jsonReply(status, document), headers: { 'Content-Type': 'application/problem+json' } };
}

export const unauthorized = (requestId: string): WireReply =>
  problem('unauthorized', requestId, 'Authentication is required to access this resource', {
    action: 'authenticate',
  });

/** Details stay hidden from the client. */
export const internalProblem = (requestId: string): WireReply =>
  problem('internal', requestId, 'An unexpected error occurred');
