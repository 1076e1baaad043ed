import { lookup } from '../../shared/lookup.ts';
import type { Writer } from '../db/open.ts';
import { FilePresence, type RemovableTable, removableTables } from './removal/export-presence.ts';
import { SyncIdentities } from './removal/sync-identities.ts';
import { layRowBatch, type RowBatch } from './row-batch.ts';
import { RunTally } from './run-tally.ts';
import { type BatchMessage, type FromThread, isMostlySkipped, type SkippedKind } from './thread-messages.ts';
import { ArrivalLog } from './writer/arrival-log.ts';
import { ItemStore } from './writer/item-store.ts';
import { RecordStore, type RecordTally } from './writer/record-store.ts';
import { RunMaps } from './writer/run-maps.ts';

type FileMessage = Extract<FromThread, { kind: 'route' | 'ecg' | 'clinical' | 'fileProblem' }>;

const tableOfElement: Readonly<Record<string, RemovableTable>> = lookup({
  Record: 'record',
  Workout: 'workout',
  Correlation: 'correlation',
  ClinicalRecord: 'clinical',
  Audiogram: 'document',
  VisionPrescription: 'document',
});

/** Writes the import thread's messages, each in one transaction: rows, arrivals, derived figures, touched days. */
export class BatchWriter {
  readonly tally = new RunTally();
  /** The rows that the file holds, to find those that it no longer holds. */
  readonly presence: FilePresence;
  /** Also counts the rows of this file, or stored ones, that a newer version took the place of. */
  readonly syncs: SyncIdentities;
  readonly #writer: Writer;
  readonly #maps: RunMaps;
  readonly #records: RecordStore;
  readonly #items: ItemStore;
  /** Record ids of correlations that are not closed yet, by ordinal. */
  readonly #members = new Map<number, number[]>();
  /** Files beside the XML that could not be read, by the element that they belong to. */
  readonly #failed = { Electrocardiogram: 0, WorkoutRoute: 0, ClinicalRecord: 0 };

  /** `exportAt` in UTC seconds decides which of two summaries or workouts is newer. */
  constructor(writer: Writer, run: number, exportAt: number) {
    this.#writer = writer;
    this.#maps = new RunMaps(writer);
    this.presence = new FilePresence(writer, exportAt);
    const arrivals = new ArrivalLog(writer, run);
    this.syncs = new SyncIdentities(writer, run, exportAt, arrivals);
    const { presence, syncs } = this;
    const { problems } = this.tally;
    const parts = { writer, maps: this.#maps, arrivals, presence, syncs, problems, run, exportAt };
    this.#records = new RecordStore(parts);
    this.#items = new ItemStore(parts, this.#records.derived);
  }

  get records(): RecordTally {
    return this.#records.tally;
  }

  get workouts(): number {
    return this.#items.workouts.added + this.#items.workouts.updated;
  }

  /** `alongside` is done in the same transaction. Errors: SQLite's, nothing of the batch kept. */
  write(message: BatchMessage, alongside: () => void): void {
    this.#writer.transaction(() => {
      this.#maps.add(message.entries);
      const rows = layRowBatch(message.rows.capacity, message.rows.buffer);
      rows.count = message.rows.count;
      const ids = this.#records.write(rows, message.metadata.split('\n'), message.beats);
      this.#noteMembers(rows, ids);
      for (const item of message.items) {
        this.#items.write(item, this.#members);
        if (item.kind === 'correlation') this.#members.delete(item.ordinal);
      }
      this.#dropClosed();
      this.syncs.flush();
      alongside();
    })();
    this.commitTypes();
  }

  /** If some of a kind could not be read, absence of the kind means nothing, now or for a later import. */
  forgetSpans(kind: string): void {
    const table = tableOfElement[kind];
    if (table !== undefined) this.presence.spans.forget(table, null);
    else {
      const type = this.#maps.types[this.#maps.typeNames.indexOf(kind)];
      if (type !== undefined) this.presence.spans.forget('record', type);
    }
  }

  /** The same of a file of the archive that could not be read, or is damaged. Routes and documents are no rows of their own. */
  forgetFile(path: string): void {
    if (/\.(gpx|json)$/i.test(path)) return;
    const tables = /\.csv$/i.test(path) ? (['ecg'] as const) : removableTables;
    for (const table of tables) this.presence.spans.forget(table, null);
  }

  commitTypes(): void {
    this.tally.commitTypes(this.#records.tally);
  }

  writeFile(message: FileMessage): void {
    let leftOut = 0;
    this.#writer.transaction(() => {
      if (message.kind === 'route') leftOut = this.#items.routes.writePoints(message);
      else if (message.kind === 'ecg') this.#items.writeEcg(message);
      else if (message.kind === 'clinical') leftOut = this.#items.writeResource(message.file, message.text);
      else {
        this.tally.problems.add(message.code, message.example);
        this.#failed[this.#kindOfFile(message.file)]++;
        this.forgetFile(message.file);
      }
    })();
    const { problems } = this.tally;
    problems.add('file.too_many', message.file, leftOut);
    if (message.kind === 'route') {
      problems.add('route.bad_points', message.file, message.unreadable);
      problems.add('route.cut', message.file, Number(message.isCut));
    } else if (message.kind === 'ecg') {
      problems.add('ecg.missing_samples', message.file, message.ecg.missing);
    }
  }

  /** Kinds of files beside the XML of which more could not be read than could, now or before; each file counts once. */
  mostlyFailed(): SkippedKind[] {
    const { Electrocardiogram, WorkoutRoute, ClinicalRecord } = this.#failed;
    return [
      { kind: 'Electrocardiogram', skipped: Electrocardiogram, read: this.tally.electrocardiograms },
      { kind: 'WorkoutRoute', skipped: WorkoutRoute, read: this.#items.routes.fileCount() },
      { kind: 'ClinicalRecord', skipped: ClinicalRecord, read: this.#items.clinicalFileCount() },
    ].filter(isMostlySkipped);
  }

  #kindOfFile(file: string): 'Electrocardiogram' | 'WorkoutRoute' | 'ClinicalRecord' {
    if (this.#items.routes.wants(file)) return 'WorkoutRoute';
    return this.#items.wantsClinical(file) ? 'ClinicalRecord' : 'Electrocardiogram';
  }

  /** Route files with stored points. */
  storedRoutes(): string[] {
    return this.#items.routes.storedFiles();
  }

  /** Files beside the XML with content that is not stored yet. */
  wantedFiles(electrocardiograms: readonly { readonly file: string; readonly size: number }[]) {
    return {
      routes: this.#items.routes.wantedFiles(),
      electrocardiograms: electrocardiograms
        .filter(({ file, size }) => !this.#items.knowsEcg(file, size))
        .map(({ file }) => file),
      clinical: this.#items.wantedClinical(),
    };
  }

  counts() {
    return this.tally.counts(this.#records.tally, this.#items);
  }

  /** Of correlations only the last can be open still; others that have no item were no correlations, and none will come. */
  #dropClosed(): void {
    const last = Math.max(...this.#members.keys());
    for (const ordinal of [...this.#members.keys()]) if (ordinal < last) this.#members.delete(ordinal);
  }

  #noteMembers(rows: RowBatch, ids: Float64Array): void {
    for (let row = 0; row < rows.count; row++) {
      const ordinal = rows.correlation[row] as number;
      if (ordinal === 0) continue;
      const members = this.#members.get(ordinal);
      if (members) members.push(ids[row] as number);
      else this.#members.set(ordinal, [ids[row] as number]);
    }
  }
}
