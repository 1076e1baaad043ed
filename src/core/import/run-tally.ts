import { type ElementCounts, noElements } from '../../shared/domain/element-counts.ts';
import type { Receipt, RecordCounts } from '../../shared/domain/receipt.ts';
import { Problems } from './reader/problems.ts';
import type { XmlSummary } from './thread-messages.ts';
import type { ItemStore } from './writer/item-store.ts';
import type { FoldedClass, RecordTally } from './writer/record-store.ts';

type ReceiptCounts = Pick<Receipt, 'records' | 'others' | 'elements' | 'oldestAt' | 'newestAt' | 'problems'>;

/** Counts of one run, from the rows that the thread read and the results of the stores. */
export class RunTally {
  readonly problems = new Problems();
  #summary: XmlSummary | null = null;
  electrocardiograms = 0;
  /** Records added by type, as far as they are committed. */
  readonly #added = new Map<string, number>();

  finishXml(summary: XmlSummary): void {
    this.#summary = summary;
    this.problems.addAll(summary.problems);
  }

  /** Adopts the types of a committed batch. */
  commitTypes({ addedByType, changedTypes }: RecordTally): void {
    for (const type of changedTypes) this.#added.set(type, addedByType.get(type) ?? 0);
    changedTypes.clear();
  }

  /** Every type of the file. Before the document's end those of which records were added. */
  types(): Receipt['types'] {
    return Object.entries(this.#summary?.types ?? Object.fromEntries(this.#added))
      .map(([type, read]) => ({ type, read, added: this.#added.get(type) ?? 0 }))
      .sort((a, b) => b.read - a.read || (a.type < b.type ? -1 : 1));
  }

  /** Cheap: asked for after every batch. */
  records({ added, known, repeated }: RecordTally): RecordCounts {
    const skipped = this.#summary?.skipped ?? 0;
    return { read: added + known + repeated + skipped, added, known, repeated, skipped };
  }

  /** The rest, requested after every batch and file. Before the document's end `read` is the number stored or found so far. */
  counts(records: RecordTally, items: ItemStore): ReceiptCounts {
    const counts = this.records(records);
    const oldestAt = Math.min(records.oldestAt, items.workouts.oldestAt);
    const newestAt = Math.max(records.newestAt, items.workouts.newestAt);
    return {
      records: counts,
      others: othersOf(items, records.folded),
      elements: this.#elements(items, counts.read),
      oldestAt: Number.isFinite(oldestAt) ? oldestAt : null,
      newestAt: Number.isFinite(newestAt) ? newestAt : null,
      problems: this.problems.list(),
    };
  }

  /** If the end of a document was not reached, only the written records, files and points are known. */
  #elements(items: ItemStore, read: number): ElementCounts {
    const elements = this.#summary ? { ...this.#summary.elements } : { ...noElements(), Record: read };
    elements.Electrocardiogram = this.electrocardiograms;
    elements.RoutePoint = items.routes.points;
    return elements;
  }
}

function othersOf(items: ItemStore, folded: RecordTally['folded']): Receipt['others'] {
  const { workouts, routes, tallies } = items;
  const all = {
    workout: { added: workouts.added, updated: workouts.updated },
    route: { added: routes.added, updated: routes.updated },
    ...tallies,
  };
  const left = Object.entries(all).map(([name, { added, updated }]) => {
    const away = folded.get(name as FoldedClass) ?? 0;
    return [name, { added: Math.max(0, added - away), updated }] as const;
  });
  return Object.fromEntries(left.filter(([, { added, updated }]) => added + updated > 0));
}
