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

const usualBytes = 1024 * 1024;
const maxWaitMs = 10_000;

export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 408 | 413 | 415 };

/**
 * Reads a JSON body of at most 1 MiB (or `maxBytes`) within 10 s. The content type must be JSON: another site's page can
 * send a form or plain text without a preflight. 415 wrong type, 413 too large, 408 too slow, 400 cut short or not JSON.
 */
export async function readJson(request: IncomingMessage, maxBytes = usualBytes): Promise<JsonBody> {
  const type = (request.headers['content-type'] ?? '').toLowerCase().replaceAll(' ', '');
  const isJson = type === 'application/json' || type === 'application/json;charset=utf-8';
  if (!isJson || request.headers['content-encoding'] !== undefined) return { ok: false, status: 415 };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { ok: false, status: 413 };

  const bytes = await collect(request, maxBytes);
  if (typeof bytes === 'number') return { ok: false, status: bytes };
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { ok: false, status: 400 };
  }
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer | 400 | 408 | 413> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const finish = (outcome: Buffer | 400 | 408 | 413) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
      request.on('error', () => {});
      resolve(outcome);
    };
    const onData = (part: Buffer) => {
      length += part.length;
      if (length > maxBytes) finish(413);
      else parts.push(part);
    };
    const onEnd = () => finish(Buffer.concat(parts));
    const onCut = () => finish(400);
    const timer = setTimeout(() => finish(408), maxWaitMs);
    request.on('data', onData).once('end', onEnd).once('close', onCut).once('error', onCut);
  });
}
