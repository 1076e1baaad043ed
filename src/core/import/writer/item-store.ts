import { isKnownCorrelation } from '../../../shared/domain/record-class.ts';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import { dayNumber } from '../../../shared/time.ts';
import type { ReadStatement, WriteStatement } from '../../db/open.ts';
import { parseNumber } from '../../healthkit/byte-values.ts';
import { type FilePresence, nextIdOf } from '../removal/export-presence.ts';
import { type Either, updateEither } from '../removal/removed-rows.ts';
import { SyncIdentities } from '../removal/sync-identities.ts';
import type {
  ClinicalItem,
  CorrelationItem,
  DocumentItem,
  FromThread,
  Item,
  KeptItem,
  SummaryItem,
} from '../thread-messages.ts';
import type { ArrivalLog } from './arrival-log.ts';
import type { DerivedFigures } from './derived.ts';
import { copiesOf, RouteStore } from './route-store.ts';
import type { RunMaps, StoreParts } from './run-maps.ts';
import { elementHash, isSameFigure, textHash } from './same-content.ts';
import { WorkoutStore } from './workout-store.ts';

/** Rows of one class that this run added, and those that it changed. */
export interface ItemTally {
  added: number;
  updated: number;
}

const jsonOrNull = (list: readonly unknown[]) => (list.length === 0 ? null : JSON.stringify(list));

/** Stores everything but records, by the keys in import/README, Identity. */
export class ItemStore {
  readonly routes: RouteStore;
  readonly workouts: WorkoutStore;
  readonly tallies: Record<
    'correlation' | 'activity_summary' | 'clinical' | 'audiogram' | 'vision' | 'ecg' | 'kept',
    ItemTally
  > = {
    correlation: { added: 0, updated: 0 },
    activity_summary: { added: 0, updated: 0 },
    clinical: { added: 0, updated: 0 },
    audiogram: { added: 0, updated: 0 },
    vision: { added: 0, updated: 0 },
    ecg: { added: 0, updated: 0 },
    kept: { added: 0, updated: 0 },
  };
  readonly #maps: RunMaps;
  readonly #arrivals: ArrivalLog;
  readonly #exportAt: number;
  readonly #run: number;
  readonly #presence: FilePresence;
  readonly #syncs: SyncIdentities;
  readonly #wantedClinical = new Map<string, Set<number>>();
  /** Files of clinical records that this export names and that are stored already. */
  readonly #knownClinical = new Set<string>();
  /** Clinical records that arrive in this run as they are at its end. */
  readonly #newClinical = new Set<number>();
  /** Days of which this file held a summary before: of two the last is the day's (BRO3886/healthsync has it so). */
  readonly #summaryDates = new Set<string>();
  readonly #findCorrelation: (...key: readonly unknown[]) => number | undefined;
  readonly #addCorrelation: WriteStatement<unknown[], number>;
  readonly #findSummary: ReadStatement<[string], { export_at: number; content: string; run: number }>;
  readonly #setSummary: WriteStatement<unknown[], unknown>;
  readonly #confirmSummary: WriteStatement<[number, string], unknown>;
  readonly #addClinical: WriteStatement<unknown[], number>;
  readonly #findClinical: ReadStatement<
    [string, string, string, string],
    { id: number; resource: string | null }
  >;
  readonly #setResource: Either<[string, string, number]>;
  readonly #findDocument: (...key: readonly unknown[]) => number | undefined;
  readonly #addDocument: WriteStatement<unknown[], number>;
  readonly #addKept: WriteStatement<unknown[], unknown>;
  readonly #knownEcg: ReadStatement<[string, number, string, number], { id: number; recordedAt: number }>;
  readonly #findEcg: (...key: readonly unknown[]) => number | undefined;
  readonly #ecgsAt: ReadStatement<[number, number], number>;
  readonly #setEcgSize: Either<[number, number]>;
  readonly #findShorterEcg: (...key: readonly unknown[]) => number | undefined;
  readonly #setSamples: Either<unknown[]>;
  readonly #nextEcg: () => number;
  readonly #nextClinical: () => number;
  readonly #addEcg: WriteStatement<unknown[], number>;

  constructor(parts: StoreParts, derived: DerivedFigures) {
    const { writer, maps, arrivals, presence, syncs, run, exportAt } = parts;
    this.#maps = maps;
    this.#arrivals = arrivals;
    this.#exportAt = exportAt;
    this.#run = run;
    this.#presence = presence;
    this.#syncs = syncs;
    this.routes = new RouteStore(writer, arrivals, run);
    this.workouts = new WorkoutStore(parts, derived, this.routes);
    const inserting = (sql: string) =>
      writer.prepare<unknown[], number>(`${sql} ON CONFLICT DO NOTHING RETURNING id`).pluck();
    // Rows that left the Health app are still known: this file may bring them back.
    const finding = (table: string, key: string) => {
      const find = writer
        .prepare<unknown[], number>(
          `SELECT id FROM ${table} WHERE ${key} UNION ALL SELECT id FROM removed_${table} WHERE ${key}`,
        )
        .pluck();
      return (...values: readonly unknown[]) => find.get(...values, ...values);
    };
    this.#findCorrelation = finding(
      'correlation',
      'type = ? AND start = ? AND "end" = ? AND source = ? AND members = ?',
    );
    this.#addCorrelation = inserting(
      `INSERT INTO correlation (type, start, "end", source, members, origin, created, metadata, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${run})`,
    );
    this.#findSummary = writer.prepare('SELECT export_at, content, run FROM activity_summary WHERE date = ?');
    this.#setSummary = writer.prepare(
      `INSERT INTO activity_summary VALUES (?, ?, ?, ${run}) ON CONFLICT DO UPDATE SET
       export_at = excluded.export_at, content = excluded.content, run = excluded.run`,
    );
    this.#confirmSummary = writer.prepare('UPDATE activity_summary SET export_at = ? WHERE date = ?');
    this.#addClinical = inserting(
      `INSERT INTO clinical (id, identifier, source_url, type, source_name, fhir_version, received_at, file, run)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${run})`,
    );
    this.#findClinical = writer.prepare(
      `SELECT id, resource FROM clinical WHERE identifier = ? AND source_url = ?
       UNION ALL SELECT id, resource FROM removed_clinical WHERE identifier = ? AND source_url = ?`,
    );
    this.#setResource = updateEither(writer, 'clinical', 'SET file = ?, resource = ? WHERE id = ?');
    this.#findDocument = finding('document', 'class = ? AND start = ? AND source = ? AND content_hash = ?');
    this.#addDocument = inserting(
      `INSERT INTO document (class, start, source, content_hash, content, run) VALUES (?, ?, ?, ?, ?, ${run})`,
    );
    this.#addKept = writer.prepare(
      `INSERT INTO kept_element VALUES (?, ?, ?, ?, ${run}) ON CONFLICT DO NOTHING`,
    );
    this.#knownEcg = writer.prepare(
      `SELECT id, recorded_at AS recordedAt FROM ecg WHERE file = ? AND size = ?
       UNION ALL SELECT id, recorded_at FROM removed_ecg WHERE file = ? AND size = ?`,
    );
    this.#findEcg = finding('ecg', 'recorded_at = ? AND sample_count = ?');
    this.#ecgsAt = writer
      .prepare<[number, number], number>(
        'SELECT id FROM ecg WHERE recorded_at = ? UNION ALL SELECT id FROM removed_ecg WHERE recorded_at = ?',
      )
      .pluck();
    this.#setEcgSize = updateEither(writer, 'ecg', 'SET size = ? WHERE id = ?');
    this.#findShorterEcg = finding('ecg', 'recorded_at = ? AND file = ? AND sample_count < ?');
    this.#setSamples = updateEither(
      writer,
      'ecg',
      `SET sample_count = ?, classification = ?, symptoms = ?, software_version = ?, device = ?, lead = ?,
       unit = ?, sample_rate = ?, samples = ?, size = ?, run = ${run} WHERE id = ?`,
    );
    this.#addEcg = inserting(
      `INSERT INTO ecg (id, recorded_at, sample_count, classification, symptoms, software_version, device, lead, unit, sample_rate, samples, file, size, run)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${run})`,
    );
    this.#nextEcg = () => nextIdOf(writer, 'ecg');
    this.#nextClinical = () => nextIdOf(writer, 'clinical');
  }

  /** `members`: record ids of a correlation's records, by its ordinal. */
  write(item: Item, members: ReadonlyMap<number, readonly number[]>): void {
    if (item.kind === 'workout') this.workouts.write(item);
    else if (item.kind === 'correlation') this.#writeCorrelation(item, members.get(item.ordinal) ?? []);
    else if (item.kind === 'summary') this.#writeSummary(item);
    else if (item.kind === 'clinical') this.#writeClinical(item);
    else if (item.kind === 'document') this.#writeDocument(item);
    else this.#writeKept(item);
  }

  #arrive(arrivalClass: ArrivalClass & keyof ItemStore['tallies'], id: number | undefined): void {
    if (id === undefined) return;
    this.tallies[arrivalClass].added++;
    this.#arrivals.append(arrivalClass, id, 1);
  }

  #writeCorrelation(item: CorrelationItem, members: readonly number[]): void {
    const { types, sources, origins } = this.#maps;
    const ids = JSON.stringify([...new Set(members)].sort((a, b) => a - b));
    const [kind, source] = [types[item.type] as number, sources[item.source] as number];
    const key = [kind, item.start, item.end, source, ids] as const;
    const known = this.#findCorrelation(...key);
    const added =
      known === undefined
        ? this.#addCorrelation.get(...key, origins[item.origin], item.created, jsonOrNull(item.metadata))
        : undefined;
    if (isKnownCorrelation(this.#maps.typeNames[item.type] as string)) this.#arrive('correlation', added);
    else if (added !== undefined) this.tallies.correlation.added++;
    const id = known ?? added;
    if (id === undefined) return;
    this.#presence.note('correlation', id, { kind, source, start: item.start, end: item.end });
    const metadata = JSON.stringify(item.metadata);
    if (SyncIdentities.mayStandIn(metadata)) this.#syncs.note('correlation', id, kind, source, metadata);
    else if (added !== undefined) this.#syncs.keepMembers(members);
  }

  /** The newest ExportDate wins; the day being exported is still growing. */
  #writeSummary(item: SummaryItem): void {
    const stored = this.#findSummary.get(item.date);
    const isAgain = this.#summaryDates.has(item.date);
    this.#summaryDates.add(item.date);
    if (stored !== undefined && this.#exportAt < stored.export_at) return;
    if (stored !== undefined && this.#exportAt === stored.export_at && !isAgain && !isGuess(item, stored))
      return;
    const isChanged =
      stored !== undefined &&
      !isSameSummary(JSON.parse(stored.content) as SummaryItem['content'], item.content);
    if (stored && !isChanged) {
      // The same said later: exports between the two are outdated.
      this.#confirmSummary.run(this.#exportAt, item.date);
      return;
    }
    this.#setSummary.run(item.date, this.#exportAt, JSON.stringify(item.content));
    // Items that this run added or changed earlier have arrived already.
    if (stored?.run === this.#run) return;
    if (isChanged) this.tallies.activity_summary.updated++;
    else this.tallies.activity_summary.added++;
    this.#arrivals.appendAgain('activity_summary', [dayNumber(item.date)]);
  }

  #writeClinical(item: ClinicalItem): void {
    const { identifier, sourceUrl, type, sourceName, fhirVersion, receivedAt, file } = item;
    const isKnown = this.#findClinical.get(identifier, sourceUrl, identifier, sourceUrl) !== undefined;
    const about = [type, sourceName, fhirVersion, receivedAt, file];
    const id = isKnown
      ? undefined
      : this.#addClinical.get(this.#nextClinical(), identifier, sourceUrl, ...about);
    this.#arrive('clinical', id);
    if (id !== undefined) this.#newClinical.add(id);
    const stored = this.#findClinical.get(identifier, sourceUrl, identifier, sourceUrl);
    const at = { kind: type, source: sourceName, start: receivedAt, end: receivedAt };
    if (stored) this.#presence.note('clinical', stored.id, at);
    if (file !== null && typeof stored?.resource === 'string') this.#knownClinical.add(file);
    if (file === null || stored?.resource !== null) return;
    const wanting = this.#wantedClinical.get(file);
    if (wanting) wanting.add(stored.id);
    else this.#wantedClinical.set(file, new Set([stored.id]));
  }

  wantedClinical(): string[] {
    return [...this.#wantedClinical.keys()];
  }

  wantsClinical(file: string): boolean {
    return this.#wantedClinical.has(file);
  }

  /** Files of clinical records that this export names, whether they were stored before or are wanted. */
  clinicalFileCount(): number {
    return this.#knownClinical.size + this.#wantedClinical.size;
  }

  /** Returns how many of the records that name the file were left without it. */
  writeResource(file: string, text: string): number {
    const wanting = [...(this.#wantedClinical.get(file) ?? [])];
    const some = wanting.slice(0, copiesOf(text.length));
    for (const id of some) {
      const where = this.#setResource.run(file, text, id);
      // A removed one arrives if it comes back.
      if (this.#newClinical.has(id) || where === 'removed') continue;
      // Stored by an earlier run without its document: it may have been sent so.
      this.tallies.clinical.updated++;
      this.#arrivals.appendAgain('clinical', [id]);
    }
    return wanting.length - some.length;
  }

  #writeDocument(item: DocumentItem): void {
    const source = this.#maps.sources[item.source] as number;
    const key = [item.class, item.start, source, textHash(item.content)];
    const known = this.#findDocument(...key);
    const added = known === undefined ? this.#addDocument.get(...key, item.content) : undefined;
    this.#arrive(item.class, added);
    const id = known ?? added;
    if (id === undefined) return;
    this.#presence.note('document', id, { kind: item.class, source, start: item.start, end: item.start });
  }

  #writeKept(item: KeptItem): void {
    const { changes } = this.#addKept.run(elementHash(item.xml), item.name, item.reason, item.xml);
    this.tallies.kept.added += changes;
  }

  knowsEcg(file: string, size: number): boolean {
    const known = this.#knownEcg.get(file, size, file, size);
    if (known === undefined) return false;
    this.#noteEcg(known.id, known.recordedAt);
    return true;
  }

  writeEcg({ file, size, ecg }: Extract<FromThread, { kind: 'ecg' }>): void {
    const samples = Buffer.from(ecg.samples);
    const { recordedAt, sampleCount, sampleRateHz } = ecg;
    const { classification, symptoms, softwareVersion, device, lead, unit } = ecg;
    const texts = [classification, symptoms, softwareVersion, device, lead, unit].map((text) => text || null);
    const content = [sampleCount, ...texts, sampleRateHz, samples];
    const known = this.#findEcg(recordedAt, sampleCount);
    const shorter = known === undefined ? this.#findShorterEcg(recordedAt, file, sampleCount) : undefined;
    if (known !== undefined) this.#setEcgSize.run(size, known);
    else if (shorter !== undefined) {
      // The same file, of which an earlier version of this program could not read every sample.
      if (this.#setSamples.run(...content, size, shorter) === 'counting') {
        this.tallies.ecg.updated++;
        this.#arrivals.appendAgain('ecg', [shorter]);
      }
    }
    const added =
      known === undefined && shorter === undefined
        ? this.#addEcg.get(this.#nextEcg(), recordedAt, ...content, file, size)
        : undefined;
    this.#arrive('ecg', added);
    // One recording: where this file is damaged and has fewer samples, a stored one that has more is not gone.
    for (const id of this.#ecgsAt.all(recordedAt, recordedAt)) this.#noteEcg(id, recordedAt);
  }

  #noteEcg(id: number, at: number): void {
    this.#presence.note('ecg', id, { kind: 0, source: 0, start: at, end: at });
  }
}

/** Whether a stored day has as kilocalories the number that the same export prints without a unit, as earlier versions read it. */
function isGuess({ content }: SummaryItem, stored: { readonly content: string }): boolean {
  const [energy, before] = [
    content['activeEnergyBurned'],
    JSON.parse(stored.content) as SummaryItem['content'],
  ];
  if (typeof energy !== 'string' || content['activeEnergyBurnedUnit'] !== '') return false;
  return parseNumber(energy) === before['activeEnergyBurned'];
}

function isSameSummary(a: SummaryItem['content'], b: SummaryItem['content']): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => {
    const [one, other] = [a[name], b[name]];
    return typeof one === 'number' && typeof other === 'number' ? isSameFigure(one, other) : one === other;
  });
}
