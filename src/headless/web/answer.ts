import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode, Failure, Result } from '../../shared/errors.ts';
import { refused } from '../../shared/failure.ts';
import { securityHeaders } from '../../shared/page/headers.ts';

/** Sends one complete answer with the headers that every answer carries. */
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

/** How long the rest of a refused body is read and thrown away, so that the sender gets to read the answer. */
const lingerMs = 2000;

/**
 * Turns a request away. The rest of its body is thrown away for 2 s, then the connection is cut: cut at once, the sender would see
 * a reset connection in place of the answer.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: ErrorCode,
  details?: Failure['details'],
): void {
  sendResult(response, refused(code, details), status);
  if (request.complete || request.destroyed) return;
  request.resume();
  const cut = setTimeout(() => request.socket.destroy(), lingerMs);
  cut.unref();
  request.once('close', () => clearTimeout(cut));
}
