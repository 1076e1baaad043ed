import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';

/** The page's announcement before it sends bytes. `path` is `folder/sub/name` for the files of a folder, otherwise a bare name. */
export const announcementSchema = z.strictObject({
  name: z.string().min(1).max(255),
  files: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(2000),
        size: z
          .int()
          .min(0)
          .max(2 ** 50),
      }),
    )
    .min(1)
    .max(20_000),
});
export type Announcement = z.infer<typeof announcementSchema>;

export interface PlannedFile {
  /** Path inside the upload's own folder, in safe segments. */
  readonly segments: readonly string[];
  readonly size: number;
}

export interface UploadPlan {
  readonly files: readonly PlannedFile[];
  readonly totalBytes: number;
  /** The path to offer for import: the one file, or the top folder. */
  readonly offered: readonly string[];
}

const maxDepth = 16;
const maxSegmentBytes = 200;

/**
 * Decides where each announced file goes. A single bare name is a file; everything else is one folder, named by the common
 * top of its paths or by the announced name. Throws request.invalid for a path that climbs, is absolute, or occurs twice.
 */
export function planUpload(announcement: Announcement): UploadPlan {
  const paths = announcement.files.map((file) => safeSegments(file.path));
  const top = paths[0]?.[0] ?? '';
  const isLoneFile = paths.length === 1 && paths[0]?.length === 1;
  const hasCommonTop = paths.every((segments) => segments.length > 1 && segments[0] === top);
  const folder = isLoneFile || hasCommonTop ? [] : safeSegments(announcement.name).slice(-1);
  const files = announcement.files.map((file, index) => ({
    segments: [...folder, ...(paths[index] ?? [])],
    size: file.size,
  }));
  refuseCollisions(files);
  return {
    files,
    totalBytes: files.reduce((sum, file) => sum + file.size, 0),
    offered: [folder[0] ?? top],
  };
}

/** Path segments safe for any file system. Throws request.invalid if the path isn't plainly relative. */
function safeSegments(path: string): string[] {
  const segments = path.split('/');
  const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!isPlain || segments.length > maxDepth || path.includes('\\') || path.includes('\0')) {
    throw new CodedError('request.invalid', { at: 'files.path' });
  }
  return segments.map(safeSegment);
}

/** Replaces characters that Windows forbids and endings that it drops with `_`, so a name means the same everywhere. */
function safeSegment(segment: string): string {
  const safe = segment.replace(/[\p{Cc}\p{Cs}<>:"|?*]/gu, '_').replace(/[. ]$/, '_');
  if (Buffer.byteLength(safe) > maxSegmentBytes)
    throw new CodedError('request.invalid', { at: 'files.path' });
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(safe) ? `_${safe}` : safe;
}

/** Refuses two announced paths that a case-folding or normalizing file system takes for one, or a file that is another's folder. */
function refuseCollisions(files: readonly PlannedFile[]): void {
  const fold = (segments: readonly string[]) => segments.join('/').normalize('NFC').toLowerCase();
  const names = new Set<string>();
  for (const file of files) {
    const name = fold(file.segments);
    if (names.has(name)) throw new CodedError('request.invalid', { at: 'files.path' });
    names.add(name);
  }
  for (const file of files) {
    for (let depth = 1; depth < file.segments.length; depth += 1) {
      if (names.has(fold(file.segments.slice(0, depth))))
        throw new CodedError('request.invalid', { at: 'files.path' });
    }
  }
}
