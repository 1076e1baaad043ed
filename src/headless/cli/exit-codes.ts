import type { ErrorCode } from '../../shared/errors.ts';

/** Scripts may rely on these codes. `partial`: something was kept but not all of the file. */
export const exitCodes = { done: 0, refused: 2, partial: 3, inUse: 4, usage: 64 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(code: ErrorCode): ExitCode {
  return code === 'profile.in_use' ? exitCodes.inUse : exitCodes.refused;
}

/** The worst code of several files: a refused file outranks one that was cut short. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const order = [exitCodes.inUse, exitCodes.refused, exitCodes.partial];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}
