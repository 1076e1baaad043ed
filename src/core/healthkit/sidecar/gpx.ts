import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { release } from '../archive/release.ts';
import { XmlScanner } from '../xml/xml-scanner.ts';
import { RouteHandler } from './gpx-handler.ts';
import { boundedChunks } from './read-bounded.ts';

const largest = 512 * 1024 * 1024;

/** A workout's route. Column `c` of point `i` is `columns[routeColumns.<name> * pointCount + i]`. */
export interface Route {
  /** What the track is called, in the phone's words; null where it has no name. */
  readonly name: string | null;
  readonly pointCount: number;
  /** The earliest and the latest time of a point, UTC seconds with fractions; null where no point has one. */
  readonly startAt: number | null;
  readonly endAt: number | null;
  /** Eight columns one after the other, in the order of `routeColumns`; NaN where a point says nothing. */
  readonly columns: Float64Array;
  /** Points that were left out because they have no place, and figures of points that could not be read. */
  readonly unreadable: number;
  /** The file ends too early, or cannot be read from some place on: these are the points before. */
  readonly isCut: boolean;
}

/**
 * Reads a GPX file of `workout-routes/`: UTC times, attributes and extensions in any order, points of all segments in
 * the file's order (healthkit/README §1.6). What can be read is kept: a point without a place is left out, a figure that
 * is none is absent, both counted; of a file that is cut or damaged the points before. Error route.malformed where there
 * is none of those: no XML, another root, an entity declaration; and for more than 512 MiB or 500,000 points.
 * `turn` is awaited before each piece, for a reader that gives way to others.
 */
export async function readRoute(entry: ArchiveEntry, turn?: () => Promise<void>): Promise<Route> {
  const handler = new RouteHandler();
  const scanner = new XmlScanner(handler);
  handler.names = scanner.names;
  let failure: CodedError | null = null;
  try {
    for await (const chunk of boundedChunks(entry, largest, 'route.malformed')) {
      await turn?.();
      scanner.write(chunk);
      release(chunk);
    }
    // Reads what the scanner had put off, and may fail as it does.
    scanner.end();
  } catch (error) {
    if (!(error instanceof CodedError) || !isOfFile(error)) throw asMalformed(error);
    failure = error;
  }
  const { complete, rootName } = scanner.end();
  const isGpx = rootName !== null && /^(?:[^:]+:)?gpx$/.test(rootName);
  const isCut = failure !== null || !complete;
  const route = handler.route(isCut);
  if (isGpx && (!isCut || route.pointCount > 0)) return route;
  throw new CodedError(
    'route.malformed',
    { reason: failure?.code ?? (isCut ? 'cut' : 'not_gpx') },
    { cause: failure },
  );
}

function asMalformed(error: unknown): unknown {
  if (!(error instanceof CodedError) || error.code !== 'import.entity_declaration') return error;
  return new CodedError('route.malformed', { reason: error.code }, { cause: error });
}

/** Whether the file is damaged, as against too large, meant to harm, or not the one that it was. */
function isOfFile({ code, details }: CodedError): boolean {
  const { reason } = details;
  if (code === 'route.malformed')
    return reason === 'import.truncated_archive' || reason === 'import.damaged_archive';
  return code === 'import.not_xml';
}
