import { CodedError, type ErrorCode, type Failure, type Result } from './errors.ts';

/** The same request may succeed when repeated: the cause is temporary and not in the request. */
const passingCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'data.unavailable',
  'disk.full',
  'import.changed_while_reading',
  'profile.in_use',
]);

/**
 * One failure as it crosses a boundary. `message` is the code: the sentence for users is in `error-texts.ts`.
 */
export function failureWith(code: ErrorCode, details: CodedError['details'] = {}): Failure {
  const failure = { code, message: code, retryable: passingCodes.has(code) };
  return Object.keys(details).length === 0 ? failure : { ...failure, details };
}

/**
 * A thrown value as a Failure. Anything but a CodedError becomes `internal`, and none of its text is
 * passed on: it could hold paths or health values (logs and answers are an allow-list).
 */
export function toFailure(error: unknown): Failure {
  return error instanceof CodedError ? failureWith(error.code, error.details) : failureWith('internal');
}

/** The value of an answer. Throws a refusal as its original CodedError. */
export function valueOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CodedError(result.error.code, result.error.details);
}

/** A refusal as the Result that every boundary answers with. */
export function refused(code: ErrorCode, details: CodedError['details'] = {}): Result<never> {
  return { ok: false, error: failureWith(code, details) };
}
