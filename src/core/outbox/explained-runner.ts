import type { ErrorCode } from '../../shared/errors.ts';
import type { TargetRunner } from '../targets/target.ts';

/**
 * A runner without a token reports that nobody is signed in. This wrapper reports why there was no token: the sign-in server is out
 * of reach (a retry follows at `retryAtMs`), or the token belongs to another account. Nothing was sent either way.
 */
export function explainedRunner(
  runner: TargetRunner,
  takeLastError: () => ErrorCode | null,
  retryAtMs: () => number,
): TargetRunner {
  return {
    async step(signal) {
      takeLastError();
      const step = await runner.step(signal);
      if (step.kind !== 'pause' || step.code !== 'sync.signed_out') return step;
      const code = takeLastError();
      if (code === null) return step;
      return { kind: 'pause', code, untilMs: code === 'sync.wrong_account' ? null : retryAtMs() };
    },
    async test(signal) {
      takeLastError();
      const result = await runner.test(signal);
      const code = result.isOk || result.code !== 'sync.signed_out' ? null : takeLastError();
      return code === null ? result : { ...result, code };
    },
  };
}
