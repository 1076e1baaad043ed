import { fileURLToPath } from 'node:url';

/** `src/core/db/open.ts:12`: a place in our own code, relative to the program's folder. */
export const ownPlace = /^(src|out|test)(\/[a-z0-9][\w.-]*)+\.(ts|tsx|js|cjs):\d{1,7}$/;

const framesKept = 8;
/** A longer line is text that only looks like a frame. */
const longestFrame = 1000;

/** The program's folder: of the checkout, or inside the package. */
const root = rootOf(fileURLToPath(import.meta.url));

/** Derived from this file's own path, in the source (src/core/log/) or in a build (out/main/). */
export function rootOf(here: string): string {
  const path = here.replaceAll('\\', '/');
  const end = Math.max(path.lastIndexOf('/src/core/log/'), path.lastIndexOf('/out/main/'));
  return path.slice(0, end + 1);
}

/**
 * The origin of an error, innermost first: our own files and lines, at most 8. Function names, columns, libraries, and files elsewhere on this
 * computer are left out.
 */
export function ownFrames(stack: string | undefined, from: string = root): string[] {
  if (stack === undefined || from === '') return [];
  const frames = stack.split('\n').filter((line) => line.length < longestFrame && /^ +at /.test(line));
  const places = frames.flatMap((line) => {
    const end = /:(\d{1,7}):\d{1,7}\)?$/.exec(line);
    const path = end && pathOf(line.slice(0, end.index));
    const place = path?.startsWith(from) ? `${path.slice(from.length)}:${end?.[1]}` : '';
    return ownPlace.test(place) && !place.includes('node_modules') ? [place] : [];
  });
  return places.slice(0, framesKept);
}

/** ` at name (file:///…` or ` at /…`, whichever begins the path; '' if neither does. */
function pathOf(frame: string): string {
  const start = /\(?(?:file:\/\/|\/|[A-Za-z]:[\\/])/.exec(frame);
  const location = start === null ? '' : frame.slice(start.index).replace('(', '');
  try {
    return (location.startsWith('file:') ? fileURLToPath(location) : location).replaceAll('\\', '/');
  } catch {
    return '';
  }
}
