// A process that owns a profile until it is killed: says `held`, or the code of why not.
import { openProfile } from '../../../../src/core/profile/open-profile.ts';
import { CodedError } from '../../../../src/shared/errors.ts';

try {
  openProfile(process.argv[2] ?? '');
  process.send?.('held');
  // The line to whoever started it keeps it running.
  process.on('message', () => {});
} catch (error) {
  process.send?.(error instanceof CodedError ? error.code : 'unexpected', undefined, undefined, () =>
    process.exit(1),
  );
}
