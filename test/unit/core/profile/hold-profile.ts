// A process that owns a profile until it is killed: says `held`, or the code of why not.
import { openProfile } from '../../../../src/core/profile/open-profile.ts';
import { CodedError } from '../../../../src/shared/errors.ts';

try {
  openProfile(process.argv[2] ?? '');
  process.send?.('held');
  setInterval(() => {}, 1000);
} catch (error) {
  process.send?.(error instanceof CodedError ? error.code : 'unexpected', undefined, undefined, () =>
    process.exit(1),
  );
}
