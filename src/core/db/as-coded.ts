import { CodedError, type ErrorCode } from '../../shared/errors.ts';

/** Codes of SQLite and of the file system, by their beginning: `SQLITE_IOERR_WRITE` is a `SQLITE_IOERR`. */
const byPrefix: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_FULL', 'disk.full'],
  ['ENOSPC', 'disk.full'],
  ['EDQUOT', 'disk.full'],
  ['SQLITE_NOTADB', 'profile.damaged'],
  ['SQLITE_CORRUPT', 'profile.damaged'],
  ['SQLITE_BUSY', 'profile.in_use'],
  ['SQLITE_LOCKED', 'profile.in_use'],
  ['SQLITE_CANTOPEN', 'profile.unreadable'],
  ['SQLITE_READONLY', 'profile.unreadable'],
  ['SQLITE_PERM', 'profile.unreadable'],
  ['SQLITE_AUTH', 'profile.unreadable'],
  ['SQLITE_IOERR', 'profile.unreadable'],
  ['EACCES', 'profile.unreadable'],
  ['EPERM', 'profile.unreadable'],
  ['EROFS', 'profile.unreadable'],
  ['ENOTDIR', 'profile.unreadable'],
  ['EEXIST', 'profile.unreadable'],
  ['ENOENT', 'profile.unreadable'],
  ['EIO', 'profile.unreadable'],
  ['EISDIR', 'profile.unreadable'],
  // Held open by another program (Windows), or too many files are open: for a while.
  ['EBUSY', 'profile.unreadable'],
  ['EMFILE', 'profile.unreadable'],
  ['ENFILE', 'profile.unreadable'],
];

/**
 * What a failure of the database or of the profile's folder means to a person; CodedErrors pass as they are, anything
 * unknown is `internal`. The cause is kept for the log and never crosses a boundary.
 */
export function asCoded(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = byPrefix.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`));
  return new CodedError(known?.[1] ?? 'internal', {}, { cause: error });
}
