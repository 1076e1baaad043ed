import type { ErrorCode } from '../../../shared/errors.ts';
import type { ClinicalItem, Item } from '../thread-messages.ts';
import { attributeOf, type ElementNode } from './element-tree.ts';
import { clinicalItem, documentItem, summaryItem } from './items.ts';
import type { Problems } from './problems.ts';
import type { RunDictionaries } from './record-columns.ts';
import { workoutItem } from './workout-item.ts';

/** The reader's question to the archive: the size of a referenced file; null (and a problem) if it does not exist. */
export type FileSize = (reference: string, problems: Problems, missing: ErrorCode) => number | null;

/** The references of an element: names, and the files beside the XML. */
export interface ItemContext {
  readonly dictionaries: RunDictionaries;
  readonly problems: Problems;
  readonly sizeOf: FileSize;
}

/** A workout, summary, clinical record or document of a whole element; null where something that it needs is missing. */
export function itemOf(node: ElementNode, { dictionaries, problems, sizeOf }: ItemContext): Item | null {
  if (node.name === 'Workout')
    return workoutItem(node, dictionaries, problems, (path) => sizeOf(path, problems, 'route.missing'));
  if (node.name === 'ActivitySummary') return summaryItem(node, problems);
  if (node.name !== 'ClinicalRecord') return documentItem(node, dictionaries, problems);
  return clinicalOf(node, problems, (path) => sizeOf(path, problems, 'clinical.missing') !== null);
}

function clinicalOf(
  node: ElementNode,
  problems: Problems,
  isThere: (path: string) => boolean,
): ClinicalItem | null {
  const item = clinicalItem(node, problems);
  const file = (attributeOf(node, 'resourceFilePath') ?? '').replace(/^\//, '');
  if (item === null) return null;
  return { ...item, file: file !== '' && isThere(file) ? file : null };
}

/** Whether the tables of names had no room for one that the item has. */
export function isUnnamed(item: Item): boolean {
  return (
    ('source' in item && item.source < 0) ||
    ('origin' in item && item.origin < 0) ||
    (item.kind === 'correlation' && item.type < 0)
  );
}
