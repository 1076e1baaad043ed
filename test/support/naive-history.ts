import type { XmlRecord } from './health-xml.ts';

/** A correlation of a hand-made document; its members stand inside it. */
export interface NaiveGroup {
  readonly source: string;
  readonly at: number;
  readonly members: readonly XmlRecord[];
}

export type NaiveElement = XmlRecord | NaiveGroup;

export const isGroup = (one: NaiveElement): one is NaiveGroup => 'members' in one;

/** Grams or the text itself: the values of the documents are kilograms apart, so that rounding never decides. */
function keyOf({ value = '', unit }: XmlRecord): string {
  const factor = { kg: 1000, lb: 453.59237 }[unit ?? ''];
  return factor === undefined ? value : String(Math.round((Number(value) * factor) / 50));
}

export function identityOf(record: XmlRecord): string {
  const { type, start, end = start, source } = record;
  return JSON.stringify([type, start, end - start, source, keyOf(record)]);
}

export const groupOf = ({ source, at, members }: NaiveGroup): string =>
  JSON.stringify([at, source, [...new Set(members.map(identityOf))].sort()]);

export interface NaiveHistory {
  /** Copies by identity: the most at top level of any one file. */
  readonly records: ReadonlyMap<string, number>;
  readonly groups: ReadonlySet<string>;
  /** Per file, as its receipt must say. */
  readonly counts: readonly { added: number; known: number; repeated: number }[];
}

/** Identity and union in the plainest way (import/README, Identity): what any order of these files must leave behind. */
export function naiveHistory(files: readonly (readonly NaiveElement[])[]): NaiveHistory {
  const records = new Map<string, number>();
  const groups = new Set<string>();
  const counts = files.map((elements) => {
    const before = new Set(records.keys());
    const met = new Set<string>();
    const alone = new Map<string, number>();
    const count = { added: 0, known: 0, repeated: 0 };
    for (const element of elements) {
      const nested = isGroup(element);
      if (nested) groups.add(groupOf(element));
      for (const record of nested ? element.members : [element]) {
        const identity = identityOf(record);
        if (met.has(identity)) count.repeated++;
        else if (before.has(identity)) count.known++;
        else count.added++;
        met.add(identity);
        if (!nested) alone.set(identity, (alone.get(identity) ?? 0) + 1);
      }
    }
    for (const identity of met) {
      const copies = Math.max(records.get(identity) ?? 1, alone.get(identity) ?? 1);
      records.set(identity, copies);
    }
    return count;
  });
  return { records, groups, counts };
}
