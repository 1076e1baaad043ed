import type { Writer } from '../../db/open.ts';
import { canonicalUnit } from '../../healthkit/units.ts';
import type { Problems } from '../reader/problems.ts';
import type { FilePresence } from '../removal/export-presence.ts';
import type { SyncIdentities } from '../removal/sync-identities.ts';
import type { NewEntries } from '../thread-messages.ts';
import type { ArrivalLog } from './arrival-log.ts';

/** The import thread's numbers for types, sources, origins and texts, and the database's ids for them. */
export class RunMaps {
  readonly types: number[] = [];
  readonly typeNames: string[] = [];
  /** By the thread's number; an alias is resolved to its source. */
  readonly sources: number[] = [];
  readonly origins: number[] = [];
  readonly originUnits: string[] = [];
  readonly originCanonicalUnits: string[] = [];
  readonly texts: string[] = [];
  /** Origins of an iPhone's own records: their source is the phone's name. */
  readonly phoneOrigins = new Set<number>();
  readonly #addType;
  readonly #findType;
  readonly #addSource;
  readonly #findSource;
  readonly #addOrigin;
  readonly #findOrigin;

  constructor(writer: Writer) {
    this.#addType = writer.prepare<[string]>(
      'INSERT INTO record_type (name) VALUES (?) ON CONFLICT DO NOTHING',
    );
    this.#findType = writer.prepare<[string], number>('SELECT id FROM record_type WHERE name = ?').pluck();
    this.#addSource = writer.prepare<[string, string]>(
      'INSERT INTO source (folded, name) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#findSource = writer
      .prepare<[string], number>(
        `SELECT coalesce(a.original, s.id) FROM source s
         LEFT JOIN source_alias a ON a.source = s.id AND a.is_forbidden = 0 WHERE s.folded = ?`,
      )
      .pluck();
    this.#addOrigin = writer.prepare<[string, string, string]>(
      'INSERT INTO origin (unit, source_version, device) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#findOrigin = writer
      .prepare<[string, string, string], number>(
        'SELECT id FROM origin WHERE unit = ? AND source_version = ? AND device = ?',
      )
      .pluck();
  }

  /** Inside the transaction of the batch that brought them. */
  add(entries: NewEntries): void {
    for (const name of entries.types) {
      this.#addType.run(name);
      this.types.push(this.#findType.get(name) ?? 0);
      this.typeNames.push(name);
    }
    for (const { folded, name } of entries.sources) {
      this.#addSource.run(folded, name);
      this.sources.push(this.#findSource.get(folded) ?? 0);
    }
    for (const { unit, sourceVersion, device } of entries.origins) {
      this.#addOrigin.run(unit, sourceVersion, device);
      this.origins.push(this.#findOrigin.get(unit, sourceVersion, device) ?? 0);
      if (device.includes('model:iPhone')) this.phoneOrigins.add(this.originUnits.length);
      this.originUnits.push(unit);
      this.originCanonicalUnits.push(canonicalUnit(unit));
    }
    this.texts.push(...entries.texts);
  }
}

/** The parts that the stores of one run share. `exportAt`: UTC seconds. */
export interface StoreParts {
  readonly writer: Writer;
  readonly maps: RunMaps;
  readonly arrivals: ArrivalLog;
  readonly presence: FilePresence;
  readonly syncs: SyncIdentities;
  readonly problems: Problems;
  readonly run: number;
  readonly exportAt: number;
}
