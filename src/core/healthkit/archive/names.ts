import { getFileNameLowLevel } from 'yauzl';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text if they are valid UTF-8, else null. */
function asUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** The character of each cp437 byte, from yauzl's table. */
const cp437 = Array.from({ length: 256 }, (_, byte) => getFileNameLowLevel(0, Buffer.from([byte]), [], true));
const cp437Bytes = new Map(cp437.map((character, byte) => [character, byte]));

/**
 * A name as stored in a zip: UTF-8 if the bytes are valid UTF-8, because the phone doesn't set the flag (healthkit/README §1.2), else cp437.
 * Backslashes, which some Windows programs write, become slashes.
 */
export function decodeName(raw: Buffer): string {
  const text = asUtf8(raw) ?? getFileNameLowLevel(0, raw, [], true);
  return text.replaceAll('\\', '/').normalize('NFC');
}

/** Names that no honest export contains: `..`, an absolute path, a drive letter, NUL. */
export function isUnsafeName(name: string): boolean {
  return (
    name.includes('\0') || name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..')
  );
}

/** Removes empty parts and `.`. */
export function tidyPath(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Files that Finder adds when someone compresses the folder again (healthkit/README §1.2). */
export function isFinderDebris(path: string): boolean {
  return path.split('/').some((part) => part === '__MACOSX' || part === '.DS_Store' || part.startsWith('._'));
}

/** Repairs UTF-8 that a program read as cp437 or latin-1 (`σ»╝σç║.xml` is `导出.xml`); null for other names. For lookup only: paths never change. */
export function repairMojibake(name: string): string | null {
  if (!/[^\0-\x7f]/.test(name)) return null;
  const characters = [...name];
  for (const byteOf of [
    (character: string) => cp437Bytes.get(character) ?? -1,
    (character: string) => ((character.codePointAt(0) ?? 0) < 256 ? (character.codePointAt(0) ?? 0) : -1),
  ]) {
    const bytes = characters.map(byteOf);
    if (bytes.includes(-1)) continue;
    const text = asUtf8(Uint8Array.from(bytes));
    if (text !== null) return text.normalize('NFC');
  }
  return null;
}

/** Maximum length of an entry's path; the phone's paths have about sixty characters. */
export const longestPath = 1024;

/**
 * A path for lookup only, equal for all spellings of a name by the phone, zip programs, and file systems: any Unicode form (macOS decomposes), any
 * case, any kind of space (iOS 17 puts U+202F before AM and PM), and `_` for characters that Windows forbids in names, as unpacking programs do.
 * Names longer than any of the phone's stay unchanged.
 */
export function foldPath(path: string): string {
  if (path.length > longestPath) return path;
  return path
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s/g, ' ')
    .replace(/[:*?"<>|]/g, '_');
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything before the last part, without the slash; '' at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
