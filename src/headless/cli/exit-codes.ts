import type { ErrorCode } from '../../shared/errors.ts';

/** What scripts may rely on. `partial`: something was kept but not all of the file. */
export const exitCodes = { done: 0, refused: 2, partial: 3, inUse: 4, usage: 64 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(code: ErrorCode): ExitCode {
  return code === 'profile.in_use' ? exitCodes.inUse : exitCodes.refused;
}

/** Of several files the worst: one that was refused before one that was cut. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const order = [exitCodes.inUse, exitCodes.refused, exitCodes.partial];
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}
