import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Writer } from '../db/open.ts';
import { createNameTable } from '../healthkit/xml/name-index.ts';
import { XmlScanner } from '../healthkit/xml/xml-scanner.ts';
import { BatchWriter } from './batch-writer.ts';
import { BatchBuilder } from './reader/batch-builder.ts';
import { ExportReader } from './reader/export-reader.ts';
import type { Item } from './thread-messages.ts';

interface KeptRow {
  readonly hash: string;
  readonly xml: string;
  readonly run: number;
  /** UTC seconds. */
  readonly exportAt: number;
}

/** One may be as large as a workout. */
const rowsPerTurn = 20;

/**
 * Elements that an earlier version kept as XML, because it did not know them or could not read them, are read by this one: elements
 * that it knows are stored normally, under their original run, and no longer kept as XML. Once for each, as `kept_unread` says; cut
 * short, the next start continues. Returns how many were converted. Errors: SQLite's.
 */
export async function readKeptAgain(writer: Writer): Promise<number> {
  const next = writer.prepare<[], KeptRow>(
    `SELECT hash, xml, run, coalesce(export_at, started_at) AS exportAt
     FROM kept_unread JOIN kept_element USING (hash) JOIN import_run ON import_run.id = run
     WHERE run = (SELECT min(run) FROM kept_unread JOIN kept_element USING (hash)) LIMIT ${rowsPerTurn}`,
  );
  let brought = 0;
  for (let rows = next.all(); rows.length > 0; rows = next.all()) {
    const known = rows.filter(isKnownNow);
    writer.transaction(() => {
      bringOver(writer, known);
      const forget = writer.prepare<[string]>('DELETE FROM kept_unread WHERE hash = ?');
      for (const { hash } of rows) forget.run(hash);
    })();
    brought += known.length;
    await nextTurn();
  }
  return brought;
}

/** Whether nothing of an element would be kept as XML again. */
function isKnownNow({ xml }: KeptRow): boolean {
  const reading = new Reading();
  reading.add(xml);
  const { items, rows } = reading;
  return items + rows > 0 && !reading.hasKept;
}

function bringOver(writer: Writer, kept: readonly KeptRow[]): void {
  const [first] = kept;
  if (!first) return;
  const reading = new Reading();
  for (const { xml } of kept) reading.add(xml);
  const batches = new BatchWriter(writer, first.run, first.exportAt);
  const forget = writer.prepare<[string]>('DELETE FROM kept_element WHERE hash = ?');
  reading.writeTo(batches);
  for (const { hash } of kept) forget.run(hash);
}

/** A document of elements as the import thread reads it, here in one go. */
class Reading {
  readonly #builder = new BatchBuilder();
  readonly #reader: ExportReader;
  readonly #scanner: XmlScanner;

  constructor() {
    const names = createNameTable();
    this.#reader = new ExportReader(names, this.#builder, () => null);
    this.#scanner = new XmlScanner(this.#reader, names);
    this.#scanner.write(Buffer.from('<HealthData>'));
  }

  add(xml: string): void {
    this.#scanner.write(Buffer.from(xml));
    this.#builder.flush();
  }

  get rows(): number {
    return this.#builder.ready.reduce((sum, { rows }) => sum + rows.count, 0);
  }

  get items(): number {
    return this.#items.length;
  }

  get hasKept(): boolean {
    return this.#items.some(({ kind }) => kind === 'kept');
  }

  get #items(): Item[] {
    return this.#builder.ready.flatMap(({ items }) => items);
  }

  writeTo(batches: BatchWriter): void {
    for (const { rows, metadata, beats, items } of this.#builder.ready) {
      const { count, capacity, buffer } = rows;
      const message = {
        kind: 'batch',
        rows: { count, capacity, buffer },
        metadata: metadata.join('\n'),
        beats,
        items,
        entries: this.#reader.dictionaries.takeFresh(),
        readBytes: 0,
        xmlBytes: 0,
        reading: null,
      } as const;
      batches.write(message, () => {});
    }
  }
}
