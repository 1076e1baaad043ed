// Foundry's errors: JSON errorCode, errorName, errorInstanceId, parameters (foundry/README §4). Clients decide by errorName.
import { randomUUID } from 'node:crypto';
import type { WireReply } from '../http/loopback-server.ts';

export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'UNAUTHORIZED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'INTERNAL';

type Parameters = Readonly<Record<string, unknown>>;

/** A request that Foundry refuses. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: ErrorCode;
  readonly errorName: string;
  readonly parameters: Parameters;

  constructor(status: number, errorCode: ErrorCode, errorName: string, parameters: Parameters = {}) {
    super(errorName);
    this.status = status;
    this.errorCode = errorCode;
    this.errorName = errorName;
    this.parameters = parameters;
  }
}

export const invalid = (errorName: string, parameters: Parameters = {}) =>
  new ApiError(400, 'INVALID_ARGUMENT', errorName, parameters);

export const notFound = (errorName: string, parameters: Parameters = {}) =>
  new ApiError(404, 'NOT_FOUND', errorName, parameters);

export const denied = (errorName: string, parameters: Parameters = {}) =>
  new ApiError(403, 'PERMISSION_DENIED', errorName, parameters);

export function json(status: number, body: unknown): WireReply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The answer for anything thrown; what is no `ApiError` becomes Foundry's opaque 500. */
export function errorReply(error: unknown): WireReply {
  const known = error instanceof ApiError ? error : new ApiError(500, 'INTERNAL', 'Default:Internal');
  const { errorCode, errorName, parameters } = known;
  return json(known.status, { errorCode, errorName, errorInstanceId: randomUUID(), parameters });
}
