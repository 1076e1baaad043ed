import type { Archive, ArchiveEntry } from '../../healthkit/archive/archive.ts';
import type { DateStyle } from '../../healthkit/date.ts';
import { type Route, readRoute } from '../../healthkit/sidecar/gpx.ts';
import type { Credits } from './credits.ts';

/** Points held until their workout is known, 64 bytes each: further routes are read when they are needed. */
const maxBytes = 16 * 1024 * 1024;

/**
 * Reads routes while the XML waits for the database: workouts are at the end of an export, and without this every route
 * would be read after everything else. One that fails is skipped; it is read again, and its failure reported, when it is needed.
 */
export class RoutePrefetch {
  readonly #archive: Archive;
  readonly #credits: Credits;
  readonly #dates: DateStyle;
  readonly #stored: ReadonlySet<string>;
  readonly #routes = new Map<string, Route>();
  #bytes = 0;
  #isEnding = false;
  readonly #work: Promise<void>;

  /** `stored`: paths of the routes with points in the database, as the XML refers to them. */
  constructor(archive: Archive, stored: readonly string[], credits: Credits, dates: DateStyle) {
    this.#archive = archive;
    this.#dates = dates;
    this.#credits = credits;
    this.#stored = new Set(stored.map((file) => file.replace(/^\//, '')));
    this.#work = this.#run();
  }

  /** Ends after the current route, which is then read without waiting. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#credits.stopYielding();
    await this.#work;
  }

  /** The route of this entry, once; null when it was not read. */
  take(entry: ArchiveEntry): Route | null {
    const route = this.#routes.get(entry.path) ?? null;
    this.#routes.delete(entry.path);
    return route;
  }

  async #run(): Promise<void> {
    const entries = this.#archive.entries.filter(({ path }) => /^workout-routes\/[^/]+\.gpx$/i.test(path));
    for (const entry of entries) {
      if (this.#stored.has(entry.path)) continue;
      await this.#credits.whenWaitedFor();
      if (this.#isEnding || this.#credits.isStopped || this.#bytes >= maxBytes) return;
      try {
        const route = await readRoute(entry, this.#dates, () => this.#credits.whenWaitedFor());
        this.#bytes += route.columns.byteLength;
        this.#routes.set(entry.path, route);
      } catch {
        // Reported when it is needed.
      }
    }
  }
}
