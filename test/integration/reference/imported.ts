import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openReader } from '../../../src/core/db/open.ts';
import type { DataHandlers } from '../../../src/data/program.ts';
import type { EventDetail } from '../../../src/shared/domain/event.ts';
import type { EventCategory } from '../../../src/shared/domain/event-category.ts';
import type { RecordDetail, RecordRow, WorkoutDetail } from '../../../src/shared/domain/history.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const cases = join(import.meta.dirname, '../../fixtures/cases');

/** What the product says after some files were imported: read through the calls of its pages, but for `rows`. */
export interface Imported {
  readonly receipts: readonly Receipt[];
  readonly handlers: DataHandlers;
  /** Oldest first. */
  readonly events: readonly EventDetail[];
  readonly records: readonly RecordRow[];
  readonly workouts: readonly WorkoutDetail[];
  record(id: number): RecordDetail;
  /** For what no page shows. */
  rows(sql: string): unknown[][];
  /** When all is derived under what was changed since. */
  derived(): Promise<void>;
  /** One more file, or one once more. */
  import(file: string): Promise<Receipt>;
  close(): Promise<void>;
}

/** The files of a case, in the order in which they are imported. */
export function filesOfCase(name: string): string[] {
  return readdirSync(join(cases, name))
    .sort()
    .map((file) => join(cases, name, file));
}

/** Imports files into a fresh profile with a home zone, derives, and reads everything. The person confirms that the files are theirs. */
export async function importAll(files: readonly string[], homeZone: string): Promise<Imported> {
  const importer = await openImporter(join(scratchDir(), 'profile'), readHere);
  const { handlers, sync } = importer.program;
  await handlers['settings.setHomeZone']({ homeZone });
  const receipts: Receipt[] = [];
  for (const file of files) receipts.push(await importer.importFile(file, { isSamePerson: true }));
  await sync.service.whenDerived();
  const events = await everyRow((cursor) => handlers['history.eventsPage']({ limit: 500, ...cursor }));
  const workouts = await everyRow((cursor) => handlers['history.workoutsPage']({ limit: 500, ...cursor }));
  const details = await Promise.all(
    events.reverse().map(async ({ id }) => handlers['history.event']({ id })),
  );
  return {
    receipts,
    handlers,
    events: details,
    records: await everyRow((cursor) =>
      handlers['history.recordsPage']({ limit: 500, order: 'oldest', ...cursor }),
    ),
    workouts: await Promise.all(
      workouts.reverse().map(async ({ id }) => handlers['history.workout']({ id })),
    ),
    record: (id) => handlers['history.record']({ id }) as RecordDetail,
    rows(sql) {
      const reader = openReader(importer.database);
      try {
        return reader.prepare<[], unknown[]>(sql).raw().all();
      } finally {
        reader.close();
      }
    },
    derived: () => sync.service.whenDerived(),
    import: (file) => importer.importFile(file, { isSamePerson: true }),
    close: importer.close,
  };
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

async function everyRow<T>(read: (cursor: { cursor?: string }) => Page<T> | Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> = await read(cursor === '' ? {} : { cursor });
    all.push(...page.rows);
    cursor = page.next;
  }
  return all;
}

/** The figure of an event that Trendy gets under a name (trendy/README §3.2). */
export function property(event: EventDetail, name: string): unknown {
  return event.properties[name]?.value;
}

/** [day, figure as it is sent] of each event of a category that is sent. */
export function figures(imported: Imported, category: EventCategory, name: string): [string, unknown][] {
  const local = new Set(imported.rows('SELECT id FROM event WHERE is_local = 1').flat());
  return imported.events
    .filter((event) => event.category === category && !local.has(event.id))
    .map((event) => [event.day, property(event, name)]);
}

/** [day, our own figure] of each event of a category: what History shows. */
export function ownFigures(imported: Imported, category: EventCategory, name: string): [string, unknown][] {
  return imported.events
    .filter((event) => event.category === category)
    .map((event) => [event.day, event.figure ?? property(event, name)]);
}
