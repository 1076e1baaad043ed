import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode, Failure, Result } from '../../shared/errors.ts';
import { refused } from '../../shared/failure.ts';
import { securityHeaders } from '../../shared/page/headers.ts';

/** Sends one complete response with the headers common to all responses. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  extra: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...extra,
  });
  response.end(body);
}

export function sendResult(
  response: ServerResponse,
  result: Result<unknown>,
  status = 200,
  extra: Readonly<Record<string, string>> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(result), extra);
}

/** Refuses a request. The rest of its body is discarded for a while, then the connection is closed (connections.ts). */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: ErrorCode,
  details?: Failure['details'],
): void {
  // A connection with an unread body can't be reused.
  sendResult(response, refused(code, details), status, request.complete ? {} : { connection: 'close' });
}
