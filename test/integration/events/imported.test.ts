import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import type { StoredEvent } from '../../../src/core/events/derived-event.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import { type EventRecord, eventColumns, storedEvent } from '../../../src/core/events/event-store.ts';
import { generateExport } from '../../generator/generate.ts';
import { openImporter, temporaryDir } from '../../support/import-harness.ts';

let dir: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  dir = temporaryDir();
});
afterEach(() => dir.remove());

const span = { end: '2025-04-10', days: 40, density: 0.3, homeZone: 'Europe/Berlin' } as const;

/** Imports one file and derives; the profile is closed again. */
async function importAndDerive(
  profile: string,
  file: string,
): Promise<{ events: StoredEvent[]; told: number }> {
  const importer = await openImporter(join(dir.path, profile));
  await importer.importFile(join(dir.path, file), { isSamePerson: true });
  await importer.close();
  const writer = openWriter(importer.database);
  try {
    let told = 0;
    const deriver = new EventDeriver({
      writer,
      homeZone: () => 'Europe/Berlin',
      sourcePriority: () => [],
      onChange: () => {
        told++;
      },
      now: () => 1_750_000_000,
    });
    await deriver.run(new AbortController().signal);
    const rows = writer.prepare<[], EventRecord>(
      `SELECT ${eventColumns} FROM event ORDER BY category, start`,
    );
    return { events: rows.all().map(storedEvent), told };
  } finally {
    writer.close();
  }
}

/** Source ids and row ids follow the order of imports. */
const contentOf = ({ id: _, changedAt: __, breakdown: ___, ...event }: StoredEvent) => event;

describe('a generated history', () => {
  it('gives every category, and the same events from one export as from two that overlap', async () => {
    await generateExport({ ...span, zip: join(dir.path, 'first.zip') });
    await generateExport({
      ...span,
      extraDays: 7,
      pointers: 2,
      offsetMinutes: -300,
      zip: join(dir.path, 'second.zip'),
    });
    const first = await importAndDerive('twice', 'first.zip');
    const twice = await importAndDerive('twice', 'second.zip');
    const once = await importAndDerive('once', 'second.zip');
    expect(new Set(once.events.map(({ category }) => category))).toEqual(
      new Set(['workout', 'steps', 'sleep', 'active_energy', 'mindfulness', 'water']),
    );
    expect(once.events.filter(({ category }) => category === 'steps').length).toBeGreaterThan(40);
    expect(twice.events.map(contentOf)).toEqual(once.events.map(contentOf));
    // The week that was added and the last day of before, not the forty days again.
    expect(twice.told).toBeLessThan(first.told / 2);
    expect(twice.told).toBeGreaterThan(7);
  });
});
