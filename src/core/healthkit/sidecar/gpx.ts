import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { release } from '../archive/entry.ts';
import { type DateStyle, gregorian } from '../date.ts';
import { XmlScanner } from '../xml/xml-scanner.ts';
import { RouteHandler } from './gpx-handler.ts';
import { boundedChunks } from './read-bounded.ts';

const largest = 512 * 1024 * 1024;

/** A workout's route. Column `c` of point `i` is `columns[routeColumns.<name> * pointCount + i]`. */
export interface Route {
  /** The track's name in the phone's language; null if it has none. */
  readonly name: string | null;
  readonly pointCount: number;
  /** The earliest and latest times of points, UTC seconds with fractions; null if no point has one. */
  readonly startAt: number | null;
  readonly endAt: number | null;
  /** Eight consecutive columns in the order of `routeColumns`; NaN for missing figures. */
  readonly columns: Float64Array;
  /** The number of points left out for lack of a location, plus unreadable figures. */
  readonly unreadable: number;
  /** The file is truncated or unreadable from some offset on; the points before it are kept. */
  readonly isCut: boolean;
}

/**
 * Reads a GPX file of `workout-routes/`: UTC times, attributes and extensions in any order, points of all segments in the file's order
 * (healthkit/README §1.6). Readable data is kept: a point without a location is left out, an unreadable figure is absent, and both are counted; of a
 * cut or damaged file, the points before the damage are kept. Error route.malformed if there are none: no XML, another root, an entity declaration;
 * also beyond 512 MiB or 500,000 points. `dates`: the format of the export's dates, in whose calendar times may be printed. `turn` is awaited before
 * each piece, so the reader can yield to others.
 */
export async function readRoute(
  entry: ArchiveEntry,
  dates: DateStyle = gregorian,
  turn?: () => Promise<void>,
): Promise<Route> {
  const handler = new RouteHandler(dates);
  const scanner = new XmlScanner(handler);
  handler.names = scanner.names;
  let failure: CodedError | null = null;
  try {
    for await (const chunk of boundedChunks(entry, largest, 'route.malformed')) {
      await turn?.();
      scanner.write(chunk);
      release(chunk);
    }
    // Reads the scanner's deferred markup and may fail like it.
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

/** Whether the file is damaged, as opposed to too large, malicious, or changed. */
function isOfFile({ code, details }: CodedError): boolean {
  const { reason } = details;
  if (code === 'route.malformed')
    return reason === 'import.truncated_archive' || reason === 'import.damaged_archive';
  return code === 'import.not_xml';
}
