import { IntlMessageFormat } from 'intl-messageformat';
import { parseAst } from 'vite';
import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

/** A node of the syntax tree (ESTree, with JSX and TypeScript). */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export interface Messages {
  /** English message with its context, as catalogs have it as a key → where it stands first. */
  readonly keys: ReadonlyMap<string, { readonly path: string; readonly line: number }>;
  /** Text for people that no call translates, and calls whose message can't be read. */
  readonly violations: readonly Violation[];
}

/** The calls that take a message (src/shared/language.ts, components/language.tsx). */
const takers = new Set(['t', 'm', 'rich']);
/** Attributes that people read. */
const readAttributes =
  /^(?:label|title|text|hint|placeholder|description|heading|word|words|summary|caption|unit|empty\w*|aria-(?:label|description|roledescription|valuetext)|\w+(?:Label|Text|Title|Hint|Words?))$/;
/** Calls whose strings nobody reads on the page. */
const unread =
  /^(?:drop|Error|TypeError|RangeError|CodedError|querySelector(?:All)?|matchMedia|logEvent|lookup|Set|require|import|defineCall|getItem|setItem|createElement|includes|startsWith|endsWith|RegExp|prepare|exec|join|split|replace|replaceAll|test)$/;
const hasWord = /\p{L}{2,}/u;
const isSentence = /\p{Ll}{2,}[,;:]? \p{L}+|^\p{Lu}\p{Ll}+…?$|^\p{Lu}\p{Ll}+ /u;

/** Every message of the sources; `isShown` says whose strings are for people, so that none goes untranslated. */
export function messagesOf(
  files: readonly SourceFile[],
  isShown: (path: string) => boolean,
  isAllowed: (path: string, text: string) => boolean = () => false,
): Messages {
  const keys = new Map<string, { path: string; line: number }>();
  const violations: Violation[] = [];
  for (const { path, text } of files) {
    if (!/\.tsx?$/.test(path)) continue;
    const tree = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node;
    const lineOf = (node: Node) => text.slice(0, node.start).split('\n').length;
    const say = (node: Node, rule: string) => violations.push({ path, line: lineOf(node), rule });

    const visit = (node: Node, parent: Node | null, isRead: boolean): void => {
      if (isSkipped(node)) return;
      if (node.type === 'CallExpression' || node.type === 'NewExpression') {
        const name = nameOf(node['callee'] as Node);
        const given = node['arguments'] as readonly Node[];
        if (takers.has(name) && node.type === 'CallExpression') {
          const [message, , context] = given;
          if (message !== undefined && isMade(message)) say(message, `${name}(): a message is one literal`);
          const literal = message === undefined ? null : stringOf(message);
          const named = context === undefined ? '' : ` [${stringOf(context)}]`;
          if (literal !== null) {
            const key = `${literal}${named}`;
            if (!keys.has(key)) keys.set(key, { path, line: lineOf(node) });
            const fault = faultOf(literal);
            if (fault !== null) say(node, fault);
          } else if (message !== undefined)
            for (const key of choicesOf(message)) {
              if (!keys.has(key)) keys.set(key, { path, line: lineOf(node) });
            }
          for (const other of given.slice(1)) if (other !== context) visit(other, node, isRead);
          if (literal === null && message !== undefined && choicesOf(message).length === 0)
            visit(message, node, isRead);
          return;
        }
        if (unread.test(name)) {
          // Its strings are not for people; messages within it are.
          for (const child of childrenOf(node)) visit(child, node, false);
          return;
        }
      }
      const words = isRead && isShown(path) ? wordsOf(node, parent) : null;
      if (words !== null && !isAllowed(path, words)) say(node, `not translated: ${JSON.stringify(words)}`);
      for (const child of childrenOf(node)) visit(child, node, isRead);
    };
    visit(tree, null, true);
  }
  return { keys, violations };
}

/** `t(a ? 'one' : 'other')`: both. */
function choicesOf(node: Node): readonly string[] {
  if (node.type === 'ConditionalExpression') {
    const all = [node['consequent'], node['alternate']].flatMap((one) => choicesOf(one as Node));
    return all.length > 1 ? all : [];
  }
  const own = stringOf(node);
  return own === null ? [] : [own];
}

function isSkipped({ type }: Node): boolean {
  if (type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || type === 'ImportExpression')
    return true;
  return type.startsWith('TS') && !/^TS(?:As|NonNull|Satisfies|TypeAssertion)/.test(type);
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? value : [value]).filter(
      (one): one is Node => typeof one === 'object' && one !== null && typeof (one as Node).type === 'string',
    ),
  );
}

function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return String(callee['name']);
  if (callee.type === 'MemberExpression') return nameOf(callee['property'] as Node);
  return '';
}

function stringOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  return null;
}

const isMade = ({ type }: Node) => type === 'TemplateLiteral' || type === 'BinaryExpression';

/** What a node says to people by itself, or null. */
function wordsOf(node: Node, parent: Node | null): string | null {
  if (node.type === 'JSXText') {
    const text = String(node['value']).replace(/\s+/g, ' ').trim();
    return hasWord.test(text) ? text : null;
  }
  if (parent?.type === 'JSXAttribute') {
    const name = String((parent['name'] as Node)['name']);
    const text = stringOf(node);
    if (text === null) return null;
    return readAttributes.test(name) && hasWord.test(text) ? text : null;
  }
  if (
    parent?.type === 'BinaryExpression' ||
    parent?.type === 'SwitchCase' ||
    parent?.type === 'MemberExpression'
  )
    return null;
  if (parent?.type === 'Property' && parent['key'] === node) return null;
  const text = node.type === 'TemplateLiteral' ? quasisOf(node) : stringOf(node);
  return text !== null && isSentence.test(text) ? text : null;
}

function quasisOf(node: Node): string {
  return (node['quasis'] as readonly { value: { cooked: string } }[])
    .map(({ value }) => value.cooked)
    .join('{}');
}

function faultOf(message: string): string | null {
  try {
    shapeOf(message);
    return null;
  } catch (error) {
    return `not ICU MessageFormat: ${String(error)}`;
  }
}

/** Arguments and tags of a message, and the plural forms of each plural argument. */
function shapeOf(message: string): { names: string; plurals: Map<string, Set<string>> } {
  const names = new Set<string>();
  const plurals = new Map<string, Set<string>>();
  const collect = (parts: readonly AstPart[]): void => {
    for (const part of parts) {
      // 0 literal, 7 pound (@formatjs/icu-messageformat-parser, TYPE)
      if (part.type === 0 || part.type === 7) continue;
      names.add(part.type === 8 ? `<${part.value}>` : `{${part.value}}`);
      if (part.children !== undefined) collect(part.children);
      for (const [name, { value }] of Object.entries(part.options ?? {})) {
        if (part.type === 6) plurals.set(part.value, (plurals.get(part.value) ?? new Set()).add(name));
        collect(value);
      }
    }
  };
  collect(new IntlMessageFormat(message, 'en').getAst() as unknown as readonly AstPart[]);
  return { names: [...names].sort().join(' '), plurals };
}

interface AstPart {
  readonly type: number;
  readonly value: string;
  readonly children?: readonly AstPart[];
  readonly options?: Readonly<Record<string, { readonly value: readonly AstPart[] }>>;
}

/** What is wrong with a catalog: messages that are missing or not used, arguments or tags that differ, plural forms that are missing. */
export function catalogFaults(
  language: string,
  catalog: Readonly<Record<string, string>>,
  keys: ReadonlyMap<string, unknown>,
): string[] {
  const missing = [...keys.keys()]
    .filter((key) => !Object.hasOwn(catalog, key))
    .map((key) => `missing: ${key}`);
  const unused = Object.keys(catalog)
    .filter((key) => !keys.has(key))
    .map((key) => `not used: ${key}`);
  const needed = new Intl.PluralRules(language)
    .resolvedOptions()
    // "many" of French and Spanish is for millions (CLDR 48, plurals): the form "other" fits.
    .pluralCategories.filter((name) => name !== 'many');
  const wrong = Object.entries(catalog).flatMap(([key, message]) => {
    if (message.trim() === '') return [`empty: ${key}`];
    try {
      const own = shapeOf(message);
      const english = shapeOf(key.replace(/ \[[^\]]+\]$/, ''));
      if (own.names !== english.names)
        return [`${key}: has ${own.names || 'no arguments'}, not ${english.names}`];
      return [...own.plurals].flatMap(([name, forms]) =>
        needed.filter((form) => !forms.has(form)).map((form) => `${key}: {${name}} lacks the form ${form}`),
      );
    } catch (error) {
      return [`${key}: not ICU MessageFormat: ${String(error)}`];
    }
  });
  return [...missing, ...unused, ...wrong].map((fault) => `${language}: ${fault}`);
}
