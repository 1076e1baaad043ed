import { dirname, resolve, sep } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { ProfilePaths } from './profile-paths.ts';

/**
 * A copy renamed over the database or a file beside it would destroy the history that it was made from. Incoming uploads don't count. Error
 * request.invalid.
 */
export function refuseOwnFile(paths: ProfilePaths, path: string): void {
  const folder = dirname(resolve(path));
  const isUnder = (dir: string) => folder === dir || folder.startsWith(dir + sep);
  if (isUnder(paths.dir) && !isUnder(paths.incoming)) throw new CodedError('request.invalid', { at: 'path' });
}
