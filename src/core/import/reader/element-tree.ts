import { type DateStyle, gregorianDay, parseExportDate, printedDate } from '../../healthkit/date.ts';
import type { RoutePoints } from '../../healthkit/sidecar/route-columns.ts';
import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';
import { limits } from './limits.ts';

/** An element with its contents, for everything but records: there are few of them. */
export interface ElementNode {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: ElementNode[];
  text: string;
  /** The points of a WorkoutRoute of iOS 12, which has some ten thousand: a node for each would take ten times as much. */
  points?: RoutePoints;
}

/** Bytes of attributes in a tag, from the first value to the last. */
function attributeBytes({ attributeCount, valueStarts, valueEnds }: Tag): number {
  return attributeCount === 0 ? 0 : (valueEnds[attributeCount - 1] as number) - (valueStarts[0] as number);
}

/** Whether a tag's attributes are more than is held of one. */
export function isTooLarge(tag: Tag): boolean {
  return tag.attributeCount > limits.tagAttributes || attributeBytes(tag) > limits.tagBytes;
}

/** Approximate memory of a node made of a tag: the node, its attributes, and their text. */
export function heldBytes(tag: Tag): number {
  return 200 + 100 * tag.attributeCount + attributeBytes(tag);
}

/** The position of something that is not kept, for a receipt. */
export function placeOf(name: string, offset: number): string {
  return `<${name.slice(0, 100)}> at byte ${offset}`;
}

export function nodeOf(tag: Tag, names: NameTable): ElementNode {
  const attributes: [string, string][] = [];
  for (let i = 0; i < tag.attributeCount; i++) {
    attributes.push([names.name(tag.attributeIds[i] as number), tag.value(i)]);
  }
  return { name: names.name(tag.nameId), attributes, children: [], text: '' };
}

/** The same element with its dates as a phone with the Gregorian calendar prints them; other values stay. */
export function inGregorian(node: ElementNode, style: DateStyle): ElementNode {
  const attributes = node.attributes.map(([name, text]) => {
    if (!/date/i.test(name)) return [name, text] as const;
    const date = parseExportDate(text, style);
    return [name, date === null ? (gregorianDay(text, style) ?? text) : printedDate(date)] as const;
  });
  return { ...node, attributes };
}

export function attributeOf(node: ElementNode, name: string): string | undefined {
  return node.attributes.find(([key]) => key === name)?.[1];
}

export function childrenOf(node: ElementNode, name: string): ElementNode[] {
  return node.children.filter((child) => child.name === name);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

/** The element as XML again: equal input gives equal text. */
export function toXml(node: ElementNode): string {
  const head = node.attributes.map(([key, value]) => ` ${key}="${escapeText(value)}"`).join('');
  const inner = escapeText(node.text.trim()) + node.children.map(toXml).join('');
  return inner === '' ? `<${node.name}${head}/>` : `<${node.name}${head}>${inner}</${node.name}>`;
}

/** `toXml`, cut for a receipt's example. */
export function exampleOf(node: ElementNode): string {
  const xml = toXml({ ...node, children: [], text: '' });
  return xml.length > 200 ? `${xml.slice(0, 199)}…` : xml;
}
