// Express' body parsers as the proxy sets them up (atlas/README §3): 25 MiB of inflated bytes, JSON or a form, before authentication.
import { gunzipSync, inflateSync } from 'node:zlib';
import type { WireRequest } from '../http/loopback-server.ts';
import { internalError } from './envelope.ts';

const maxBytes = 25 * 1024 * 1024;

/** The parsed body; `{}` for any other content type. Throws the parser's refusals: 400 not JSON, 413 too large, 415 unknown encoding. */
export function parseBody(request: WireRequest): unknown {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (request.body.length === 0) return {};
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(inflated(request).toString('utf8')));
  if (type !== 'application/json') return {};
  const text = inflated(request).toString('utf8');
  // Strict mode: the first sign must open an object or an array.
  if (!/^\s*[[{]/.test(text)) throw internalError(400);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw internalError(400);
  }
}

function inflated(request: WireRequest): Buffer {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (request.body.length > maxBytes) throw internalError(413);
  if (encoding === 'identity') return request.body;
  const unpack = { gzip: gunzipSync, deflate: inflateSync }[encoding];
  if (unpack === undefined) throw internalError(415);
  try {
    return unpack(request.body, { maxOutputLength: maxBytes });
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw internalError(isTooLarge ? 413 : 400);
  }
}
