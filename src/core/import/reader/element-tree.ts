import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';

/** An element with what it holds, for everything but records: there are few of them. */
export interface ElementNode {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: ElementNode[];
  text: string;
}

/** Most nodes of one element outside the record path; an inline route of iOS 12 has some ten thousand. */
export const maxNodes = 200_000;

/** Most levels of one element: what walks a tree recurs. The deepest known has five (apple-health-export §1.5). */
export const maxDepth = 32;

export function nodeOf(tag: Tag, names: NameTable): ElementNode {
  const attributes: [string, string][] = [];
  for (let i = 0; i < tag.attributeCount; i++) {
    attributes.push([names.name(tag.attributeIds[i] as number), tag.value(i)]);
  }
  return { name: names.name(tag.nameId), attributes, children: [], text: '' };
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
