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
}

/**
 * Reads a GPX file of `workout-routes/`: UTC times, attributes and extensions in any order, points of all segments in
 * the file's order (apple-health-export §1.6). A route is whole or not: error route.malformed for XML that is cut or
 * none, another root, a point without a place, numbers or times that are none, and more than 512 MiB.
 * `turn` is awaited before each piece, for a reader that gives way to others.
 */
export async function readRoute(entry: ArchiveEntry, turn?: () => Promise<void>): Promise<Route> {
  const handler = new RouteHandler();
  const scanner = new XmlScanner(handler);
  handler.names = scanner.names;
  try {
    for await (const chunk of boundedChunks(entry, largest, 'route.malformed')) {
      await turn?.();
      scanner.write(chunk);
      release(chunk);
    }
  } catch (error) {
    const isOfMarkup =
      error instanceof CodedError &&
      (error.code === 'import.not_xml' || error.code === 'import.entity_declaration');
    if (isOfMarkup) throw new CodedError('route.malformed', { reason: error.code }, { cause: error });
    throw error;
  }
  const summary = scanner.end();
  if (!summary.complete) throw new CodedError('route.malformed', { reason: 'cut' });
  if (summary.rootName === null || !/^(?:[^:]+:)?gpx$/.test(summary.rootName)) {
    throw new CodedError('route.malformed', { reason: 'not_gpx' });
  }
  return handler.route();
}
