import type { Receipt } from '../../shared/domain/receipt.ts';
import { CodedError } from '../../shared/errors.ts';
import { utcText } from '../../shared/time.ts';
import type { Writer } from '../db/open.ts';
import { exportedAt } from '../events/spans.ts';
import { decideAliases, listAliases } from './alias/decide-aliases.ts';
import { BatchWriter } from './batch-writer.ts';
import { checkFreeSpace } from './incoming.ts';
import { compareMe, sampleLikeness, storedPeriod, storeMe } from './person.ts';
import { decideRemovals } from './removal/decide-removals.ts';
import { alreadyImported, Cancelled, isNothingKept, outcomeOf, skippedMost } from './run-outcome.ts';
import type { RunProgress } from './run-progress.ts';
import { emptyReceipt, type RunRow, type RunStore } from './run-store.ts';
import type { ThreadLink } from './thread-link.ts';
import type { ArchiveFacts, HeadFacts, XmlSummary } from './thread-messages.ts';

export interface RunContext {
  readonly writer: Writer;
  readonly store: RunStore;
  readonly row: RunRow;
  readonly link: ThreadLink;
  readonly progress: RunProgress;
  /** Free bytes on the database's disk. */
  readonly freeBytes: () => Promise<number>;
  /** Unexpected errors, for the log. */
  readonly onFault: (error: unknown) => void;
  /** Asks the user whether the file is theirs; resolves with the answer, or when they cancel. */
  readonly askPerson: () => Promise<boolean>;
}

const saveEveryMs = 1000;

/** One import run from opening the file to its receipt. A failure is a receipt too. */
export class ImportRun {
  readonly #context: RunContext;
  readonly #startedMs: number;
  #isCancelled = false;
  #isAbandoned = false;
  #savedMs = 0;
  #receipt: Receipt;
  #fingerprint: string | null = null;
  #removed = { superseded: 0, gone: 0, returned: 0 };
  #batches: BatchWriter | null = null;

  constructor(context: RunContext) {
    this.#context = context;
    this.#startedMs = Date.now();
    this.#receipt = { ...emptyReceipt(context.row), state: 'running' };
  }

  /** The receipt of the run so far; it counts committed rows only. */
  get receipt(): Receipt {
    return this.#receipt;
  }

  get fingerprint(): string | null {
    return this.#fingerprint;
  }

  /** Takes effect after the current batch. */
  cancel(): void {
    this.#isCancelled = true;
    this.#context.link.interrupt(new Cancelled());
  }

  /** Like `cancel`, but the run stays open: the next start finds it interrupted, to be resumed. */
  abandon(): void {
    this.#isAbandoned = true;
    this.cancel();
  }

  /** Runs to the end; the receipt is then to be stored. False when abandoned: the row stays as it is. */
  async execute(): Promise<boolean> {
    const { store, row, onFault } = this.#context;
    try {
      store.setState(row.id, 'running');
      await this.#import();
    } catch (error) {
      if (this.#isAbandoned) {
        store.save(this.#withTypes());
        return false;
      }
      const outcome = outcomeOf(error, this.#receipt);
      if (outcome.code === 'internal') onFault(error);
      this.#receipt = { ...this.#receipt, ...outcome };
    }
    this.#finish();
    return true;
  }

  async #import(): Promise<void> {
    const { link, progress, row, store, writer } = this.#context;
    progress.phase('opening');
    link.post({ kind: 'open', path: row.path ?? '' });
    const { facts } = await link.expect('opened');
    this.#receipt = { ...this.#receipt, kind: facts.kind };
    this.#stopIfCancelled();
    const before = store.completedWith(facts.fingerprint);
    if (before) {
      this.#receipt = alreadyImported(before, this.#receipt);
      return;
    }
    checkFreeSpace(facts, databaseBytes(writer), await this.#context.freeBytes());
    link.post({ kind: 'readHead' });
    const { head } = await link.expect('head');
    const exportAt = head.exportAt === null ? null : exportedAt(head.exportAt, row.started_at);
    this.#receipt = { ...this.#receipt, exportAt, locale: head.locale };
    await this.#checkPerson(head);
    await this.#readAll(facts, head, exportAt ?? row.started_at);
  }

  async #checkPerson(head: HeadFacts): Promise<void> {
    const { writer, link, progress, row, store } = this.#context;
    const period = storedPeriod(writer);
    if (period === null || row.same_person === 1) return;
    let likeness = compareMe(writer, head.me);
    if (likeness === 'unknown') {
      progress.phase('checking_person');
      likeness = await sampleLikeness(writer, link, period);
    }
    this.#stopIfCancelled();
    if (likeness !== 'other') return;
    store.setState(row.id, 'waiting');
    progress.phase('waiting_for_person');
    const isTheirs = await this.#context.askPerson();
    this.#stopIfCancelled();
    if (!isTheirs) throw new CodedError('import.other_person');
    store.setState(row.id, 'running');
  }

  async #readAll(facts: ArchiveFacts, head: HeadFacts, exportAt: number): Promise<void> {
    const { link, progress, writer, row } = this.#context;
    const batches = new BatchWriter(writer, row.id, exportAt);
    this.#batches = batches;
    if (head.exportAt !== null && head.exportAt !== exportAt)
      batches.tally.problems.add('date.ahead', utcText(head.exportAt));
    progress.phase('reading', facts.totalBytes);
    const summary = await this.#readXml(batches);
    storeMe(writer, head.me, row.id);
    progress.phase('reading_files');
    await this.#readFiles(batches, facts);
    link.post({ kind: 'verify' });
    const { altered } = await link.expect('verified');
    for (const path of altered) {
      batches.tally.problems.add('entry.checksum', path);
      batches.forgetFile(path);
    }
    this.#noteCommitted(batches);
    if (summary.cut) {
      const { code, ...details } = summary.cut;
      throw new CodedError(code, details);
    }
    progress.phase('closing');
    const skipped = skippedMost([...summary.mostlySkipped, ...batches.mostlyFailed()]);
    if (skipped !== null && isNothingKept(this.#receipt)) throw skipped;
    for (const kind of summary.unreadKinds) batches.forgetSpans(kind);
    await decideAliases(writer, { run: row.id, exportAt }, batches.records, batches.presence, batches.syncs);
    batches.commitTypes();
    const { met, spans, firstNew } = batches.presence;
    const removed = await decideRemovals(writer, {
      run: row.id,
      exportAt,
      met,
      spans,
      firstNew,
      syncs: batches.syncs,
    });
    this.#removed = removed;
    this.#noteCommitted(batches);
    if (skipped !== null) throw skipped;
    this.#receipt = { ...this.#receipt, state: 'completed' };
    this.#fingerprint = facts.fingerprint;
  }

  async #readXml(batches: BatchWriter): Promise<XmlSummary> {
    const { link, progress } = this.#context;
    link.post({ kind: 'read', storedRoutes: batches.storedRoutes() });
    for (;;) {
      const message = await link.next();
      if (message.kind === 'batch') {
        batches.write(message, () => this.#saveNowAndThen(batches));
        link.post({ kind: 'credit', buffer: message.rows.buffer }, [message.rows.buffer]);
      } else if (message.kind !== 'xmlEnd') throw new CodedError('internal', { got: message.kind });
      this.#receipt = { ...this.#receipt, bytes: message.xmlBytes };
      if (message.kind === 'xmlEnd') batches.tally.finishXml(message.summary);
      this.#noteCommitted(batches);
      progress.read(message, this.#receipt.records, batches.workouts);
      if (message.kind === 'xmlEnd') {
        const { exportVersion, offsets } = message.summary;
        this.#receipt = { ...this.#receipt, exportVersion, offsetMinutes: mostUsed(offsets) };
        return message.summary;
      }
    }
  }

  async #readFiles(batches: BatchWriter, facts: ArchiveFacts): Promise<void> {
    const { link } = this.#context;
    batches.tally.electrocardiograms = facts.electrocardiograms.length;
    link.post({ kind: 'files', ...batches.wantedFiles(facts.electrocardiograms) });
    for (;;) {
      const message = await link.next();
      if (message.kind === 'end') return;
      if (
        message.kind === 'route' ||
        message.kind === 'ecg' ||
        message.kind === 'clinical' ||
        message.kind === 'fileProblem'
      ) {
        batches.writeFile(message);
        this.#noteCommitted(batches);
        link.post({ kind: 'credit', buffer: null });
      } else throw new CodedError('internal', { got: message.kind });
    }
  }

  #stopIfCancelled(): void {
    if (this.#isCancelled) throw new Cancelled();
  }

  /** Called inside a batch's transaction, so an interrupted run has a receipt that matches its rows. */
  #saveNowAndThen(batches: BatchWriter): void {
    const at = Date.now();
    if (at - this.#savedMs < saveEveryMs) return;
    this.#savedMs = at;
    this.#context.store.save({ ...this.#withTypes(), ...batches.counts() });
  }

  /** Counted once it is committed: a batch that the database refused is not in the receipt. */
  #noteCommitted(batches: BatchWriter): void {
    const { phoneSource } = batches.records;
    const deviceName = this.#receipt.deviceName ?? sourceName(this.#context.writer, phoneSource);
    const removed = {
      ...this.#removed,
      superseded: this.#removed.superseded + batches.syncs.superseded,
      returned: this.#removed.returned + batches.syncs.returned,
    };
    this.#receipt = { ...this.#receipt, ...batches.counts(), deviceName, removed };
  }

  /** There may be ten thousand types: they are put in order when the receipt is stored, not after each batch. */
  #withTypes(): Receipt {
    return this.#batches ? { ...this.#receipt, types: this.#batches.tally.types() } : this.#receipt;
  }

  #finish(): void {
    const { store, writer } = this.#context;
    const endedMs = Date.now();
    this.#receipt = this.#withTypes();
    const { runId, removed } = this.#receipt;
    // Of a file that is here already they are the earlier run's.
    const aliases = listAliases(writer, runId);
    this.#receipt = {
      ...this.#receipt,
      aliases,
      // A run that failed while deciding removed the rows that it had committed by then.
      removed: { ...removed, ...store.removedBy(runId) },
      endedAt: Math.floor(endedMs / 1000),
      seconds: (endedMs - this.#startedMs) / 1000,
      // Of the whole process: the import thread shares it. Node gives kilobytes.
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
  }
}

/** The printed offset: one in every real export (healthkit/README §1.6); the most used where there are more. */
function mostUsed(offsets: XmlSummary['offsets']): number | null {
  const [first] = [...offsets].sort((a, b) => b[1] - a[1]);
  return first?.[0] ?? null;
}

function sourceName(writer: Writer, id: number | null): string | null {
  if (id === null) return null;
  return writer.prepare<[number], string>('SELECT name FROM source WHERE id = ?').pluck().get(id) ?? null;
}

function databaseBytes(writer: Writer): number {
  const pragma = (name: string) => Number(writer.pragma(name, { simple: true }));
  return pragma('page_count') * pragma('page_size');
}
