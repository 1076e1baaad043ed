import type { Random } from './random.ts';

const names = ['Record', 'a', 'b', 'MetadataEntry', 'x:y', '_n', 'n-1.2', 'Größe', '名前', 'é', '𐐀z'];
const attributeNames = [
  'type',
  'sourceName',
  'value',
  'k',
  'key',
  'xmlns:q',
  'a-b',
  'données',
  'startDate',
  'x1',
];
const pieces = [
  'a',
  'HKQuantity',
  ' ',
  '  ',
  '2020-01-01 10:00:00 +0100',
  '>',
  '/',
  '=',
  '-',
  ']',
  ']]',
  '?',
  '!',
  ';',
  '#',
  'ü',
  'é',
  '\u00a0',
  '\u0085',
  '\u2028',
  '步数',
  '🏃',
  '𐐀',
  '\ufffd',
  '\u007f',
  '\n',
  '\t',
  '\r\n',
  '\r',
  '\r\r\n',
  '\n\r',
];
const references = [
  '&lt;',
  '&gt;',
  '&amp;',
  '&quot;',
  '&apos;',
  '&#65;',
  '&#x41;',
  '&#xe9;',
  '&#128515;',
  '&#x1F603;',
  '&#10;',
  '&#13;',
  '&#9;',
  '&#x20;',
  '&#00065;',
  '&#x00000041;',
  '&amp;lt;',
];
const spaces = [' ', '\n', '\t', '  ', '\r\n', ' \n ', '\r'];
const instructions = ['<?pi?>', '<?pi some body?>', '<?x y="1" ?>', '<?a b??>', '<?a >?>'];
const comments = ['<!---->', '<!-- c -->', '<!-- <Record a="1"> & -->', '<!-- - ü 🏃 -->', '<!-- ]]> -->'];
const sections = [
  '<![CDATA[]]>',
  '<![CDATA[x < y & z]]>',
  '<![CDATA[]]]]>',
  '<![CDATA[ ü\r\n🏃 &lt; ]>]]>',
  '<![CDATA[\r]]>',
];
const subsets = [
  '<!ELEMENT a (b|c)*>',
  '<!ATTLIST a\n b CDATA #IMPLIED>',
  '<!-- ]> \' " -->',
  '<!-- HealthKit Export Version: 13 -->',
  '<?p ]> ?>',
  '"]>"',
  "']>'",
  '>',
  '> >',
  '\n  device CDATA #IMPLIED\n',
  '<!ATTLIST a b CDATA "]>">',
];

/** Things a document may hold anywhere between its tags. */
export const insertions: readonly string[] = [
  ...references,
  ...instructions,
  ...comments,
  ...sections,
  ...pieces,
  ...spaces,
];

function text(random: Random, most: number): string {
  return random
    .some(most, () => random.pick(random.chance(0.3) ? references : pieces))
    .join('')
    .replaceAll(']]>', ']]');
}

function attribute(random: Random, name: string, plain: boolean): string {
  const gap = () => (plain || random.chance(0.8) ? '' : random.pick(spaces));
  const quote = plain || random.chance(0.7) ? '"' : "'";
  const other = quote === '"' ? "'" : '"';
  const value = text(random, 6) + (random.chance(0.2) ? other : '');
  return `${plain ? ' ' : random.pick(spaces)}${name}${gap()}=${gap()}${quote}${value}${quote}`;
}

function attributes(random: Random): string {
  const from = random.below(4);
  const wanted = attributeNames.filter((_, i) => i >= from && random.chance(0.4));
  const plain = random.chance(0.6);
  return (
    wanted.map((name) => attribute(random, name, plain)).join('') +
    (random.chance(0.2) ? random.pick(spaces) : '')
  );
}

function element(random: Random, depth: number): string {
  const name = random.pick(names);
  const start = `<${name}${attributes(random)}`;
  if (depth === 0 || random.chance(0.4)) return `${start}/>`;
  const content = random.some(5, () => {
    const kind = random.next();
    if (kind < 0.5) return element(random, depth - 1);
    if (kind < 0.8) return text(random, 5);
    return random.pick(random.pick([instructions, comments, sections]));
  });
  return `${start}>${content.join('')}</${name}${random.chance(0.1) ? random.pick(spaces) : ''}>`;
}

/** The layout of an export: the same attributes in the same order on line after line, with some left out. */
function exportLike(random: Random): string {
  const layout = ['type', 'sourceName', 'sourceVersion', 'device', 'unit', 'startDate', 'endDate', 'value'];
  const lines = random.some(12, () => {
    const kept = layout.filter((name) => name === 'type' || random.chance(0.85));
    const start = ` <Record${kept.map((name) => attribute(random, name, true)).join('')}`;
    return random.chance(0.8)
      ? `${start}/>`
      : `${start}>\n  <MetadataEntry key="k" value="${text(random, 2)}"/>\n </Record>`;
  });
  return `<HealthData locale="en_US">\n${lines.join('\n')}\n</HealthData>`;
}

function doctype(random: Random): string {
  const identifier = random.pick(['', ' SYSTEM "a>b[]>"', ' PUBLIC \'-//x\' "y"']);
  if (random.chance(0.3)) return `<!DOCTYPE HealthData${identifier}>`;
  const subset = random.some(5, () => random.pick(subsets)).join('\n');
  return `<!DOCTYPE HealthData${identifier} [${subset}]${random.chance(0.2) ? ' ' : ''}>`;
}

/** A document saxes accepts. */
export function randomDocument(random: Random): string {
  const parts: string[] = [];
  if (random.chance(0.1)) parts.push('\ufeff');
  if (random.chance(0.6)) {
    parts.push(
      random.pick([
        '<?xml version="1.0"?>',
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<?xml version='1.0' standalone='yes' ?>",
      ]),
    );
  }
  const between = () =>
    random.some(2, () => random.pick(random.pick([spaces, instructions, comments]))).join('');
  parts.push(between());
  if (random.chance(0.4)) parts.push(doctype(random), between());
  parts.push(random.chance(0.5) ? exportLike(random) : element(random, 4), between());
  return parts.join('');
}

/** `document` with one thing changed: bytes, deletions, duplications, quotes or insertions. Never a lone surrogate. */
export function mutate(document: string, random: Random): string {
  const characters = Array.from(document);
  const at = random.below(characters.length + 1);
  const length = 1 + random.below(random.pick([1, 3, 20]));
  const rest = characters.slice(at);
  const before = characters.slice(0, at).join('');
  switch (random.below(8)) {
    case 0:
      return before + String.fromCharCode(random.below(256)) + rest.slice(1).join('');
    case 1:
      return before + rest.slice(length).join('');
    case 2:
      return before + rest.slice(0, length).join('') + rest.join('');
    case 3:
      return before + rest.join('').replace(/["']/, (quote) => (quote === '"' ? "'" : '"'));
    case 4:
      return (
        before +
        random.pick([
          '<',
          '>',
          '&',
          '"',
          "'",
          '/',
          '=',
          '\u000b',
          '\0',
          '</a>',
          '<a>',
          '<!',
          '<?',
          ']]>',
          '<!DOCTYPE a>',
        ]) +
        rest.join('')
      );
    case 5:
      return before + random.pick(insertions) + rest.join('');
    default: {
      // Behind a tag, where most of them are allowed.
      const behind = document.indexOf('>', before.length) + 1 || document.length;
      return document.slice(0, behind) + random.pick(insertions) + document.slice(behind);
    }
  }
}
