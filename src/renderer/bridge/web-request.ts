import type { Failure, Result } from '../../shared/errors.ts';
import { secretHeaderName } from '../../shared/page/headers.ts';

const failure = (
  code: Failure['code'],
  message: string,
  retryable: boolean,
): { ok: false; error: Failure } => ({
  ok: false,
  error: { code, message, retryable },
});

export const unreachable = () => failure('data.unavailable', 'host unreachable', true);
const refused = () => failure('request.refused', 'host refused', false);
export const cancelled = () => failure('cancelled', 'canceled by the user', false);

let secret = '';

/** The secret of this page (web-entry.ts); '' before the host let it in. */
export const pageSecret = () => secret;
export function keepSecret(given: string): void {
  secret = given;
}

/** Reads a host's answer. Anything but a Result in JSON means that the host is gone or refused us. */
export function resultOf<T>(status: number, body: string): Result<T> {
  try {
    const parsed = JSON.parse(body) as Result<T> | null;
    if (parsed !== null && typeof parsed === 'object' && typeof parsed.ok === 'boolean') return parsed;
  } catch {
    // Not our answer: the status below decides.
  }
  return status >= 400 && status < 500 ? refused() : unreachable();
}

/** Sends a request to the web host at a path relative to the page. Never throws. */
export async function askHost<T>(
  method: 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Result<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        [secretHeaderName]: secret,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      redirect: 'error',
    });
    return resultOf<T>(response.status, await response.text());
  } catch {
    return unreachable();
  }
}
